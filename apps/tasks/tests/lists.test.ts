import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { most } from '../contract/fields.ts'
import { addList, changeList, getList, listLists, removeList, replaceList, restoreList } from '../contract/lists.ts'
import { addTodo, getTodo, removeTodo } from '../contract/todos.ts'
import { good, newList, newTodo, patch, titles } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
let ravi: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  ravi = await t.person('ravi')
})
afterAll(() => t.end())

const names = async (who = asha, trash?: 'true') =>
  good(await who.call(listLists, { query: { limit: 100, ...(trash && { trash }) } })).items.map(({ name }) => name)

test('add, read, change, replace: with their news; another person’s list does not exist', async () => {
  const before = t.published.length
  const { status, data } = await asha.call(addList, { body: { name: ' Kerala ', color: '#0F766E' } })
  expect([status, data.name, data.color, data.version, data.open_count, data.has_feed]).toEqual([201, 'Kerala', '#0f766e', 1, 0, false])
  expect(t.published.slice(before).map(({ event, data: told }) => [event, told])).toEqual([['tasks.list_added', data]])
  const params = { id: data.id }
  expect(good(await asha.call(getList, { params }))).toEqual(data)
  expect(good(await asha.call(changeList, { params, body: { name: 'Goa', version: 1 } }))).toMatchObject({ name: 'Goa', version: 2 })
  expect(good(await asha.call(replaceList, { params, body: { name: 'Sikkim', color: '#b45309', version: 2 } }))).toMatchObject({ name: 'Sikkim', version: 3 })
  expect((await asha.call(addList, { body: { name: '' } })).body).toEqual({ name: ['Give the list a name.'] })
  for (const call of [
    ravi.call(getList, { params }),
    ravi.call(changeList, { params, body: { name: 'x', version: 3 } }),
    ravi.call(removeList, { params, query: { version: 3 } }),
    ravi.call(restoreList, { params }),
  ])
    expect((await call).status).toBe(404)
  expect((await asha.call(addList, { body: { id: data.id, name: 'Again' } })).data.name).toBe('Sikkim')
})

test('a list is written only by who saw its version: renamed, recoloured, moved or removed', async () => {
  const nila = await t.person('nila')
  await newList(nila, 'Before it')
  const list = await newList(nila, 'Versioned')
  const params = { id: list.id }
  const path = `/api/lists/${list.id}`
  const sent = async (method: string, at: string, body: object | undefined, if_match?: string) => {
    const headers = { 'content-type': 'application/json', ...(if_match === undefined ? {} : { 'if-match': if_match }) }
    const answer = await nila.request(at, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: text && JSON.parse(text) }
  }
  type Write = (said: { version?: number }, if_match?: string) => ReturnType<typeof sent>
  const writes: [string, Write][] = [
    ['rename', (said, if_match) => sent('PATCH', path, { name: 'Renamed', ...said }, if_match)],
    ['replace', (said, if_match) => sent('PUT', path, { name: 'Replaced', color: '#b45309', ...said }, if_match)],
    ['move', (said, if_match) => sent('PATCH', path, { after_id: null, ...said }, if_match)],
    ['remove', ({ version }, if_match) => sent('DELETE', version === undefined ? path : `${path}?version=${version}`, undefined, if_match)],
  ]
  for (const [name, write] of writes) {
    const { version } = good(await nila.call(getList, { params }))
    expect([name, (await write({})).status]).toEqual([name, 428])
    const late = await write({ version: version + 1 })
    expect([name, late.status, late.body]).toEqual([name, 409, expect.objectContaining({ current: expect.objectContaining({ id: list.id, version }) })])
    expect([name, (await write({}, `"${version + 1}"`)).status]).toEqual([name, 409])
    expect(good(await nila.call(getList, { params })).version).toBe(version)
    expect([name, (await write({}, `"${version}"`)).status]).toEqual([name, name === 'remove' ? 204 : 200])
    expect(good(await nila.call(getList, { params })).version).toBe(version + 1)
  }
})

test('of many who rename one version of a list, one does', async () => {
  const list = await newList(asha, 'Raced')
  const params = { id: list.id }
  const said = await Promise.all(Array.from({ length: 20 }, (_, n) => asha.call(changeList, { params, body: { name: `Name ${n}`, version: 1 } })))
  expect(said.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)])
  const won = said.find(({ status }) => status === 200)
  expect(good(await asha.call(getList, { params }))).toMatchObject({ name: won?.data.name, version: 2 })
})

test('lists are put between their neighbours', async () => {
  const maya = await t.person('maya')
  const [a, b, c] = [await newList(maya, 'a'), await newList(maya, 'b'), await newList(maya, 'c')]
  const move = async (id: string, place: object) => {
    const { version } = good(await maya.call(getList, { params: { id } }))
    return maya.call(changeList, { params: { id }, body: { ...place, version } })
  }
  good(await move(c.id, { after_id: null }))
  expect(await names(maya)).toEqual(['c', 'a', 'b'])
  good(await move(a.id, { before_id: null }))
  expect(await names(maya)).toEqual(['c', 'b', 'a'])
  good(await move(a.id, { after_id: c.id }))
  expect(await names(maya)).toEqual(['c', 'a', 'b'])
  good(await move(c.id, { before_id: b.id }))
  expect(await names(maya)).toEqual(['a', 'c', 'b'])
  expect((await move(b.id, { after_id: newId() })).status).toBe(400)
  const pages = good(await maya.call(listLists, { query: { limit: 2 } }))
  expect(good(await maya.call(listLists, { query: { limit: 2, cursor: pages.next ?? '' } })).items.map(({ name }) => name)).toEqual(['b'])
})

test('a deleted list takes its todos to the trash, and restored it brings them back, but not what was there before', async () => {
  const list = await newList(asha, 'Trip')
  const early = await newTodo(asha, list.id, { title: 'early' })
  await asha.call(removeTodo, { params: { id: early.id }, query: { version: 1 } })
  const todo = await newTodo(asha, list.id, { title: 'with it' })
  const params = { id: list.id }
  // A retry after a lost answer does no harm.
  for (let n = 0; n < 2; n++) expect((await asha.call(removeList, { params, query: { version: 1 } })).status).toBe(204)
  expect(await names()).not.toContain('Trip')
  expect(await names(asha, 'true')).toEqual(['Trip'])
  // How many come back with it, as the trash says.
  expect(good(await asha.call(getList, { params }))).toMatchObject({ open_count: 1, todo_count: 1 })
  expect((await titles(asha, { trash: 'true' })).sort()).toEqual(['early', 'with it'])
  expect(good(await asha.call(getTodo, { params: { id: todo.id } })).deleted_at).not.toBeNull()
  expect((await asha.call(addTodo, { body: { list_id: list.id, title: 'x' } })).status).toBe(400)
  expect(good(await asha.call(restoreList, { params }))).toMatchObject({ open_count: 1, todo_count: 1 })
  expect(await titles(asha, { list_id: list.id })).toEqual(['with it'])
  expect(await titles(asha, { trash: 'true' })).toEqual(['early'])
})

test('moving a todo: to another list, between neighbours, never renumbering the others', async () => {
  const [from, to] = [await newList(asha, 'From'), await newList(asha, 'To')]
  const [a, b, c] = [await newTodo(asha, from.id, { title: 'a' }), await newTodo(asha, from.id, { title: 'b' }), await newTodo(asha, from.id, { title: 'c' })]
  const [x, y] = [await newTodo(asha, to.id, { title: 'x' }), await newTodo(asha, to.id, { title: 'y' })]
  good(await patch(asha, c, { after_id: a.id }))
  expect(await titles(asha, { list_id: from.id })).toEqual(['a', 'c', 'b'])
  const moved = good(await patch(asha, b, { list_id: to.id, before_id: y.id }))
  expect(await titles(asha, { list_id: to.id })).toEqual(['x', 'b', 'y'])
  good(await patch(asha, moved, { list_id: from.id }))
  expect(await titles(asha, { list_id: from.id })).toEqual(['a', 'c', 'b'])
  for (const one of [a, x, y]) expect(good(await asha.call(getTodo, { params: { id: one.id } }))).toEqual(one)
  expect((await patch(asha, a, { list_id: to.id, after_id: c.id })).status).toBe(400)
})

test('many put into the same gap at once stay distinct, and where they were put', async () => {
  const list = await newList(asha, 'Gap')
  const [first, last] = [await newTodo(asha, list.id, { title: 'first' }), await newTodo(asha, list.id, { title: 'last' })]
  const body = (n: number) => ({ list_id: list.id, title: `${n}`, ...(n % 2 === 0 ? { after_id: first.id } : { before_id: last.id }) })
  const made = await Promise.all(Array.from({ length: 40 }, (_, n) => asha.call(addTodo, { body: body(n) })))
  expect(new Set(made.map((one) => good(one, 201).position)).size).toBe(40)
  const order = await titles(asha, { list_id: list.id })
  expect([order.length, order[0], order[41]]).toEqual([42, 'first', 'last'])
  expect(await titles(asha, { list_id: list.id })).toEqual(order)
})

describe('limits', () => {
  test(`${most.lists} lists and no more, also when many are asked for at once`, async () => {
    const many = await t.person('many')
    for (let n = 0; n < most.lists - 3; n += 50) await Promise.all(Array.from({ length: Math.min(50, most.lists - 3 - n) }, () => newList(many)))
    const last = await Promise.all(Array.from({ length: 8 }, () => many.call(addList, { body: { name: 'x' } })))
    expect(last.map(({ status }) => status).sort()).toEqual([201, 201, 201, 400, 400, 400, 400, 400])
  })

  test(`${most.todos_in_list} todos in a list, ${most.open_todos} open ones`, async () => {
    const list = await newList(asha, 'Full')
    const set = (columns: object) =>
      t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.updateTable('task_lists').set(columns).where('id', '=', list.id).execute())
    await set({ todo_count: most.todos_in_list })
    expect((await asha.call(addTodo, { body: { list_id: list.id, title: 'x' } })).body).toHaveProperty('list_id')
    await set({ todo_count: 5, open_count: most.open_todos })
    expect((await asha.call(addTodo, { body: { list_id: list.id, title: 'x' } })).status).toBe(400)
    expect((await asha.call(addTodo, { body: { list_id: list.id, title: 'x', status: 'done' } })).status).toBe(201)
  })
})
