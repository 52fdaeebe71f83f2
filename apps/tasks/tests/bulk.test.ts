import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getList, type List } from '../contract/lists.ts'
import { bulkTodos, type Todo } from '../contract/todos.ts'
import { good, newList, newTodo, patch, titles } from './people.ts'

let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
})
afterAll(() => t.end())

async function threeIn(list: List): Promise<Todo[]> {
  return [await newTodo(asha, list.id, { title: 'a' }), await newTodo(asha, list.id, { title: 'b' }), await newTodo(asha, list.id, { title: 'c' })]
}
const seen = (todos: Todo[]) => todos.map(({ id, version }) => ({ id, version }))
const counts = async ({ id }: List) => {
  const list = good(await asha.call(getList, { params: { id } }))
  return [list.open_count, list.todo_count]
}

test('status, priority, move, delete and restore, each in one step with its news', async () => {
  const [from, to] = [await newList(asha, 'From'), await newList(asha, 'To')]
  let todos = await threeIn(from)
  const act = async (action: object) => {
    const before = t.published.length
    todos = good(await asha.call(bulkTodos, { body: { todos: seen(todos), ...action } as never })).todos
    return t.published
      .slice(before)
      .filter(({ event }) => event.startsWith('tasks.todo'))
      .map(({ event }) => event)
  }
  expect(await act({ action: 'status', status: 'done' })).toEqual(new Array(3).fill('tasks.todo_changed'))
  expect(await counts(from)).toEqual([0, 3])
  await act({ action: 'priority', priority: 'urgent' })
  expect(todos.map(({ priority }) => priority)).toEqual(['urgent', 'urgent', 'urgent'])
  await act({ action: 'move', list_id: to.id })
  expect([await counts(from), await counts(to), await titles(asha, { list_id: to.id })]).toEqual([
    [0, 0],
    [0, 3],
    ['a', 'b', 'c'],
  ])
  expect(await act({ action: 'delete' })).toEqual(new Array(3).fill('tasks.todo_removed'))
  expect(await titles(asha, { list_id: to.id })).toEqual([])
  expect(await act({ action: 'restore' })).toEqual(new Array(3).fill('tasks.todo_restored'))
  expect(await titles(asha, { list_id: to.id })).toEqual(['a', 'b', 'c'])
})

test('one that has changed, or is gone: nothing is written, and each conflict is told', async () => {
  const list = await newList(asha, 'Conflicts')
  const todos = await threeIn(list)
  const changed = good(await patch(asha, todos[1] as Todo, { title: 'changed' }))
  const [ravi, lost] = [await t.person('ravi'), newId()]
  const foreign = await newTodo(ravi, (await newList(ravi)).id)
  const named = [...seen(todos), { id: lost, version: 1 }, { id: foreign.id, version: 1 }]
  const { status, body } = await asha.call(bulkTodos, { body: { action: 'delete', todos: named } })
  expect(status).toBe(409)
  expect((body as { current: unknown }).current).toEqual({
    conflicts: [
      { id: changed.id, reason: 'stale', current: changed },
      { id: lost, reason: 'not_found', current: null },
      { id: foreign.id, reason: 'not_found', current: null },
    ],
  })
  expect(await titles(asha, { list_id: list.id })).toEqual(['a', 'changed', 'c'])
})

test('of a repeating todo and its next one both are what was asked', async () => {
  const list = await newList(asha, 'Repeats')
  const first = good(await patch(asha, await newTodo(asha, list.id, { due_date: '2090-01-01', recurrence: 'FREQ=DAILY' }), { status: 'done' }))
  const both = [
    { id: first.id, version: 2 },
    { id: first.next_id ?? '', version: 1 },
  ]
  const { todos } = good(await asha.call(bulkTodos, { body: { action: 'status', status: 'in_progress', todos: both } }))
  expect(todos.map(({ status }) => status)).toEqual(['in_progress', 'in_progress'])
  expect(await counts(list)).toEqual([2, 2])
})

test('more than fifty are told as one piece of news; twice the same, none, or too many is refused', async () => {
  const list = await newList(asha, 'Many')
  const todos = await Promise.all(Array.from({ length: 60 }, () => newTodo(asha, list.id)))
  const before = t.published.length
  good(await asha.call(bulkTodos, { body: { action: 'status', status: 'done', todos: seen(todos) } }))
  expect(t.published.slice(before).filter(({ event }) => event !== 'tasks.list_changed')).toEqual([
    { event: 'tasks.many_changed', to: [expect.any(String)], data: { list_ids: [list.id] } },
  ])
  const one = seen(todos.slice(0, 1))
  for (const body of [
    { action: 'delete', todos: [...one, ...one] },
    { action: 'delete', todos: [] },
    { action: 'delete', todos: Array.from({ length: 501 }, () => ({ id: newId(), version: 1 })) },
    { action: 'status', todos: one },
    { action: 'move', todos: one },
  ])
    expect((await asha.call(bulkTodos, { body: body as never })).status).toBe(400)
})
