import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { apps } from '#apps'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { liveEvent } from '#contract/event.ts'
import { defineApp } from '#server/app.ts'
import { user } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { type Frame, SocketClient } from './client.ts'

const said = liveEvent('rooms.said', z.object({ room_id: z.string(), n: z.int() }))
const say = endpoint({
  name: 'rooms.say',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/rooms/:room',
  summary: 'Says something to oneself',
  body: z.strictObject({ n: z.int(), wait_ms: z.int().optional() }),
  returns: z.object({ n: z.int() }),
  status: 201,
})
let gate = Promise.withResolvers<void>()
const rooms = defineApp({
  name: 'rooms',
  events: [said],
  mayJoin: async (_, user_id, room_id) => {
    if (room_id.startsWith('slow-')) await gate.promise
    return room_id === `of-${user_id}` || room_id === `slow-${user_id}`
  },
  routes: new Routes().on(say, user, async ({ write, caller, params, body }) => {
    if (body.wait_ms) await Bun.sleep(body.wait_ms)
    await write(async (tx) => tx.publish(said, [caller.id], { room_id: params.room, n: body.n }))
    return { n: body.n }
  }),
})

let t: TestSite
let server: ReturnType<typeof listen>
let asha: Visitor
let ravi: Visitor
let asha_id: string
const open: SocketClient[] = []
beforeAll(async () => {
  t = await testSite([...apps, rooms])
  server = listen(t, { ...t.site.config, PORT: 0 })
  ;[asha, ravi] = [await t.person('asha'), await t.person('ravi')]
  asha_id = await idOf('asha')
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
})
afterAll(async () => {
  await t.end()
  await server.stop(true)
})

const idOf = async (name: string) => (await t.site.store.db.selectFrom('users').select('id').where('username', '=', name).executeTakeFirstOrThrow()).id
const origin = () => `http://localhost:${server.port}`
const cookieOf = (who: Visitor) => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
async function connect(headers: Record<string, string> = {}, path = '/ws/'): Promise<SocketClient> {
  const client = await SocketClient.open(`ws://localhost:${server.port}${path}`, headers)
  open.push(client)
  return client
}
const as = async (who: Visitor, path?: string) => connect({ cookie: cookieOf(who), origin: origin() }, path)
const ready = async (client: SocketClient) => (await client.next((frame) => frame.ready === true)).cursor ?? ''
const heard = (client: SocketClient) => client.frames.filter(({ event }) => event === said.name).map(({ data }) => (data as { n: number }).n)
const tell = (n: number, who = asha, room = 'r') => who.call(say, { params: { room }, body: { n } })
async function tokenOf(who: string): Promise<string> {
  const answer = await t.visitor().request('/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: who, password: 'Peepal-tree-7' }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

describe('signing in', () => {
  test('by the cookie of our own page', async () => {
    expect(await ready(await as(asha))).not.toBe('')
  })
  test('by a first frame', async () => {
    const client = await connect()
    client.send({ auth: await tokenOf('ravi') })
    await ready(client)
  })
  test('by a header', async () => {
    await ready(await connect({ authorization: `Bearer ${await tokenOf('ravi')}` }))
  })
  test('never by the address', async () => {
    const client = await connect({}, `/ws/?token=${await tokenOf('ravi')}`)
    expect((await client.call('accounts.get_me')).error?.code).toBe('unauthenticated')
  })
  test('a bad credential is told so and let go', async () => {
    const client = await connect()
    client.send({ auth: 'a'.repeat(64) })
    expect((await client.next((frame) => frame.error !== undefined)).error?.code).toBe('unauthenticated')
    expect((await client.end()).code).toBe(4401)
  })
  test('another site cannot open one with our visitor’s cookie', async () => {
    for (const from of ['https://evil.example', 'null', `http://localhost.evil.example:${server.port}`, `http://sub.localhost:${server.port}`]) {
      const client = await connect({ cookie: cookieOf(asha), origin: from })
      expect(client.closed).toBeDefined()
      expect(client.frames).toEqual([])
    }
    expect((await connect({ cookie: cookieOf(asha) })).closed).toBeDefined()
  })
  test('a plain request is told to upgrade', async () => {
    const refused = await fetch(`${origin()}/ws/`)
    expect([refused.status, refused.headers.get('upgrade')]).toEqual([426, 'websocket'])
    expect((await fetch(`${origin()}/ws/nowhere/1/`)).status).toBe(404)
  })
})

describe('calls', () => {
  test('are what HTTP would answer: success, wrong values, unknown, not allowed', async () => {
    const client = await as(asha)
    expect(await client.call('accounts.get_me')).toMatchObject({ status: 200, body: { username: 'asha' } })
    expect(await client.call('rooms.say', { params: { room: 'r' }, body: { n: 1 } })).toMatchObject({ status: 201, body: { n: 1 } })
    expect(await client.call('rooms.say', { params: { room: 'r' }, body: { n: 'x', role: 'admin' } })).toMatchObject({
      status: 400,
      body: { n: [expect.any(String)], role: ['Unknown field.'] },
    })
    expect((await client.call('rooms.say', { body: { n: 1 } })).status).toBe(400)
    expect((await client.call('rooms.nothing')).status).toBe(404)
    expect((await (await as(ravi)).call('accounts.list_users_v1')).status).toBe(403)
  })
  test('ways in are not among them: they set cookies', async () => {
    const client = await as(asha)
    for (const name of ['accounts.sign_in', 'accounts.login', 'accounts.sign_up']) expect((await client.call(name)).status).toBe(404)
  })
  test('run one after the other', async () => {
    const client = await as(asha)
    client.send({ ref: 'slow', endpoint: 'rooms.say', params: { room: 'r' }, body: { n: 1, wait_ms: 100 } })
    client.send({ ref: 'quick', endpoint: 'rooms.say', params: { room: 'r' }, body: { n: 2 } })
    await client.next((frame) => frame.ref === 'quick')
    expect(client.frames.filter(({ ref }) => ref).map(({ ref }) => ref)).toEqual(['slow', 'quick'])
  })
})

describe('news', () => {
  test('reach every socket of those they are for, nobody else', async () => {
    const [one, two, other] = [await as(asha), await as(asha), await as(ravi)]
    await Promise.all([ready(one), ready(two), ready(other)])
    await tell(10)
    await Promise.all([one, two].map((client) => client.next((frame) => frame.event === said.name)))
    await tell(11, ravi)
    await other.next((frame) => frame.event === said.name)
    expect([heard(one), heard(two), heard(other)]).toEqual([[10], [10], [11]])
  })
  test('missed ones come after resuming, once, in order', async () => {
    const first = await as(asha)
    await ready(first)
    await tell(20)
    const { cursor } = await first.next((frame) => frame.event === said.name)
    first.close()
    for (const n of [21, 22, 23]) await tell(n)
    const second = await as(asha)
    second.send({ resume: cursor })
    await second.next((frame) => frame.resumed === true)
    await tell(24)
    await second.next((frame) => (frame.data as { n?: number } | undefined)?.n === 24)
    expect(heard(second)).toEqual([21, 22, 23, 24])
  })
  test('a cursor in the address resumes before anything newer is sent', async () => {
    const first = await as(asha)
    const cursor = await ready(first)
    await tell(25)
    first.close()
    const second = await as(asha, `/ws/?resume=${cursor}`)
    await second.next((frame) => frame.resumed === true)
    await tell(26)
    await second.next((frame) => (frame.data as { n?: number } | undefined)?.n === 26)
    expect(second.frames.map(({ ready, resumed, data }) => ready ?? resumed ?? data)).toMatchObject([true, { n: 25 }, true, { n: 26 }])
    const lost = await as(asha, '/ws/?resume=deadbeef.1')
    await lost.next((frame) => frame.reload === true)
  })
  test('resuming late brings what is missing and nothing twice', async () => {
    const first = await as(asha)
    const cursor = await ready(first)
    await tell(30)
    const second = await as(asha)
    await ready(second)
    await Bun.sleep(600)
    await tell(31)
    await second.next((frame) => frame.event === said.name)
    second.send({ resume: cursor })
    await second.next((frame) => frame.resumed === true)
    expect(heard(second).sort()).toEqual([30, 31])
  })
  test('a socket resumes once, however often it asks', async () => {
    const client = await as(asha)
    const cursor = await ready(client)
    await tell(35)
    client.send({ resume: cursor })
    await client.next((frame) => frame.resumed === true)
    for (let i = 0; i < 3; i++) {
      client.send({ resume: cursor })
      expect(await client.next((frame) => frame.error !== undefined)).toMatchObject({
        error: { code: 'malformed', message: 'This socket has resumed already.' },
      })
    }
    expect(heard(client)).toEqual([35])
    const by_address = await as(asha, `/ws/?resume=${cursor}`)
    by_address.send({ resume: cursor })
    await by_address.next((frame) => frame.error !== undefined)
    expect(heard(by_address)).toEqual([35])
  })
  test('a cursor that nobody knows means: read anew', async () => {
    for (const cursor of ['', 'x', 'deadbeef.1', '99999999999999-0', 7, null]) {
      const client = await as(asha)
      client.send({ resume: cursor })
      expect(await client.next((frame) => frame.reload === true)).toMatchObject({ cursor: expect.any(String) })
    }
  })
  test('a socket joined to a room hears of that room only; a stranger’s room does not exist', async () => {
    const joined = await as(asha, `/ws/rooms/of-${asha_id}/`)
    await ready(joined)
    await tell(40, asha, 'elsewhere')
    await tell(41, asha, `of-${asha_id}`)
    await joined.next((frame) => frame.event === said.name)
    expect(heard(joined)).toEqual([41])
    const stranger = await as(ravi, `/ws/rooms/of-${asha_id}/`)
    expect((await stranger.end()).code).toBe(4404)
  })
})

describe('a session that ends', () => {
  test('closes its sockets at once, not those of others', async () => {
    const meera = await t.person('meera')
    const token = await tokenOf('meera')
    const [by_cookie, by_token] = [await as(meera), await connect({ authorization: `Bearer ${token}` })]
    await Promise.all([ready(by_cookie), ready(by_token)])
    await meera.request('/auth/logout/', { method: 'POST' })
    expect((await by_cookie.end(2000)).code).toBe(4401)
    expect(by_cookie.frames.at(-1)?.event).toBe('kernel.session_ended')
    expect((await by_token.call('accounts.get_me')).status).toBe(200)
  })
  test('lets no socket in that comes with its cookie later: it is told at once, and not after the time for a first frame', async () => {
    const nila = await t.person('nila')
    const cookie = cookieOf(nila)
    await nila.request('/auth/logout/', { method: 'POST' })
    const late = await connect({ cookie, origin: origin() })
    expect((await late.end(2000)).code).toBe(4401)
    expect(late.frames.map(({ event }) => event)).toEqual(['kernel.session_ended'])
  })
  test('while a socket is on its way in closes that one too', async () => {
    const uma = await t.person('uma')
    const uma_id = await idOf('uma')
    for (const revoked of [true, false]) {
      gate = Promise.withResolvers()
      const client = await as(uma, `/ws/rooms/slow-${uma_id}/`)
      await Bun.sleep(50)
      if (revoked) await uma.request('/auth/logout/', { method: 'POST' })
      gate.resolve()
      if (revoked) {
        expect((await client.end(2000)).code).toBe(4401)
        expect(client.frames.map(({ event, ready }) => event ?? ready)).toEqual(['kernel.session_ended'])
        await uma.withCsrf()
        await uma.request('/auth/login/', {
          method: 'POST',
          body: JSON.stringify({ username: 'uma', password: 'Peepal-tree-7' }),
          headers: { 'content-type': 'application/json' },
        })
        await uma.withCsrf()
      } else {
        await ready(client)
        expect((await client.call('accounts.get_me')).status).toBe(200)
      }
    }
  })
  test('and a disabled account loses all of them', async () => {
    const dev = await t.person('dev')
    const clients = [await as(dev), await connect({ authorization: `Bearer ${await tokenOf('dev')}` })]
    await Promise.all(clients.map(ready))
    const id = await idOf('dev')
    await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      tx.updateTable('users').set({ is_active: 0 }).where('id', '=', id).execute(),
    )
    t.site.bus.publish('accounts.access_changed', [id], { user_id: id })
    for (const client of clients) expect((await client.end(2000)).code).toBe(4401)
  })
})

describe('abuse ends in an error frame or a clean close', () => {
  const broken: [string, unknown][] = [
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['nothing asked', '{}'],
    ['too deep', '['.repeat(100) + ']'.repeat(100)],
    ['binary', new Uint8Array([1, 2, 3])],
    ['a prototype', '{"__proto__":{"x":1}}'],
    ['a call without ref', '{"endpoint":"accounts.get_me"}'],
    ['a second sign-in', '{"auth":"x"}'],
    ['a ref that is no number of JSON', '{"ref":1e999,"endpoint":"accounts.get_me"}'],
  ]
  for (const [name, frame] of broken)
    test(name, async () => {
      const client = await as(asha)
      await ready(client)
      client.send(frame)
      expect((await client.next((answer) => answer.error !== undefined)).error?.code).toBe('malformed')
      expect((await client.call('accounts.get_me')).status).toBe(200)
    })
  test('params and a query of another kind than they have to be', async () => {
    const client = await as(asha)
    await ready(client)
    const say = (more: object) => client.call('rooms.say', { body: { n: 1 }, ...more } as never)
    for (const room of [{ toString: 'x' }, { toString: 1, valueOf: 1 }, [], ['r'], null, true, {}])
      expect(await say({ params: { room } })).toMatchObject({ status: 400, body: { code: 'malformed' } })
    expect((await say({ params: { room: 7 } })).status).toBe(201)
    for (const query of [[1], 'x', 7, true])
      expect(await client.call('accounts.list_sessions', { query } as never)).toMatchObject({
        status: 400,
        body: { non_field_errors: ['Expected an object.'] },
      })
    for (const query of [undefined, null, {}]) expect((await client.call('accounts.list_sessions', { query } as never)).status).toBe(200)
  })
  test('a frame that names its ref is told by that', async () => {
    const client = await as(asha)
    await ready(client)
    client.send({ ref: 'mine', endpoint: 5 })
    expect((await client.next((answer) => answer.error !== undefined)).ref).toBe('mine')
  })
  test('64 KiB and a byte', async () => {
    const client = await as(asha)
    await ready(client)
    client.send('x'.repeat(64 * 1024 + 1))
    expect([1006, 1009]).toContain((await client.end()).code)
  })
  test('ten broken frames', async () => {
    const client = await as(asha)
    for (let i = 0; i < 10; i++) client.send('{')
    expect((await client.end()).code).toBe(1008)
  })
  test('a flood', async () => {
    const client = await as(asha)
    for (let i = 0; i < 400; i++) client.send({ ping: i })
    expect((await client.end()).code).toBe(1008)
  })
  test('more calls than are answered', async () => {
    const client = await as(asha)
    for (let ref = 1; ref <= 80; ref++) client.send({ ref, endpoint: 'rooms.say', params: { room: 'r' }, body: { n: ref, wait_ms: ref === 1 ? 300 : 0 } })
    const refused: Frame = await client.next((frame) => frame.error?.code === 'too_many_requests')
    expect(refused.ref).toBeGreaterThan(60)
    await client.next((frame) => frame.ref === 60 && frame.status === 201)
  })
  test('more than twenty sockets of one account', async () => {
    const many = await t.person('many')
    for (let i = 0; i < 20; i++) await ready(await as(many))
    expect((await as(many)).closed).toBeDefined()
  })
})

test('a restart tells every client to come back', async () => {
  const clients = [await as(asha), await as(ravi)]
  await Promise.all(clients.map(ready))
  t.server.hub.stop()
  for (const client of clients) expect((await client.end()).code).toBe(1012)
})

test('a key is held to what it may do here as well', async () => {
  const keyOf = async (scope: string) => {
    const body = JSON.stringify({ name: `socket ${scope}`, scope })
    const response = await asha.request('/auth/keys/', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return ((await response.json()) as { secret: string }).secret
  }
  const reader = await connect({ authorization: `Bearer ${await keyOf('read')}` })
  expect(await reader.call('accounts.get_me')).toMatchObject({ status: 200, body: { username: 'asha' } })
  expect(await reader.call('accounts.change_profile_v1', { body: { bio: 'x' } })).toMatchObject({ status: 403 })
  const writer = await connect({ authorization: `Bearer ${await keyOf('read-write')}` })
  expect(await writer.call('accounts.change_profile_v1', { body: { bio: 'x' } })).toMatchObject({ status: 200 })
  expect(await writer.call('accounts.make_key', { body: { name: 'another', scope: 'read' } })).toMatchObject({ status: 403 })
})
