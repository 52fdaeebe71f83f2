import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import * as contract from '../../apps/chat/contract.ts'
import { roomWith, say, talker } from '../../apps/chat/tests/talkers.ts'
import { type OwnRedis, ownRedis } from '../kernel/own-redis.ts'
import { SocketClient } from './client.ts'

setDefaultTimeout(30_000)
type Talker = Awaited<ReturnType<typeof talker>>
let redis: OwnRedis
/** Two processes of one site. */
let nodes: [TestSite, TestSite]
let servers: ReturnType<typeof listen>[]
let asha: Talker
let ravi: Talker
let room_id: string
const open: SocketClient[] = []
beforeAll(async () => {
  redis = await ownRedis()
  const one = await testSite(apps, { environment: { REDIS_URL: redis.url } })
  nodes = [one, await testSite(apps, { environment: one.environment })]
  servers = nodes.map((node) => listen(node, { ...node.site.config, PORT: 0 }))
  ;[asha, ravi] = [await talker(one, 'asha'), await talker(one, 'ravi')]
  room_id = (await roomWith(asha, 'ravi')).id
  await say(asha, room_id, 'hello')
})
afterAll(async () => {
  for (const client of open) client.close()
  await nodes[1].stop()
  await nodes[0].end()
  await Promise.all(servers.map((server) => server.stop(true)))
  await redis.end()
})

async function tab(who: Talker, node: 0 | 1, path = '/ws/'): Promise<SocketClient> {
  const { port } = servers[node] ?? {}
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const client = await SocketClient.open(`ws://localhost:${port}${path}`, { cookie, origin: `http://localhost:${port}` })
  open.push(client)
  await client.next((frame) => frame.ready === true)
  // From here on it hears.
  client.send({ resume: client.frames[0]?.cursor })
  await client.next((frame) => frame.resumed === true)
  return client
}
const heard = (client: SocketClient, name: string) => client.frames.filter(({ event }) => event === name).map(({ data }) => data as Record<string, unknown>)
const next = (client: SocketClient, name: string, fits: (data: Record<string, unknown>) => boolean = () => true) =>
  client.next(({ event, data }) => event === name && fits(data as Record<string, unknown>))

async function onlineAt(node: 0 | 1): Promise<string[]> {
  const cookie = [...ravi.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return (await nodes[node].visitor({ headers: { cookie } }).call(contract.getPresence, {})).data.online
}

test('with tabs in two processes one is here from the first to the last, and the other one is told twice in all', async () => {
  const watching = await tab(ravi, 1)
  const first = await tab(asha, 0)
  await next(watching, 'chat.presence_changed', ({ online }) => online === true)
  // Processes hear each other on a line of their own.
  while (!(await onlineAt(1)).includes(asha.id)) await Bun.sleep(5)
  const [second, third] = [await tab(asha, 1), await tab(asha, 0)]
  expect((await ravi.call(contract.getPresence, {})).data.online).toEqual([asha.id])
  first.close()
  second.close()
  // News come in one order: what the closing of two tabs had told would be here before this.
  await say(asha, room_id, 'still here')
  await next(watching, 'chat.message_sent', ({ text }) => text === 'still here')
  expect(heard(watching, 'chat.presence_changed')).toEqual([{ user_id: asha.id, online: true }])
  third.close()
  await next(watching, 'chat.presence_changed', ({ online }) => online === false)
  expect(heard(watching, 'chat.presence_changed')).toHaveLength(2)
  expect((await ravi.call(contract.getPresence, {})).data.online).toEqual([])
  watching.close()
})

test('a message, an edit and a mark are in every tab of both, whichever process they are at; a joined one hears its room', async () => {
  const tabs = await Promise.all([tab(asha, 0), tab(asha, 1), tab(ravi, 0), tab(ravi, 1), tab(ravi, 1, `/ws/chat/${room_id}/`)])
  const { id, seq } = (await say(asha, room_id, 'tpyo')).data
  await asha.call(contract.editMessage, { params: { room_id, id }, body: { text: 'typo' } })
  await ravi.call(contract.markRead, { params: { room_id }, body: { seq } })
  for (const client of tabs) {
    await next(client, 'chat.marks_moved', (data) => data['user_id'] === ravi.id && data['read_seq'] === seq)
    expect(heard(client, 'chat.message_sent')).toMatchObject([{ id, seq, text: 'tpyo', sender: asha.id }])
    expect(heard(client, 'chat.message_changed')).toMatchObject([{ id, text: 'typo' }])
    client.close()
  }
})

test('that one writes only the other one hears, in every tab; nobody whom they have blocked', async () => {
  const [own, one, two] = await Promise.all([tab(asha, 0), tab(ravi, 0), tab(ravi, 1)])
  const type = () => asha.call(contract.tellTyping, { params: { room_id } })
  expect((await type()).status).toBe(204)
  for (const client of [one, two]) expect((await next(client, 'chat.typing')).data).toEqual({ room_id, user_id: asha.id })
  await say(asha, room_id, 'written')
  await next(own, 'chat.message_sent')
  expect(heard(own, 'chat.typing')).toEqual([])
  await ravi.call(contract.blockPerson, { params: { user_id: asha.id } })
  expect((await type()).status).toBe(403)
  expect(heard(two, 'chat.typing')).toHaveLength(1)
})

test('a session that ends at one process closes its socket at the other at once', async () => {
  const meera = await talker(nodes[0], 'meera')
  const there = await tab(meera, 1)
  const began = performance.now()
  expect((await meera.request('/auth/logout/', { method: 'POST' })).status).toBeLessThan(300)
  expect((await there.end(3000)).code).toBe(4401)
  expect(performance.now() - began).toBeLessThan(3000)
})
