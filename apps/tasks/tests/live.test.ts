import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import type { List } from '../contract/lists.ts'
import { newList, newTodo, patch } from './people.ts'

let t: TestSite
let server: ReturnType<typeof listen>
let asha: Visitor
let ravi: Visitor
let list: List
beforeAll(async () => {
  t = await testSite(apps)
  server = listen(t, { ...t.site.config, PORT: 0 })
  ;[asha, ravi] = [await t.person('asha'), await t.person('ravi')]
  list = await newList(asha)
})
afterAll(async () => {
  await t.end()
  await server.stop(true)
})

type Frame = Record<string, unknown>
interface Tab {
  frames: (Frame & { at: number })[]
  send(frame: object): void
  until(fits: (frame: Frame) => boolean): Promise<Frame & { at: number }>
  close(): void
}

async function tab(who: Visitor): Promise<Tab> {
  const origin = `http://localhost:${server.port}`
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ws = new WebSocket(`ws://localhost:${server.port}/ws/`, { headers: { cookie, origin } } as unknown as string[])
  const frames: Tab['frames'] = []
  const waiting = new Set<() => void>()
  ws.onmessage = ({ data }) => {
    frames.push({ ...(JSON.parse(String(data)) as Frame), at: performance.now() })
    for (const look of waiting) look()
  }
  const until = (fits: (frame: Frame) => boolean) =>
    new Promise<Tab['frames'][number]>((done, failed) => {
      const late = setTimeout(() => failed(new Error(`nothing came; heard ${JSON.stringify(frames)}`)), 5000)
      const look = () => {
        const found = frames.find(fits)
        if (!found) return
        clearTimeout(late)
        waiting.delete(look)
        done(found)
      }
      waiting.add(look)
      look()
    })
  const made = { frames, until, send: (frame: object) => ws.send(JSON.stringify(frame)), close: () => ws.close() }
  await until(({ ready }) => ready === true)
  // News begin a moment after `ready`, so that a client that was away can say where it stopped.
  await Bun.sleep(150)
  return made
}

test('every tab of the owner hears of a change within 200 ms, with the whole todo; nobody else hears anything', async () => {
  const [one, two, other] = [await tab(asha), await tab(asha), await tab(ravi)]
  const todo = await newTodo(asha, list.id)
  const taken: number[] = []
  for (let n = 0; n < 5; n++) {
    const start = performance.now()
    const { data } = await patch(asha, { id: todo.id, version: n + 1 }, { title: `Change ${n}` })
    for (const { until } of [one, two]) {
      const heard = await until(({ event, data: told }) => event === 'tasks.todo_changed' && (told as { version: number }).version === n + 2)
      expect(heard['data']).toEqual(data)
      taken.push(heard.at - start)
    }
  }
  // Of some the machine may be busy with something else.
  expect(taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)]).toBeLessThan(200)
  expect(
    one.frames
      .filter(({ event }) => event)
      .map(({ event }) => event)
      .slice(0, 3),
  ).toEqual(['tasks.list_changed', 'tasks.todo_added', 'tasks.todo_changed'])
  expect(other.frames.filter(({ event }) => event !== undefined)).toEqual([])
  for (const each of [one, two, other]) each.close()
})

test('endpoints work over the socket: read, write by field, and a stale write with the present todo', async () => {
  const own = await tab(asha)
  const call = (ref: number, endpoint: string, rest: object) => {
    own.send({ ref, endpoint, ...rest })
    return own.until((frame) => frame['ref'] === ref)
  }
  const added = await call(1, 'tasks.add_todo', { body: { list_id: list.id, title: 'By socket' } })
  expect(added).toMatchObject({ status: 201, body: { title: 'By socket', version: 1 } })
  const params = { id: (added['body'] as { id: string }).id }
  expect(await call(2, 'tasks.change_todo', { params, body: { title: 'x' } })).toMatchObject({ status: 428 })
  expect(await call(3, 'tasks.change_todo', { params, body: { title: 'Changed', version: 1 } })).toMatchObject({ status: 200, body: { version: 2 } })
  expect(await call(4, 'tasks.change_todo', { params, body: { title: 'y', version: 1 } })).toMatchObject({
    status: 409,
    body: { current: { title: 'Changed' } },
  })
  expect(await call(5, 'tasks.list_todos', { query: { list_id: list.id, q: 'changed' } })).toMatchObject({ status: 200, body: { results: [{ version: 2 }] } })
  expect(await call(6, 'tasks.export_list', { params: { id: list.id } })).toMatchObject({ status: 404 })
  own.close()
})

test('an import with a name tells its owner how far it is, batch by batch', async () => {
  const [own, others] = [await tab(asha), await tab(ravi)]
  const run = crypto.randomUUID()
  const file = `title\n${Array.from({ length: 1200 }, (_, n) => `Row ${n}\n`).join('')}`
  const into = await newList(asha, 'Imported')
  const answer = await asha.request(`/api/lists/${into.id}/import/?run=${run}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file })
  expect(await answer.json()).toMatchObject({ created: 1200 })
  await own.until(({ event, data }) => event === 'tasks.import_moved' && (data as { done: number }).done === 1200)
  expect(own.frames.filter(({ event }) => event === 'tasks.import_moved').map(({ data }) => data)).toEqual(
    [500, 1000, 1200].map((done) => ({ run, done, all: 1200 })),
  )
  expect(others.frames.filter(({ event }) => event === 'tasks.import_moved')).toEqual([])
  own.close()
  others.close()
})
