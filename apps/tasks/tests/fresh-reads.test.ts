import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getList, type List, listLists } from '../contract/lists.ts'
import { changeTodo, listTodos, type Todo } from '../contract/todos.ts'
import { good, newList, newTodo } from './people.ts'

setDefaultTimeout(60_000)
const people = 8
const clients_each = 8
/** The half minute by `FRESH_SECONDS=30`. */
const seconds = Number(process.env['FRESH_SECONDS'] ?? 3)

let sites: TestSite[]
beforeAll(async () => {
  const first = await testSite(apps)
  // In a cluster the clients go to two processes by turns; SQLite has one.
  const url = first.environment['DATABASE_URL']
  sites = url ? [first, await testSite(apps, { environment: { ...first.environment } as Record<string, string> })] : [first]
})
afterAll(async () => {
  const [first, second] = sites
  await second?.end()
  await first?.end()
})

/** The same person at the other process: the same cookies. */
async function everywhere(name: string): Promise<Visitor[]> {
  const [first, ...others] = sites as [TestSite, ...TestSite[]]
  const visitor = await first.person(name)
  return [
    visitor,
    ...(await Promise.all(
      others.map((site) => {
        const there = site.visitor()
        for (const [cookie, value] of visitor.cookies) there.cookies.set(cookie, value)
        return there.withCsrf()
      }),
    )),
  ]
}

interface Person {
  doors: Visitor[]
  list: List
  todo: Todo
  /** The newest that any of the person's clients has been told of. */
  acknowledged: number
}

const any = <T>(of: T[]) => of[Math.floor(Math.random() * of.length)] as T

async function write(person: Person): Promise<void> {
  const { status, data, body } = await any(person.doors).call(changeTodo, {
    params: { id: person.todo.id },
    body: { title: `${person.todo.version}`, version: person.todo.version },
  })
  if (status === 200) person.todo = data
  else person.todo = (body as { current: Todo }).current
  person.acknowledged = Math.max(person.acknowledged, person.todo.version)
}

async function read(person: Person): Promise<void> {
  const told = person.acknowledged
  const query = any([{ list_id: person.list.id }, {}, { status: 'todo' }, { q: 'x', limit: 1 }, { limit: 5, ordering: 'title' as const }])
  const { items } = good(await any(person.doors).call(listTodos, { query }))
  const shown = items.find(({ id }) => id === person.todo.id)
  if (!('q' in query) && (shown?.version ?? 0) < told) throw new Error(`saw version ${shown?.version} after ${told} had been acknowledged`)
}

test(`64 clients that read and write at random for ${seconds} s never read a state older than what they were told of`, async () => {
  const all: Person[] = []
  for (let n = 0; n < people; n++) {
    const doors = await everywhere(`person${n}`)
    const list = await newList(any(doors))
    all.push({ doors, list, todo: await newTodo(any(doors), list.id), acknowledged: 1 })
  }
  const until = Date.now() + seconds * 1000
  let calls = 0
  const client = async (person: Person) => {
    while (Date.now() < until) {
      await (Math.random() < 0.3 ? write(person) : read(person))
      calls++
    }
  }
  await Promise.all(all.flatMap((person) => Array.from({ length: clients_each }, () => client(person))))
  expect(calls).toBeGreaterThan(100)
  for (const { acknowledged } of all) expect(acknowledged).toBeGreaterThan(2)
})

test('a read that nothing has changed is kept; a write by any process ends it; its tag saves sending it again', async () => {
  const doors = await everywhere('keeper')
  const [here] = doors as [Visitor, ...Visitor[]]
  const list = await newList(here)
  const get = (who: Visitor, tag?: string) => who.request(`/api/lists/${list.id}/`, { headers: tag ? { 'if-none-match': tag } : {} })
  const tag = (await get(here)).headers.get('etag') ?? ''
  expect(tag).toMatch(/^W\/"\w+"$/)
  const known = await get(here, tag)
  expect([known.status, await known.text()]).toEqual([304, ''])
  await newTodo(any(doors), list.id)
  const changed = await get(here, tag)
  expect([changed.status, ((await changed.json()) as List).open_count]).toEqual([200, 1])
  for (const door of doors) expect(good(await door.call(getList, { params: { id: list.id } })).open_count).toBe(1)
  expect((await here.request('/api/lists/', { headers: { 'if-none-match': '*' } })).status).toBe(304)
  expect((await here.request('/api/lists/?limit=0', { headers: { 'if-none-match': '*' } })).status).toBe(400)
  expect(good(await here.call(listLists, {})).items).toHaveLength(1)
})
