import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getProfile, logout } from '../contract/portal-door.ts'
import { getMe, getSession, signIn, signOut, signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { actions, password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const day = 86_400_000
const holding = (sessionid: string | undefined) => t.visitor({ headers: { cookie: `sessionid=${sessionid}` } })
async function signedIn(username: string, visitor: Visitor = t.visitor()): Promise<Visitor> {
  await visitor.withCsrf()
  expect((await visitor.call(signIn, { body: { username, password } })).status).toBe(200)
  return visitor.withCsrf()
}

test('the journey: visitor, sign up, sign out, sign in, who am I, sign out', async () => {
  const maya = t.visitor()
  expect((await maya.call(getSession, {})).body).toEqual({ user: null })
  expect((await maya.call(getMe, {})).status).toBe(401)
  await maya.withCsrf()
  const made = await maya.call(signUp, { body: person('maya') })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    username: 'maya',
    email: 'maya@example.com',
    first_name: '',
    last_name: '',
    role: 'admin',
    email_verified: false,
    date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    avatar: null,
    preferences: {},
  })
  expect((await maya.call(getMe, {})).body).toEqual(made.body)
  expect((await maya.call(getSession, {})).body).toEqual({ user: made.body })
  expect((await maya.call(getProfile, {})).body).toEqual({ id: 1, username: 'maya', email: 'maya@example.com', is_admin: true })
  await maya.withCsrf()
  const left = await maya.call(signOut, {})
  expect(left.status).toBe(204)
  expect(left.body).toBeUndefined()
  expect(maya.cookies.has('sessionid')).toBe(false)
  await signedIn('maya@EXAMPLE.com', maya)
  expect((await maya.call(getMe, {})).body).toEqual(made.body)
})

test('the session cookie: HttpOnly, SameSite=Lax, whole site, 90 days; on https Secure and __Host-', async () => {
  const visitor = await t.visitor().withCsrf()
  const [line = ''] = (await visitor.call(signUp, { body: person('cookie') })).headers.getSetCookie()
  expect(line).toMatch(/^sessionid=[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/)
  const secure = await testSite([accounts], { environment: { TRUSTED_PROXIES: '127.0.0.1' } })
  try {
    const browser = await secure.visitor({ headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5' } }).withCsrf()
    const [own = ''] = (await browser.call(signUp, { body: person('cookie') })).headers.getSetCookie()
    expect(own).toMatch(/^__Host-sessionid=[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax$/)
    expect((await browser.call(getMe, {})).status).toBe(200)
    // A page on plain http or a sub-domain can plant the bare name only: it counts for nothing.
    const id = browser.cookies.get('__Host-sessionid')
    const planted = secure.visitor({ headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5', cookie: `sessionid=${id}` } })
    expect((await planted.call(getMe, {})).status).toBe(401)
  } finally {
    await secure.end()
  }
})

test('each sign-in gives a new id; the one that the browser had before ends', async () => {
  const visitor = await signedUp(t, 'fixed')
  const first = visitor.cookies.get('sessionid')
  await signedIn('fixed', visitor)
  const second = visitor.cookies.get('sessionid')
  expect(second).not.toBe(first)
  expect((await holding(first).call(getMe, {})).status).toBe(401)
  expect((await holding(second).call(getMe, {})).status).toBe(200)
})

test('a planted cookie dies at sign-in: nobody else is in the new session', async () => {
  await signedUp(t, 'victim')
  for (const planted of ['A'.repeat(43), 'x', '']) {
    const visitor = t.visitor()
    visitor.cookies.set('sessionid', planted)
    await signedIn('victim', visitor)
    expect(visitor.cookies.get('sessionid')).not.toBe(planted)
    expect((await holding(planted).call(getMe, {})).status).toBe(401)
  }
  // The attacker's own session, planted in the victim's browser.
  const attacker = await signedUp(t, 'attacker')
  const planted = attacker.cookies.get('sessionid') ?? ''
  const victim = t.visitor()
  victim.cookies.set('sessionid', planted)
  await signedIn('victim', victim)
  expect((await victim.call(getMe, {})).data.username).toBe('victim')
  expect((await holding(planted).call(getMe, {})).status).toBe(401)
})

test('signing out ends it on the server, at once, for this session only; a second time is no error', async () => {
  const here = await signedUp(t, 'two')
  const there = await signedIn('two')
  const id = here.cookies.get('sessionid')
  const before = (await actions(t)).length
  expect((await here.call(signOut, {})).status).toBe(204)
  expect((await holding(id).call(getMe, {})).status).toBe(401)
  expect((await there.call(getMe, {})).status).toBe(200)
  expect((await (await here.withCsrf()).call(signOut, {})).status).toBe(204)
  expect((await actions(t)).slice(before)).toEqual(['accounts.sign_out'])
})

test('the portal’s logout ends a cookie session too, and takes the cookie back', async () => {
  const visitor = await signedUp(t, 'portal')
  const ended = await visitor.call(logout, {})
  expect(ended.body).toEqual({ ok: true })
  expect(ended.headers.getSetCookie()).toEqual([expect.stringMatching(/^sessionid=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax$/)])
  expect((await visitor.call(getMe, {})).status).toBe(401)
})

/** The time of last use is written beside the answer, which does not wait for it. */
async function lastUseIsWritten({ site }: TestSite) {
  const recent = new Date(site.now().getTime() - 5 * 60_000).toISOString()
  while (!(await site.store.db.selectFrom('sessions').select('id').where('last_seen_at', '>=', recent).executeTakeFirst())) await Bun.sleep(5)
}

test('it ends after 14 days without use, and after 90 days however much it is used', async () => {
  const own = await testSite([accounts])
  try {
    const idle = await signedUp(own, 'idle')
    const busy = await signedUp(own, 'busy')
    const hours = async (n: number) => {
      own.pass(n * 3_600_000)
      const { status } = await busy.call(getMe, {})
      if (status === 200) await lastUseIsWritten(own)
      return status
    }
    for (let used = 0; used < 89 * 24; used += 13 * 24) expect(await hours(Math.min(13 * 24, 89 * 24 - used))).toBe(200)
    expect((await idle.call(getMe, {})).status).toBe(401)
    expect(await hours(23)).toBe(200)
    expect(await hours(1)).toBe(401)
    const again = await signedUp(own, 'again')
    own.pass(14 * day - 60_000)
    expect((await again.call(getMe, {})).status).toBe(200)
    own.pass(14 * day)
    expect((await again.call(getMe, {})).status).toBe(401)
  } finally {
    await own.end()
  }
})

test('a cookie that opens nothing any more is taken back quietly', async () => {
  const visitor = holding('A'.repeat(43))
  const { status, body, headers } = await visitor.call(getSession, {})
  expect(status).toBe(200)
  expect(body).toEqual({ user: null })
  expect(headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')])
})

test('a token is no cookie and a cookie no token', async () => {
  const browser = await signedUp(t, 'kinds')
  const { token } = await withToken(t, 'kinds')
  expect((await holding(token).call(getMe, {})).status).toBe(401)
  expect((await Object.assign(t.visitor(), { token: browser.cookies.get('sessionid') }).call(getMe, {})).status).toBe(401)
})

test('sign-in by username, by mail, refused without either', async () => {
  await signedUp(t, 'fields')
  const visitor = await t.visitor().withCsrf()
  expect((await visitor.call(signIn, { body: { email: 'FIELDS@example.com', password } })).status).toBe(200)
  const neither = await (await t.visitor().withCsrf()).call(signIn, { body: { password } })
  expect(neither.status).toBe(400)
  expect(neither.body).toEqual({ username: ['Enter your username or e-mail address.'] })
})
