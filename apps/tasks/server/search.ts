import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { invalid } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { type Found, pageOfFound, readKeyCursor, type Start } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Todo } from '../contract/todos.ts'
import { type Keyed, keyOf, type Scan } from './scan.ts'
import type { TodoQuery } from './todo-pages.ts'
import { shown_columns, todoOf } from './todo-rows.ts'
import { searchText } from './words.ts'

/** So many hits are looked at in one query when few of them pass, and so many queries are made for one page. */
const wide = 500
/** When all should pass: a few more than asked, for those in the trash. */
const spare = 20
const max_windows = 10

interface Search {
  caller: Caller
  text: string
  trash: boolean
  filter: Scan['filter'] | undefined
}

/** Todos with all the words, newest first: the index gives them in that order, so a page costs what it shows, not what it finds. */
export async function searchTodos(db: Db, caller: Caller, query: TodoQuery, filter: Scan['filter'] | undefined): Promise<Page<Todo>> {
  const { ordering, cursor, limit, trash = false, q = '' } = query
  if (ordering !== undefined && ordering !== '-created_at') throw invalid({ ordering: ['What a search finds comes newest first.'] })
  const text = searchText(db.dialect, caller.id, q)
  const start = readKeyCursor(cursor, 'search', z.int().min(0).max(Number.MAX_SAFE_INTEGER))
  const found: Found<Keyed> = text === undefined ? { rows: [] } : await find(db, { caller, text, trash, filter }, start, limit + 1)
  const { items, ...page } = pageOfFound('search', start, limit, found, keyOf)
  return { ...page, items: items.map(todoOf) }
}

async function find(db: Db, search: Search, start: Start, count: number): Promise<Found<Keyed>> {
  const rows: Keyed[] = []
  let from = start
  for (let i = 0; i < max_windows; i++) {
    const window = i === 0 && !search.filter && !search.trash ? count + spare : wide
    const docs = await hits(db, search, from, window)
    rows.push(...(await rowsOf(db, search, docs, from?.side === 'before', count - rows.length)))
    const last = docs[docs.length - 1]
    if (rows.length >= count || docs.length < window || last === undefined) return { rows }
    from = { side: start?.side ?? 'after', value: last, id: start?.id ?? '00000000-0000-0000-0000-000000000000' }
  }
  return { rows, ...(from && { stopped: { value: from.value, id: from.id } }) }
}

/** The nearest todos by number, found by the index alone. */
async function hits({ dialect, execute }: Db, { text }: Search, start: Start, window: number): Promise<number[]> {
  const [sign, direction] = start?.side === 'before' ? ['>', 'asc'] : ['<', 'desc']
  const [doc, matches] = dialect === 'sqlite' ? ['rowid', 'todos_search match ?'] : ['doc', 'words @@ ?::tsquery']
  const sql = `select ${doc} as doc from todos_search where ${matches}${start ? ` and ${doc} ${sign} ?` : ''} order by ${doc} ${direction} limit ${window}`
  const { rows } = await execute<{ doc: number }>(statement(dialect, sql, [text, ...(start ? [start.value] : [])]))
  return rows.map((row) => row.doc)
}

async function rowsOf({ dialect, execute }: Db, { caller, trash, filter }: Search, docs: number[], up: boolean, count: number): Promise<Keyed[]> {
  const among = dialect === 'sqlite' ? 'doc in (select value from json_each(?))' : 'doc in (select jsonb_array_elements_text(?::jsonb)::bigint)'
  const sql = `select ${shown_columns}, doc as sort_key from todos where ${among} and user_id = ? and deleted_at is ${trash ? 'not null' : 'null'}
    ${filter ? `and ${filter.where}` : ''} order by doc ${up ? 'asc' : 'desc'} limit ?`
  return (await execute<Keyed>(statement(dialect, sql, [JSON.stringify(docs), caller.id, ...(filter?.values ?? []), count]))).rows
}
