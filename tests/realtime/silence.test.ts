import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { roomWith, say, talker } from '../../apps/chat/tests/talkers.ts'
import { SocketClient } from './client.ts'
import { opcodes, RawClient, wire } from './raw-client.ts'

setDefaultTimeout(60_000)
const headersOf = (who: { cookies: Map<string, string> }) => ({
  cookie: [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  origin: `http://localhost:${server.port}`,
})
let t: TestSite
let server: ReturnType<typeof listen>
let nobody: RawClient
let talks: RawClient
let lost: RawClient
let partner: SocketClient
let ravi_id: string
/** All wait for the same half minute of real time: the runtime's own clock closes sockets, and no test can move that. */
beforeAll(async () => {
  t = await testSite(apps)
  server = listen(t, { ...t.site.config, PORT: 0 })
  const [asha, ravi] = [await talker(t, 'asha'), await talker(t, 'ravi')]
  ravi_id = ravi.id
  await say(asha, (await roomWith(asha, 'ravi')).id, 'hello')
  const port = server.port ?? 0
  partner = await SocketClient.open(`ws://localhost:${port}/ws/`, headersOf(asha))
  await partner.next((frame) => frame.ready === true)
  // Like a network that is gone: it answers no ping, and says no goodbye.
  lost = await RawClient.open(port, headersOf(ravi))
  ;[nobody, talks] = [await RawClient.open(port), await RawClient.open(port)]
})
afterAll(async () => {
  for (const client of [nobody, talks, lost, partner]) client.close()
  await t.end()
  await server.stop(true)
})

test('whoever has not signed in after ten seconds is let go, though it talks', async () => {
  const asking = setInterval(() => talks.send(wire({ opcode: opcodes.text, payload: '{"ref":1,"endpoint":"accounts.get_me"}' })), 1000)
  for (const client of [nobody, talks]) {
    await client.until(({ closed_at }) => closed_at !== undefined, 20_000)
    const waited = (client.closed_at ?? 0) - client.opened_at
    expect(waited).toBeGreaterThan(9000)
    expect(waited).toBeLessThan(15_000)
  }
  clearInterval(asking)
  expect(talks.received).toContain('"unauthenticated"')
  expect(talks.received).not.toContain('"status"')
})

test('whose network is lost is gone within thirty seconds, and the other one is told', async () => {
  const online = (is: boolean) => partner.next(({ event, data }) => event === 'chat.presence_changed' && (data as { online: boolean }).online === is, 40_000)
  expect((await online(true)).data).toMatchObject({ user_id: ravi_id })
  expect((await online(false)).data).toMatchObject({ user_id: ravi_id })
  expect(Date.now() - lost.opened_at).toBeLessThan(31_000)
})
