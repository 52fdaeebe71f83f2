import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { endOneSession, endOtherSessions, listSessions } from '../contract/devices.ts'
import { getMe, signOut } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { actions, signedUp, through, ways } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

test('one list shows every way in, whichever of them asks; each finds itself', async () => {
  await (await signedUp(t, 'asha')).call(signOut, {})
  const visitors = await Promise.all(ways.map((way) => through(t, way, 'asha')))
  for (const [i, visitor] of visitors.entries()) {
    const { status, data } = await visitor.call(listSessions, {})
    expect(status).toBe(200)
    // One pair more: the key was made with it.
    expect(data.items.map(({ kind }) => kind as string).sort()).toEqual([...ways, 'pair'].sort())
    expect(data.items.filter(({ current }) => current).map(({ kind }) => kind)).toEqual([ways[i] ?? 'cookie'])
  }
  // The use of a key is written beside the request that made it.
  const [first] = visitors as [Visitor]
  for (let i = 0; i < 500 && (await first.call(listSessions, {})).data.items.some(({ last_seen_at }) => last_seen_at === null); i++) await Bun.sleep(10)
  const { body } = await first.call(listSessions, {})
  const { results, next, previous } = body as { results: { kind: string }[]; next: null; previous: null }
  expect({ next, previous }).toEqual({ next: null, previous: null })
  expect(results.find(({ kind }) => kind === 'cookie')).toEqual({
    id: expect.any(String),
    kind: 'cookie',
    current: true,
    name: null,
    browser: 'cookie-client',
    system: null,
    ip: '127.0.0.1',
    network: '127.0.0.0/24',
    created_at: expect.stringMatching(/Z$/),
    last_seen_at: expect.stringMatching(/Z$/),
    expires_at: expect.stringMatching(/Z$/),
  } as never)
  expect(results.find(({ kind }) => kind === 'key')).toMatchObject({ name: expect.any(String), expires_at: null } as never)
})

test('the list comes by page, both ways', async () => {
  const visitor = await signedUp(t, 'bela')
  for (let i = 0; i < 4; i++) await through(t, 'pair', 'bela')
  const first = await visitor.call(listSessions, { query: { limit: 2 } })
  expect(first.data.items).toHaveLength(2)
  expect(first.data.previous).toBeNull()
  const second = await visitor.call(listSessions, { query: { limit: 2, cursor: first.data.next ?? '' } })
  const last = await visitor.call(listSessions, { query: { limit: 2, cursor: second.data.next ?? '' } })
  expect(last.data.items.map(({ current }) => current)).toEqual([true])
  expect(last.data.next).toBeNull()
  const back = await visitor.call(listSessions, { query: { limit: 2, cursor: second.data.previous ?? '' } })
  expect(back.data.items).toEqual(first.data.items)
  expect((await visitor.call(listSessions, { query: { cursor: 'x' } })).status).toBe(400)
})

test('ending one is audited once and leaves the others; a second time it is not there', async () => {
  const here = await signedUp(t, 'chitra')
  const there = await through(t, 'cookie', 'chitra')
  const id = (await there.call(listSessions, {})).data.items.find(({ current }) => current)?.id ?? ''
  const before = (await actions(t)).length
  expect((await here.call(endOneSession, { params: { id } })).status).toBe(204)
  expect((await there.call(getMe, {})).status).toBe(401)
  expect((await here.call(getMe, {})).status).toBe(200)
  expect((await here.call(endOneSession, { params: { id } })).status).toBe(404)
  expect((await actions(t)).slice(before)).toEqual(['accounts.end_session'])
  expect((await here.call(listSessions, {})).data.items).toHaveLength(1)
})

test('ending this very one signs out and takes the cookie back', async () => {
  const visitor = await signedUp(t, 'devi')
  const id = (await visitor.call(listSessions, {})).data.items[0]?.id ?? ''
  const { status, headers } = await visitor.call(endOneSession, { params: { id } })
  expect(status).toBe(204)
  expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^sessionid=; Path=\/; Max-Age=0/)])
  expect((await visitor.call(getMe, {})).status).toBe(401)
})

test('ending all others leaves this one, is audited once, and does nothing the second time', async () => {
  const here = await signedUp(t, 'esha')
  const others = await Promise.all(ways.map((way) => through(t, way, 'esha')))
  const before = (await actions(t)).length
  expect((await here.call(endOtherSessions, {})).status).toBe(204)
  expect((await here.call(endOtherSessions, {})).status).toBe(204)
  for (const other of others) expect((await other.call(getMe, {})).status).toBe(401)
  expect((await here.call(getMe, {})).status).toBe(200)
  expect((await actions(t)).slice(before)).toEqual(['accounts.end_other_sessions'])
})

test('what is somebody else’s is not found, and stays', async () => {
  const victim = await signedUp(t, 'victim')
  const attacker = await signedUp(t, 'attacker')
  const id = (await victim.call(listSessions, {})).data.items[0]?.id ?? ''
  const before = await rowCounts(t.site)
  for (const one of [id, id.toUpperCase(), crypto.randomUUID(), 'x', '1']) {
    const { status, body } = await attacker.call(endOneSession, { params: { id: one } })
    expect(status).toBe(404)
    expect(body).toEqual({ detail: 'No such session.', code: 'not_found' })
  }
  await attacker.call(endOtherSessions, {})
  expect((await victim.call(getMe, {})).status).toBe(200)
  expect(await rowCounts(t.site)).toEqual(before)
  expect((await attacker.call(listSessions, {})).data.items).toHaveLength(1)
})

test('a cookie session needs its CSRF token to end another', async () => {
  const visitor = await signedUp(t, 'farah')
  for (const headers of [{ 'x-csrftoken': 'wrong' }, { origin: 'https://evil.example' }, { origin: 'null' }]) {
    const { status } = await visitor.request('/auth/sessions/', { method: 'DELETE', headers })
    expect(status).toBe(403)
  }
})
