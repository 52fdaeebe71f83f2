import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { limits } from '#server/http/limits.ts'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import * as contract from '../../apps/chat/contract.ts'
import { roomWith, talker } from '../../apps/chat/tests/talkers.ts'
import { SocketClient } from './client.ts'

setDefaultTimeout(30_000)
type Talker = Awaited<ReturnType<typeof talker>>
let t: TestSite
let server: ReturnType<typeof listen>
let asha: Talker
let ravi: Talker
let room_id: string
const clients: SocketClient[] = []
beforeAll(async () => {
  t = await testSite(apps)
  ;[asha, ravi] = [await talker(t, 'asha'), await talker(t, 'ravi')]
  room_id = (await roomWith(asha, 'ravi')).id
  await t.stop()
  t = await testSite(apps, { environment: { ...t.environment, RATE_LIMITS: 'on' } })
  server = listen(t, { ...t.site.config, PORT: 0 })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await t.end()
  await server.stop(true)
})

const headersOf = (who: Talker) => ({
  cookie: [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  origin: `http://localhost:${server.port}`,
})
async function tab(who: Talker): Promise<SocketClient> {
  const client = await SocketClient.open(`ws://localhost:${server.port}/ws/`, headersOf(who))
  clients.push(client)
  await client.next((frame) => frame.ready === true)
  return client
}
const overHttp = (who: Talker) => fetch(`http://localhost:${server.port}/api/chat/rooms/${room_id}`, { headers: headersOf(who) })

test('calls over the socket and over HTTP count against one limit, whichever socket brings them', async () => {
  const [one, two] = [await tab(asha), await tab(asha)]
  let [passed, refused] = [0, 0]
  const began = performance.now()
  while (refused === 0 && passed < limits.account.burst * 2) {
    const answers = await Promise.all([one, two].flatMap((client) => Array.from({ length: 20 }, () => client.call('chat.get_room', { params: { room_id } }))))
    passed += answers.filter(({ status }) => status === 200).length
    for (const frame of answers.filter(({ status }) => status !== 200)) {
      refused++
      expect(frame).toMatchObject({ status: 429, retry_after: expect.any(Number), body: expect.any(Object) })
    }
  }
  const came_back = Math.ceil(((performance.now() - began) / 60_000) * limits.account.count)
  expect(passed).toBeGreaterThanOrEqual(limits.account.burst)
  expect(passed).toBeLessThanOrEqual(limits.account.burst + came_back)
  // Used up as fast as it comes back, so that HTTP meets the same empty allowance.
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await overHttp(asha)).status))
  expect(statuses).toContain(429)
  expect((await overHttp(ravi)).status).toBe(200)
})

test('an endpoint’s own limit holds over the socket too', async () => {
  const client = await tab(ravi)
  const answers = []
  for (let n = 0; n < 62; n++) answers.push(await client.call(contract.tellTyping.name, { params: { room_id } }))
  const statuses = answers.map(({ status }) => status)
  expect(statuses[0]).toBe(204)
  expect(statuses).toContain(429)
})
