import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { roomWith, say, talker } from '../../apps/chat/tests/talkers.ts'
import { type OwnRedis, ownRedis } from '../kernel/own-redis.ts'
import { SocketClient } from './client.ts'

setDefaultTimeout(60_000)
let redis: OwnRedis
let t: TestSite
let server: ReturnType<typeof listen>
let asha: Awaited<ReturnType<typeof talker>>
let ravi: Awaited<ReturnType<typeof talker>>
let room_id: string
const clients: SocketClient[] = []
beforeAll(async () => {
  redis = await ownRedis()
  t = await testSite(apps, { environment: { REDIS_URL: redis.url } })
  server = listen(t, { ...t.site.config, PORT: 0 })
  ;[asha, ravi] = [await talker(t, 'asha'), await talker(t, 'ravi')]
  room_id = (await roomWith(asha, 'ravi')).id
  await say(asha, room_id, 'before')
})
afterAll(async () => {
  for (const client of clients) client.close()
  await t.end()
  await server.stop(true)
  await redis.end()
})

async function tab(who: typeof asha): Promise<SocketClient> {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const client = await SocketClient.open(`ws://localhost:${server.port}/ws/`, { cookie, origin: `http://localhost:${server.port}` })
  clients.push(client)
  const { cursor } = await client.next((frame) => frame.ready === true)
  client.send({ resume: cursor })
  await client.next((frame) => frame.resumed === true)
  return client
}

test('when Redis has lost its memory all are told to read anew by turns, each once, and hear nothing before that', async () => {
  const all: SocketClient[] = []
  for (let n = 0; n < 40; n++) all.push(await tab(n % 2 ? asha : ravi))
  const told_at = new Map<SocketClient, number>()
  const watched = all.map(async (client) => {
    await client.next((frame) => frame.reload === true, 30_000)
    told_at.set(client, performance.now())
  })
  await redis.kill()
  await redis.restart()
  // Told while some still wait for their turn.
  while (told_at.size === 0) await Bun.sleep(5)
  await say(asha, room_id, 'meanwhile')
  await Promise.all(watched)
  await say(asha, room_id, 'after')
  for (const client of all) await client.next(({ data }) => (data as { text?: string } | undefined)?.text === 'after', 20_000)
  for (const { frames } of all) {
    const reload = frames.findIndex((frame) => frame.reload)
    expect(frames.filter((frame) => frame.reload)).toHaveLength(1)
    expect(frames.findIndex(({ event }) => event === 'chat.message_sent')).toBeGreaterThan(reload)
  }
  const times = [...told_at.values()]
  // Forty turns with a pause after each; a pause may be longer, never shorter.
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(1000)
})
