import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { apps } from '#apps'
import { liveEvent } from '#contract/event.ts'
import { defineApp } from '#server/app.ts'
import { listen } from '#server/listen.ts'
import { announce } from '#server/realtime/announce.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { SocketClient } from './client.ts'
import { opcodes, RawClient, wire } from './raw-client.ts'

const shouted = liveEvent('shouts.shouted', z.object({ n: z.int(), noise: z.string() }))
const shouts = defineApp({ name: 'shouts', events: [shouted] })

let t: TestSite
let server: ReturnType<typeof listen>
let asha: Visitor
let asha_id: string
const raw: RawClient[] = []
const clients: SocketClient[] = []
beforeAll(async () => {
  t = await testSite([...apps, shouts])
  server = listen(t, { ...t.site.config, PORT: 0 })
  asha = await t.person('asha')
  asha_id = (await t.site.store.db.selectFrom('users').select('id').where('username', '=', 'asha').executeTakeFirstOrThrow()).id
})
afterEach(() => {
  for (const client of [...raw.splice(0), ...clients.splice(0)]) client.close()
})
afterAll(async () => {
  await t.end()
  await server.stop(true)
})

const headers = () => ({ cookie: [...asha.cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: `http://localhost:${server.port}` })
const port = () => server.port ?? 0
async function connect(more: Record<string, string> = {}): Promise<RawClient> {
  const client = await RawClient.open(port(), { ...headers(), ...more })
  raw.push(client)
  await client.until(({ received }) => received.includes('"ready":true'))
  return client
}
async function neighbour(): Promise<SocketClient> {
  const client = await SocketClient.open(`ws://localhost:${port()}/ws/`, headers())
  clients.push(client)
  await client.next((frame) => frame.ready === true)
  return client
}
const call = '{"ref":"here","endpoint":"accounts.get_me"}'
const half = Math.floor(call.length / 2)

test('compression is not agreed to, since beside secrets it tells their length', async () => {
  const client = await connect({ 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' })
  const [head = ''] = client.received.split('\r\n\r\n')
  expect(head).toStartWith('HTTP/1.1 101')
  expect(head.toLowerCase()).not.toContain('sec-websocket-extensions')
})

test('who asks whether the line is alive is answered, by a frame and by the protocol itself', async () => {
  const client = await connect()
  client.send(wire({ opcode: opcodes.text, payload: '{"ping":7}' }), wire({ opcode: opcodes.ping, payload: 'are you there' }))
  await client.until(({ received }) => received.includes('{"pong":7}') && received.includes('are you there'))
})

describe('frames in pieces', () => {
  test('are one frame when they are put together right, with a ping in between', async () => {
    const client = await connect()
    client.send(
      wire({ opcode: opcodes.text, final: false, payload: call.slice(0, half) }),
      wire({ opcode: opcodes.ping, payload: 'still there?' }),
      wire({ opcode: opcodes.continuation, payload: call.slice(half) }),
    )
    await client.until(({ received }) => received.includes('"ref":"here","status":200') && received.includes('still there?'))
  })
  test('arrive byte by byte as well', async () => {
    const client = await connect()
    for (const byte of wire({ opcode: opcodes.text, payload: call })) {
      client.send(new Uint8Array([byte]))
      await Bun.sleep(1)
    }
    await client.until(({ received }) => received.includes('"ref":"here","status":200'))
  })
})

/** Each ends the socket that says it, and no other. */
const wrong: [string, () => Uint8Array[]][] = [
  [
    '64 KiB and a byte, in pieces',
    () => Array.from({ length: 5 }, (_, i) => wire({ opcode: i === 0 ? opcodes.text : 0, final: false, payload: 'x'.repeat(13_108) })),
  ],
  ['pieces without end', () => Array.from({ length: 70 }, (_, i) => wire({ opcode: i === 0 ? opcodes.text : 0, final: false, payload: 'x'.repeat(1000) }))],
  ['a piece of nothing', () => [wire({ opcode: opcodes.continuation, payload: call })]],
  ['a second beginning', () => [wire({ opcode: opcodes.text, final: false, payload: '{' }), wire({ opcode: opcodes.text, payload: call })]],
  ['a length of exabytes', () => [wire({ opcode: opcodes.text, payload: '{', claimed: 0x7fff_ffff_ffff_ffffn })]],
  ['a negative length', () => [wire({ opcode: opcodes.text, payload: '{', claimed: 0xffff_ffff_ffff_ffffn })]],
  ['no UTF-8', () => [wire({ opcode: opcodes.text, payload: new Uint8Array([0x22, 0xc3, 0x28, 0x22]) })]],
  ['compressed though nobody agreed to it', () => [wire({ opcode: opcodes.text, reserved_bits: 4, payload: call })]],
  ['reserved bits', () => [wire({ opcode: opcodes.text, reserved_bits: 3, payload: call })]],
  ['an unknown opcode', () => [wire({ opcode: 5, payload: call })]],
  ['a ping in pieces', () => [wire({ opcode: opcodes.ping, final: false, payload: 'x' })]],
  ['a ping of 126 bytes', () => [wire({ opcode: opcodes.ping, payload: 'x'.repeat(126) })]],
  ['a close with half a code', () => [wire({ opcode: opcodes.close, payload: new Uint8Array([3]) })]],
  ['HTTP once more', () => [new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')]],
]

describe('broken frames end in a close', () => {
  for (const [name, frames] of wrong)
    test(name, async () => {
      const other = await neighbour()
      const client = await connect()
      client.send(...frames())
      await client.until(({ closed_at }) => closed_at !== undefined)
      expect((await other.call('accounts.get_me')).status).toBe(200)
    })
})

test('a reader that is slower than its news is dropped; others hear all of them', async () => {
  const other = await neighbour()
  const slow = await connect()
  const before = t.server.hub.size
  slow.pause()
  const noise = 'x'.repeat(50_000)
  const count = 400
  for (let n = 1; n <= count; n++) {
    announce(t.site, shouted, [asha_id], { n, noise })
    // What is meant to be slow is the one, not the other.
    if (n % 20 === 0) await other.next(({ data }) => (data as { n?: number } | undefined)?.n === n, 20_000)
  }
  for (const end = Date.now() + 10_000; t.server.hub.size >= before && Date.now() < end; ) await Bun.sleep(20)
  expect(t.server.hub.size).toBe(before - 1)
  expect(other.frames.filter(({ event }) => event === shouted.name).map(({ data }) => (data as { n: number }).n)).toEqual(
    Array.from({ length: count }, (_, i) => i + 1),
  )
  expect((await other.call('accounts.get_me')).status).toBe(200)
})
