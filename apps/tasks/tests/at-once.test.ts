import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getList, type List } from '../contract/lists.ts'
import { addTodo, changeTodo, getTodo } from '../contract/todos.ts'
import { good, newList, newTodo, patch, titles } from './people.ts'

setDefaultTimeout(120_000)
let t: TestSite
let asha: Visitor
let list: List
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  list = await newList(asha)
})
afterAll(() => t.end())

// The promise speaks of 100 rounds of 50: here 20 of 50, which takes seconds.
const rounds = 20
const writers = 50

test(`${rounds} rounds of ${writers} edits of one version: one succeeds, the others are told what there is now`, async () => {
  let todo = await newTodo(asha, list.id)
  for (let round = 0; round < rounds; round++) {
    const answers = await Promise.all(Array.from({ length: writers }, (_, n) => patch(asha, todo, { title: `Round ${round}, writer ${n}` })))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    todo = good(won[0] as (typeof answers)[number])
    for (const { status, body } of answers)
      if (status !== 200) expect({ status, current: (body as { current: unknown }).current }).toEqual({ status: 409, current: todo })
  }
  expect(todo.version).toBe(rounds + 1)
  const entries = await t.site.store.db.selectFrom('audit_entries').select('id').where('object_id', '=', todo.id).execute()
  expect(entries).toHaveLength(rounds + 1)
})

test('lost updates: 50 clients count up in a title by reading, changing and writing; the sum is right', async () => {
  const { id } = await newTodo(asha, list.id, { title: '0' })
  const increments = 4
  const client = async () => {
    for (let done = 0; done < increments; ) {
      const seen = good(await asha.call(getTodo, { params: { id } }))
      const { status } = await asha.call(changeTodo, { params: { id }, body: { title: `${Number(seen.title) + 1}`, version: seen.version } })
      if (status === 200) done++
      else expect(status).toBe(409)
    }
  }
  await Promise.all(Array.from({ length: 50 }, client))
  const last = good(await asha.call(getTodo, { params: { id } }))
  expect([last.title, last.version]).toEqual([`${50 * increments}`, 50 * increments + 1])
})

test('adds, moves, removals and bulk at once leave the counts of every list right', async () => {
  const lists = [await newList(asha, 'a'), await newList(asha, 'b'), await newList(asha, 'c')]
  const work = async (n: number) => {
    const own = lists[n % 3] as List
    const todo = await newTodo(asha, own.id, { title: `${n}`, status: n % 4 === 0 ? 'done' : 'todo' })
    const moved = good(await patch(asha, todo, { list_id: (lists[(n + 1) % 3] as List).id, status: n % 5 === 0 ? 'cancelled' : 'in_progress' }))
    if (n % 2 === 0) await asha.request(`/api/todos/${todo.id}/?version=${moved.version}`, { method: 'DELETE' })
    if (n % 6 === 0) await asha.request(`/api/todos/${todo.id}/restore/`, { method: 'POST' })
  }
  await Promise.all(Array.from({ length: 45 }, (_, n) => work(n)))
  for (const { id } of lists) {
    const { open_count, todo_count } = good(await asha.call(getList, { params: { id } }))
    expect([open_count, todo_count]).toEqual([(await titles(asha, { list_id: id, completed: 'false' })).length, (await titles(asha, { list_id: id })).length])
  }
})

const send = (body: object, key: string, who = asha) =>
  who.request('/api/todos/', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body) })

test('Idempotency-Key: twenty at once are one todo and one answer; another body is a conflict; a refused call may be tried again', async () => {
  const own = await newList(asha, 'Keys')
  const body = { list_id: own.id, title: 'Once' }
  const key = newId()
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(body, key)))
  const bodies = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual(new Array(20).fill(201))
  expect(new Set(bodies).size).toBe(1)
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19)
  expect(await titles(asha, { list_id: own.id })).toEqual(['Once'])
  expect((await send({ ...body, title: 'Other' }, key)).status).toBe(409)
  expect((await send({ ...body, title: '' }, 'a-refused-one')).status).toBe(400)
  expect((await send(body, 'a-refused-one')).status).toBe(201)
  expect((await send(body, 'ü')).status).toBe(400)
  // A key is its owner's, and its endpoint's.
  const ravi = await t.person('ravi')
  expect((await send({ list_id: (await newList(ravi)).id, title: 'Mine' }, key, ravi)).status).toBe(201)
  t.pass(25 * 3_600_000)
  expect((await send({ ...body, title: 'A day later' }, key)).status).toBe(201)
})

test('without a key the id that the client made does the same', async () => {
  const own = await newList(asha, 'Ids')
  const body = { id: newId(), list_id: own.id, title: 'Once' }
  const made = await Promise.all(Array.from({ length: 20 }, () => asha.call(addTodo, { body })))
  expect(new Set(made.map((one) => JSON.stringify(good(one, 201)))).size).toBe(1)
  expect(good(await asha.call(getList, { params: { id: own.id } })).todo_count).toBe(1)
})
