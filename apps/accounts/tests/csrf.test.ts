import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { getMe } from '../contract/session-door.ts'
import { password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite(apps, { environment: { CORS_ALLOWED_ORIGINS: 'https://friend.example' } })
})
afterAll(() => t.end())

const writing = apps.flatMap((app) => app.routes?.all ?? []).filter(({ endpoint }) => endpoint.method !== 'GET')
const unsafe = writing.map(({ endpoint }) => endpoint)
/** Those that a session cookie says nothing to; no other site's page can call them either. */
const deaf = writing.filter(({ guard }) => !guard.by_session).map(({ endpoint }) => endpoint)
const hearing = writing.filter(({ guard }) => guard.by_session).map(({ endpoint }) => endpoint)
const bodies: Record<string, object> = {
  'accounts.register': person('smuggled'),
  'accounts.sign_up': person('smuggled'),
  'accounts.login': { username: 'victim', password },
  'accounts.sign_in': { username: 'victim', password },
}

/** An unsafe call as the victim's browser would make it for a page, with the headers that this page can bring about. */
async function forge(visitor: Visitor, endpoint: (typeof unsafe)[number], headers: Record<string, string>): Promise<Response> {
  return visitor.request(`${endpoint.path}/`, {
    method: endpoint.method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(bodies[endpoint.name] ?? {}),
  })
}

let n = 0
const newVictim = () => signedUp(t, `victim${n++}`)

const forgeries: Record<string, Record<string, string>> = {
  'no token': { 'x-csrftoken': '' },
  'a made-up token': { 'x-csrftoken': 'A'.repeat(43) },
  'an evil origin': { origin: 'https://evil.example' },
  'the origin null': { origin: 'null' },
  'a sub-domain': { origin: 'http://evil.localhost' },
  'the same host on another port': { origin: 'http://localhost:8001' },
  'the same host on https': { origin: 'https://localhost' },
  'a name that begins like ours': { origin: 'http://localhost.evil.example' },
  'Sec-Fetch-Site: cross-site': { 'sec-fetch-site': 'cross-site' },
  'Sec-Fetch-Site: same-site': { 'sec-fetch-site': 'same-site' },
}

for (const [name, headers] of Object.entries(forgeries))
  test(`${name}: every unsafe call that a cookie speaks for is refused and changes nothing`, async () => {
    const victim = await newVictim()
    const before = await rowCounts(t.site)
    for (const endpoint of 'x-csrftoken' in headers ? hearing : unsafe) {
      const response = await forge(victim, endpoint, headers)
      expect(`${endpoint.name} ${response.status}`).toBe(`${endpoint.name} 403`)
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect(await rowCounts(t.site)).toEqual(before)
    expect((await victim.call(getMe, {})).status).toBe(200)
  })

test('another session’s token, and one’s own from before signing in, are worth nothing', async () => {
  const victim = await newVictim()
  const attacker = await newVictim()
  const csrf = async (visitor: Visitor) => ((await (await visitor.request('/auth/csrf')).json()) as { csrfToken: string }).csrfToken
  const foreign = await csrf(attacker)
  const visitors = await csrf(t.visitor())
  // With the attacker's csrftoken cookie planted beside the victim's session as well.
  const planted = t.visitor({ headers: { cookie: `csrftoken=${attacker.cookies.get('csrftoken')}; sessionid=${victim.cookies.get('sessionid')}` } })
  for (const endpoint of hearing) {
    expect((await forge(victim, endpoint, { 'x-csrftoken': foreign })).status).toBe(403)
    expect((await forge(victim, endpoint, { 'x-csrftoken': visitors })).status).toBe(403)
    expect((await forge(planted, endpoint, { 'x-csrftoken': foreign })).status).toBe(403)
  }
  expect((await victim.call(getMe, {})).status).toBe(200)
})

test('JSON as text/plain or as a form, which other sites can send without asking, is no JSON here', async () => {
  const before = await rowCounts(t.site)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json', ''])
    for (const endpoint of unsafe.filter(({ name }) => name in bodies)) {
      const visitor = await t.visitor().withCsrf()
      const response = await forge(visitor, endpoint, { 'content-type': type })
      expect(`${endpoint.name} ${type} ${response.status}`).toBe(`${endpoint.name} ${type} 415`)
    }
  expect(await rowCounts(t.site)).toEqual(before)
})

test('who asks for a token, by a password or by another token, needs no CSRF token: the session cookie beside it speaks for nobody', async () => {
  expect(deaf.map(({ door, path }) => `${door.name} ${path}`).sort()).toEqual([
    'pair /api/token',
    'pair /api/token/blacklist',
    'pair /api/token/refresh',
    'pair /api/token/verify',
    'pair /api/users/register',
    'portal /api/auth/login',
    'portal /api/auth/register',
    'versioned /api/v1/auth/login',
    'versioned /api/v1/auth/refresh',
    'versioned /api/v1/auth/register',
  ])
  const victim = await newVictim()
  const mine = victim.cookies.get('sessionid')
  for (const endpoint of deaf) {
    const call = { method: endpoint.method, body: '{}', headers: { 'content-type': 'application/json', 'x-csrftoken': '' } }
    const { status } = await t.visitor().request(endpoint.path, call)
    const beside = await victim.request(endpoint.path, call)
    expect([400, 401]).toContain(status)
    expect(`${endpoint.name} ${beside.status}`).toBe(`${endpoint.name} ${status}`)
    expect(beside.headers.getSetCookie().filter((cookie) => cookie.includes('sessionid'))).toEqual([])
  }
  expect(victim.cookies.get('sessionid')).toBe(mine ?? '')
  expect((await victim.call(getMe, {})).status).toBe(200)
})

test('a browser client of the versioned door goes on while our own pages are signed in beside it', async () => {
  const name = `victim${n}`
  const both = await newVictim()
  const post = (path: string, body: object) =>
    both.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrftoken': '', origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify(body),
    })
  expect((await post('/api/v1/auth/login/', { username: name, password })).status).toBe(200)
  expect(both.cookies.has('refresh_token')).toBe(true)
  expect((await post('/api/v1/auth/refresh/', {})).status).toBe(200)
  expect((await post('/api/token/', { username: name, password })).status).toBe(200)
  expect((await post('/api/auth/login/', { username: name, password })).status).toBe(200)
  // What the cookie does speak for still asks.
  expect((await post('/api/v1/auth/logout/', {})).status).toBe(403)
  expect((await both.call(getMe, {})).status).toBe(200)
})

test('a visitor without a session is refused at the portal door too when another site’s page calls', async () => {
  const before = await rowCounts(t.site)
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
    for (const endpoint of unsafe) expect((await forge(t.visitor(), endpoint, headers)).status).toBe(403)
  expect(await rowCounts(t.site)).toEqual(before)
})

test('the refusal is in the door’s own shape', async () => {
  const victim = await newVictim()
  const shapes = await Promise.all(
    ['/api/auth/logout', '/auth/logout'].map(async (path) => (await victim.request(path, { method: 'POST', headers: { 'x-csrftoken': '' } })).json()),
  )
  const message = 'The CSRF token is missing or wrong: get one from /auth/csrf/ and send it as X-CSRFToken.'
  expect(shapes).toEqual([{ error: message }, { detail: message, code: 'csrf' }])
})

test('our own pages, listed origins and programs with a token pass', async () => {
  for (const headers of [
    { origin: 'http://localhost' },
    { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' },
  ])
    expect((await (await newVictim()).request('/auth/logout', { method: 'POST', headers })).status).toBe(204)
  const name = `victim${n}`
  await newVictim()
  const program = await withToken(t, name)
  expect((await program.request('/api/auth/logout', { method: 'POST', headers: { origin: 'https://evil.example' } })).status).toBe(200)
})

test('a header that is no credential speaks for nobody: the cookie beside it does nothing', async () => {
  const victim = await newVictim()
  const cookie = [...victim.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (const authorization of ['Basic eDp5', 'x', 'Bearer x', 'Bearer']) {
    const visitor = t.visitor({ headers: { cookie, authorization, origin: 'https://evil.example' } })
    expect((await visitor.request('/api/auth/logout', { method: 'POST' })).status).toBe(401)
    expect((await visitor.request('/auth/me')).status).toBe(401)
    await visitor.request('/auth/logout', { method: 'POST' })
  }
  expect((await victim.call(getMe, {})).status).toBe(200)
})
