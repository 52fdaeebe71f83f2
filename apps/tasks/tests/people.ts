import type { z } from 'zod'
import { newId } from '#contract/ids.ts'
import type { Called, TestSite, Visitor } from '#server/testing.ts'
import { addList, type List } from '../contract/lists.ts'
import { addTodo, changeTodo, listTodos, type Todo } from '../contract/todos.ts'

type Fields = Partial<z.input<typeof addTodo.body>>

export async function newList(who: Visitor, name = 'Kerala in January'): Promise<List> {
  return good(await who.call(addList, { body: { id: newId(), name } }), 201)
}

export async function newTodo(who: Visitor, list_id: string, fields: Fields = {}): Promise<Todo> {
  return good(await who.call(addTodo, { body: { title: 'Book the night train', ...fields, list_id } }), 201)
}

export const patch = (who: Visitor, { id, version }: Pick<Todo, 'id' | 'version'>, change: object) =>
  who.call(changeTodo, { params: { id }, body: { version, ...change } })

/** What came of a call that must have gone well. */
export function good<T>({ status, data, body }: Called<T>, expected = 200): T {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${JSON.stringify(body)}`)
  return data
}

export async function titles(who: Visitor, query: NonNullable<Parameters<typeof who.call<typeof listTodos>>[1]['query']> = {}): Promise<string[]> {
  return good(await who.call(listTodos, { query: { limit: 100, ...query } })).items.map(({ title }) => title)
}

/** Every page from the first on, by `next`. */
export async function walk(who: Visitor, query: object = {}, limit = 100, between?: () => Promise<unknown>): Promise<Todo[]> {
  const seen: Todo[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, next }: { items: Todo[]; next: string | null } = good(await who.call(listTodos, { query: { ...query, limit, ...(cursor && { cursor }) } }))
    seen.push(...items)
    cursor = next
    await between?.()
  }
  return seen
}

export const idOf = async (t: TestSite, username: string) =>
  (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id
