import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getList, type List } from '../contract/lists.ts'
import { addTodo, changeTodo, getTodo, removeTodo, replaceTodo, restoreTodo } from '../contract/todos.ts'
import { good, idOf, newList, newTodo, patch, titles } from './people.ts'

let t: TestSite
let asha: Visitor
let ravi: Visitor
let list: List
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  ravi = await t.person('ravi')
  list = await newList(asha)
})
afterAll(() => t.end())

const counts = async (of: List) => {
  const { open_count, todo_count } = good(await asha.call(getList, { params: { id: of.id } }))
  return [open_count, todo_count]
}
const raw = (path: string, method: string, body?: object, headers: Record<string, string> = {}) =>
  asha.request(path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body && { body: JSON.stringify(body) }) })

describe('adding', () => {
  test('201 stores it, records it, counts it, and tells the owner alone', async () => {
    const own = await newList(asha, 'Added')
    const before = t.published.length
    const { status, data } = await asha.call(addTodo, {
      body: { list_id: own.id, title: ' Book the night train ', priority: 'high', due_date: '2026-11-24T09:00:00+05:30', time_zone: 'Asia/Kolkata' },
    })
    expect(status).toBe(201)
    expect(data).toMatchObject({ title: 'Book the night train', status: 'todo', priority: 'high', due_date: '2026-11-24T03:30:00.000Z', version: 1 })
    expect(await counts(own)).toEqual([1, 1])
    const entries = await t.site.store.db.selectFrom('audit_entries').select('action').where('object_id', '=', data.id).execute()
    expect(entries).toEqual([{ action: 'tasks.todo_added' }])
    const told = t.published.slice(before)
    expect(told.map(({ event }) => event)).toEqual(['tasks.list_changed', 'tasks.todo_added'])
    expect(told.every(({ to }) => Array.isArray(to) && to.length === 1)).toBe(true)
    expect(told[1]?.data).toEqual(data)
    expect(good(await asha.call(getTodo, { params: { id: data.id } }))).toEqual(data)
  })

  test('the same id twice is one todo; somebody else’s id is not found', async () => {
    const own = await newList(asha, 'Twice')
    const body = { id: newId(), list_id: own.id, title: 'Once' }
    const first = good(await asha.call(addTodo, { body }), 201)
    expect(good(await asha.call(addTodo, { body: { ...body, title: 'Other' } }), 201)).toEqual(first)
    expect(await counts(own)).toEqual([1, 1])
    expect((await ravi.call(addTodo, { body: { ...body, list_id: (await newList(ravi)).id } })).status).toBe(404)
  })

  test('ids in capitals are the same ids, in the body as in the address', async () => {
    const own = await newList(asha, 'Capitals')
    const id = newId()
    const body = { id: id.toUpperCase(), list_id: own.id.toUpperCase(), title: 'Once' }
    expect(good(await asha.call(addTodo, { body }), 201)).toMatchObject({ id, list_id: own.id })
    expect(good(await asha.call(addTodo, { body: { ...body, id } }), 201).id).toBe(id)
    expect(await counts(own)).toEqual([1, 1])
    const todo = good(await asha.call(getTodo, { params: { id: id.toUpperCase() } }))
    const second = await newTodo(asha, own.id, { after_id: id.toUpperCase() })
    expect(second.position > todo.position).toBe(true)
    expect(await titles(asha, { list_id: own.id.toUpperCase() })).toEqual(['Once', 'Book the night train'])
  })

  test('a value of another type is told as that, a missing one as missing', async () => {
    const told = async (body: unknown) => (await raw('/api/todos/', 'POST', body as object)).json()
    expect(await told({ title: 7, list_id: list.id, priority: 3 })).toEqual({
      title: ['Expected a string.'],
      priority: ['Use one of: none, low, medium, high, urgent.'],
    })
    expect(await told({ title: null })).toEqual({ title: ['Expected a string.'], list_id: ['This field is required.'] })
    expect(await told([])).toEqual({ non_field_errors: ['Expected an object.'] })
    expect(await (await raw('/api/todos/bulk/', 'POST', { todos: [{ id: newId(), version: 1 }] })).json()).toEqual({ action: ['This field is required.'] })
    const query = async (text: string) => (await raw(`/api/todos/?${text}`, 'GET')).json()
    expect(await query('limit=abc')).toEqual({ limit: ['Use a whole number.'] })
    expect(await query('limit=1.5')).toEqual({ limit: ['Use a whole number.'] })
    expect(await query('status=todo,nope')).toEqual({ status: ['Use one or more of: todo, in_progress, done, cancelled.'] })
  })

  test('a title of nothing that shows is none; a time that an offset carries out of the years is refused, as it is when written back', async () => {
    const told = async (fields: object) => (await raw('/api/todos/', 'POST', { list_id: list.id, title: 'x', ...fields })).json()
    for (const title of ['\u200b', '\u2060\u00ad ', '\u3164', '\u2800']) expect(await told({ title })).toEqual({ title: ['Give the todo a title.'] })
    for (const due_date of ['2199-12-31T23:59:59-11:00', '1970-01-01T00:00:00+14:00'])
      expect(await told({ due_date })).toEqual({ due_date: ['Use a year from 1970 to 2199.'] })
  })

  test('401 without a session; 400 with the field named: blank title, unknown list, somebody else’s list, dates that are none', async () => {
    const stranger = await t.visitor().withCsrf()
    expect((await stranger.call(addTodo, { body: { list_id: list.id, title: 'x' } })).status).toBe(401)
    const refused = async (who: Visitor, fields: object) => {
      const { status, body } = await who.call(addTodo, { body: { list_id: list.id, title: 'x', ...fields } })
      return [status, ...Object.keys(body as object)]
    }
    expect(await refused(asha, { title: '  ' })).toEqual([400, 'title'])
    expect(await refused(asha, { list_id: newId() })).toEqual([400, 'list_id'])
    expect(await refused(ravi, {})).toEqual([400, 'list_id'])
    expect(await refused(asha, { due_date: '2026-02-30' })).toEqual([400, 'due_date'])
    expect(await refused(asha, { due_date: '2026-11-24T09:00' })).toEqual([400, 'time_zone'])
    expect(await refused(asha, { time_zone: 'Mars/Olympus' })).toEqual([400, 'time_zone'])
    expect(await refused(asha, { recurrence: 'FREQ=DAILY' })).toEqual([400, 'recurrence'])
    expect(await refused(asha, { after_id: newId() })).toEqual([400, 'after_id'])
    expect(await refused(asha, { user_id: newId() })).toEqual([400, 'user_id'])
  })
})

describe('versions', () => {
  test('a write without the version: 428; with an old one: 409 with the todo as it is now', async () => {
    const todo = await newTodo(asha, list.id)
    expect((await asha.call(changeTodo, { params: { id: todo.id }, body: { title: 'x' } })).status).toBe(428)
    expect((await asha.call(removeTodo, { params: { id: todo.id } })).status).toBe(428)
    const { status, data } = await patch(asha, todo, { title: 'First' })
    expect([status, data.version, data.title]).toEqual([200, 2, 'First'])
    const late = await patch(asha, todo, { title: 'Second' })
    expect(late.status).toBe(409)
    expect(late.body).toEqual({ detail: expect.any(String), code: 'stale', current: data })
    const put = await asha.call(replaceTodo, { params: { id: todo.id }, body: { list_id: list.id, title: 'x', version: 1 } })
    expect(put.status).toBe(409)
    expect((await asha.call(removeTodo, { params: { id: todo.id }, query: { version: 1 } })).status).toBe(409)
  })

  test('If-Match speaks too: the tag of a reading, and nothing that is none', async () => {
    const todo = await newTodo(asha, list.id)
    const path = `/api/todos/${todo.id}/`
    const read = await raw(path, 'GET')
    expect(read.headers.get('etag')).toBe('"1"')
    expect((await raw(path, 'GET', undefined, { 'if-none-match': '"1"' })).status).toBe(304)
    const changed = await raw(path, 'PATCH', { title: 'By header' }, { 'if-match': '"1"' })
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"'])
    expect((await raw(path, 'GET', undefined, { 'if-none-match': '"1"' })).status).toBe(200)
    for (const [tag, status] of [
      ['"1"', 409],
      ['*', 428],
      ['W/"2"', 400],
      ['"x"', 400],
      ['"1", "2"', 400],
    ] as const)
      expect(`${tag} ${(await raw(path, 'PATCH', { title: 'x' }, { 'if-match': tag })).status}`).toBe(`${tag} ${status}`)
    expect((await raw(path, 'PATCH', { title: 'x', version: 1 }, { 'if-match': '"2"' })).status).toBe(400)
    expect((await raw(path, 'DELETE', undefined, { 'if-match': '"2"' })).status).toBe(204)
  })

  test('a change that changes nothing writes nothing', async () => {
    const todo = await newTodo(asha, list.id)
    const before = t.published.length
    expect(good(await patch(asha, todo, { title: todo.title }))).toEqual(todo)
    expect(t.published.length).toBe(before)
  })
})

test('another person’s todo does not exist', async () => {
  const { id } = await newTodo(asha, list.id)
  const params = { id }
  expect((await ravi.call(getTodo, { params })).status).toBe(404)
  expect((await patch(ravi, { id, version: 1 }, { title: 'Mine' })).status).toBe(404)
  expect((await ravi.call(removeTodo, { params, query: { version: 1 } })).status).toBe(404)
  expect((await ravi.call(restoreTodo, { params })).status).toBe(404)
  expect((await asha.call(getTodo, { params: { id: 'no-id' } })).status).toBe(404)
})

test('status: done is dated, taken back it is not; counts follow', async () => {
  const own = await newList(asha, 'Counted')
  const todo = await newTodo(asha, own.id)
  const done = good(await patch(asha, todo, { status: 'done' }))
  expect(done.completed_at).not.toBeNull()
  expect(await counts(own)).toEqual([0, 1])
  const open = good(await patch(asha, done, { status: 'in_progress' }))
  expect(open.completed_at).toBeNull()
  expect(await counts(own)).toEqual([1, 1])
})

test('PUT replaces: what is left out gets its default', async () => {
  const todo = await newTodo(asha, list.id, { description: 'Sleeper', priority: 'urgent', due_date: '2026-11-24' })
  const { status, data } = await asha.call(replaceTodo, { params: { id: todo.id }, body: { list_id: list.id, title: 'New', version: 1 } })
  expect(status).toBe(200)
  expect(data).toMatchObject({ title: 'New', description: '', priority: 'none', due_date: null, version: 2, position: todo.position })
})

describe('the trash', () => {
  test('a removed todo is in it, counts no more, and comes back to its place', async () => {
    const own = await newList(asha, 'Trash')
    const [a, b, c] = [await newTodo(asha, own.id, { title: 'a' }), await newTodo(asha, own.id, { title: 'b' }), await newTodo(asha, own.id, { title: 'c' })]
    const remove = () => asha.call(removeTodo, { params: { id: b.id }, query: { version: b.version } })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(204)
    expect(await counts(own)).toEqual([2, 2])
    expect(await titles(asha, { list_id: own.id })).toEqual(['a', 'c'])
    expect(await titles(asha, { trash: 'true', list_id: own.id })).toEqual(['b'])
    expect((await patch(asha, { ...b, version: 2 }, { title: 'x' })).status).toBe(409)
    expect(good(await asha.call(restoreTodo, { params: { id: b.id } })).version).toBe(3)
    expect(await titles(asha, { list_id: own.id })).toEqual(['a', 'b', 'c'])
    expect(await counts(own)).toEqual([3, 3])
    expect([a, c].every(({ version }) => version === 1)).toBe(true)
  })

  test('after 30 days it goes for good, with its words; a day less and it stays', async () => {
    const own = await newList(asha, 'Purged')
    const [old, young] = [await newTodo(asha, own.id, { title: 'पुराना' }), await newTodo(asha, own.id)]
    const db = t.site.store
    await asha.call(removeTodo, { params: { id: old.id }, query: { version: 1 } })
    await asha.call(removeTodo, { params: { id: young.id }, query: { version: 1 } })
    const at = (days: number) => new Date(t.site.now().getTime() - days * 86_400_000).toISOString()
    const tasks = apps.find(({ name }) => name === 'tasks')
    await db.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      await tx
        .updateTable('todos')
        .set({ deleted_at: at(31) })
        .where('id', '=', old.id)
        .execute()
      await tx
        .updateTable('todos')
        .set({ deleted_at: at(29) })
        .where('id', '=', young.id)
        .execute()
    })
    await tasks?.schedules?.[0]?.job.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
    expect((await asha.call(getTodo, { params: { id: old.id } })).status).toBe(404)
    expect((await asha.call(getTodo, { params: { id: young.id } })).status).toBe(200)
    expect(await titles(asha, { trash: 'true', q: 'पुराना' })).toEqual([])
  })
})

test('two people’s todos are apart in every page', async () => {
  const own = await newList(ravi)
  await newTodo(ravi, own.id, { title: 'Only Ravi’s' })
  expect(await titles(ravi)).toEqual(['Only Ravi’s', 'Book the night train'].filter((title) => title.startsWith('Only')))
  expect(await titles(asha, { q: 'Ravi’s' })).toEqual([])
  expect(await idOf(t, 'asha')).not.toBe(await idOf(t, 'ravi'))
})
