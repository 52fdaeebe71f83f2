import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { addressOf, takes } from '#contract/endpoint.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as contract from '../contract.ts'
import { routes } from '../server/routes.ts'
import { history, roomWith, say, talker } from './talkers.ts'

let t: TestSite
let asha: Awaited<ReturnType<typeof talker>>
let meera: Visitor
let room_id: string
let message_id: string
beforeAll(async () => {
  t = await testSite(apps)
  ;[asha, meera] = [await talker(t, 'asha'), await talker(t, 'meera')]
  await talker(t, 'ravi')
  room_id = (await roomWith(asha, 'ravi')).id
  message_id = (await say(asha, room_id, 'between the two of us')).data.id
})
afterAll(() => t.end())

const of_rooms = routes.all.filter(({ endpoint }) => endpoint.path.includes(':room_id'))

/** Status and body, without what differs by itself. */
async function ask(who: Visitor, { endpoint }: (typeof of_rooms)[number], room: string, id: string) {
  const path = addressOf(endpoint, { params: { room_id: room, id, message_id: id } })
  const json = endpoint.accepts === 'json' && takes(endpoint.body)
  const response = await who.request(path, {
    method: endpoint.method,
    ...(json && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(endpoint.example ?? {}) }),
  })
  return { status: response.status, body: await response.text() }
}

test('every endpoint of a room is tried', () => {
  expect(of_rooms.length).toBeGreaterThanOrEqual(9)
})

for (const route of of_rooms)
  test(`${route.endpoint.name}: a stranger’s room answers as one that does not exist, and so does what is no id`, async () => {
    const theirs = await ask(meera, route, room_id, message_id)
    expect(await ask(meera, route, Bun.randomUUIDv7(), message_id)).toEqual(theirs)
    expect(await ask(meera, route, Bun.randomUUIDv7(), Bun.randomUUIDv7())).toEqual(theirs)
    expect(await ask(meera, route, 'x', message_id)).toEqual(theirs)
    if (route.endpoint.accepts === 'json') expect(theirs.status).toBe(404)
  })

test('what names rooms elsewhere tells nothing either', async () => {
  const search = (of: string) => meera.call(contract.searchMessages, { query: { q: 'between', room_id: of } })
  expect((await search(room_id)).body).toEqual((await search(Bun.randomUUIDv7())).body)
  expect((await search(room_id)).status).toBe(404)
  const mark = (of: string) => meera.call(contract.markDelivered, { body: { rooms: [{ room_id: of, seq: 1 }] } })
  expect((await mark(room_id)).status).toBe((await mark(Bun.randomUUIDv7())).status)
})

test('nothing of it changed the room, and its id cannot be taken away from its messages', async () => {
  const { results, last_seq } = await history(asha, room_id)
  expect(results.map(({ text }) => text)).toEqual(['between the two of us'])
  expect(last_seq).toBe(1)
  // The id of another room's message is free in one's own: an answer that differed would tell that it exists.
  const own = await roomWith(meera, 'ravi')
  expect((await say(meera, own.id, 'mine', message_id)).status).toBe(201)
})
