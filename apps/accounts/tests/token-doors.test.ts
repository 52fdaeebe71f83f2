import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { decodeProtectedHeader, SignJWT } from 'jose'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as pair from '../contract/pair-door.ts'
import * as profile from '../contract/profile.ts'
import * as versioned from '../contract/versioned-door.ts'

let t: TestSite
const password = 'Peepal-tree-7'
beforeAll(async () => {
  t = await testSite(apps)
  for (const username of ['first', 'asha', 'ravi', 'meera'])
    await t.visitor().call(pair.registerPair, { body: { username, email: `${username}@example.com`, password, password2: password } })
})
afterAll(() => t.end())

const withToken = (token: string): Visitor => Object.assign(t.visitor(), { token })
const pairOf = async (username: string) => (await t.visitor().call(pair.obtainPair, { body: { username, password } })).data
const loginV1 = async (who: Visitor, username: string) => who.call(versioned.loginV1, { body: { username, password } })
const actions = async (action: string) => (await t.site.store.db.selectFrom('audit_entries').select('id').where('action', '=', action).execute()).length

describe('the token-pair door speaks SimpleJWT', () => {
  test('obtain, use, verify, refresh, blacklist', async () => {
    const asha = t.visitor()
    const obtained = await asha.call(pair.obtainPair, { body: { username: 'asha', password } })
    expect(obtained.status).toBe(200)
    expect(obtained.body).toEqual({ access: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), refresh: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
    const { access, refresh } = obtained.data
    expect((await withToken(access).call(pair.getPairProfile, {})).body).toEqual({
      username: 'asha',
      email: 'asha@example.com',
      first_name: '',
      last_name: '',
    })
    for (const token of [access, refresh]) expect((await asha.call(pair.verifyToken, { body: { token } })).body).toEqual({})
    const next = await asha.call(pair.refreshPair, { body: { refresh } })
    expect(Object.keys(next.data)).toEqual(['access', 'refresh'])
    expect((await asha.call(pair.blacklistToken, { body: { refresh: next.data.refresh ?? '' } })).body).toEqual({})
    const after = await withToken(access).call(pair.getPairProfile, {})
    expect(after.status).toBe(401)
    expect(after.body).toEqual({ detail: 'Token is invalid or expired', code: 'token_not_valid' })
    const other_scheme = await t.visitor({ headers: { authorization: 'Basic eDp5' } }).call(pair.getPairProfile, {})
    expect(other_scheme.body).toEqual({ detail: 'Sign in first.', code: 'not_authenticated' })
    const verified = await asha.call(pair.verifyToken, { body: { token: access } })
    expect(verified.status).toBe(401)
    expect(verified.body).toEqual({ detail: 'Token is invalid or expired', code: 'token_not_valid' })
  })

  test('a wrong password is 401 no_active_account, a second password that differs is a field error', async () => {
    const wrong = await t.visitor().call(pair.obtainPair, { body: { username: 'asha', password: 'nope nope' } })
    expect(wrong.status).toBe(401)
    expect(wrong.body).toEqual({ detail: 'Unknown user or wrong password.', code: 'no_active_account' })
    const differs = await t.visitor().call(pair.registerPair, { body: { username: 'newbie', email: 'n@example.com', password, password2: `${password}x` } })
    expect(differs.status).toBe(400)
    expect(differs.body).toEqual({ password2: ['The two passwords differ.'] })
  })

  test('PUT and PATCH answer with message and data, the next read sees them, the address stays', async () => {
    const ravi = withToken((await pairOf('ravi')).access)
    const put = await ravi.call(pair.putPairProfile, { body: { first_name: 'Ravi', last_name: 'Nair' } })
    expect(put.body).toEqual({
      message: 'Profile updated successfully',
      data: { username: 'ravi', email: 'ravi@example.com', first_name: 'Ravi', last_name: 'Nair' },
    })
    expect((await ravi.call(pair.getPairProfile, {})).data.first_name).toBe('Ravi')
    expect((await ravi.call(pair.patchPairProfile, { body: { email: 'other@example.com' } })).status).toBe(400)
    expect((await ravi.call(pair.patchPairProfile, { body: { email: 'RAVI@example.com' } })).status).toBe(200)
  })
})

describe('the versioned door', () => {
  test('login gives access, refresh and user in the envelope, and the cookie', async () => {
    const asha = t.visitor()
    const { status, body, headers } = await loginV1(asha, 'asha')
    expect(status).toBe(200)
    expect(body).toEqual({
      status: 'success',
      data: {
        access: expect.any(String),
        refresh: expect.any(String),
        user: expect.objectContaining({ username: 'asha', role: 'user', is_active: true, is_staff: false }),
      },
      meta: { timestamp: expect.any(String), version: '1.0' },
    })
    expect(headers.getSetCookie()[0]).toMatch(/^refresh_token=[\w.-]+; Path=\/api\/v1\/auth; Max-Age=604800; HttpOnly; SameSite=Strict$/)
  })

  test('a refresh by cookie gives only access and a new cookie, one by body gives both', async () => {
    const asha = t.visitor()
    const { data } = await loginV1(asha, 'asha')
    const before = asha.cookies.get('refresh_token')
    const byCookie = await asha.call(versioned.refreshV1, { body: {} })
    expect(Object.keys(byCookie.data)).toEqual(['access'])
    expect(asha.cookies.get('refresh_token')).not.toBe(before)
    const repeated = await t.visitor().call(versioned.refreshV1, { body: { refresh: data.refresh } })
    expect(repeated.data.refresh).toBe(asha.cookies.get('refresh_token') ?? '')
  })

  test('whoever has the cookie needs no body to refresh or to log out; other endpoints still ask for theirs', async () => {
    const asha = t.visitor()
    await loginV1(asha, 'asha')
    const refreshed = await asha.request('/api/v1/auth/refresh', { method: 'POST' })
    expect(refreshed.status).toBe(200)
    const { data } = (await refreshed.json()) as { data: { access: string } }
    expect(Object.keys(data)).toEqual(['access'])
    expect((await withToken(data.access).call(profile.getProfileV1, {})).status).toBe(200)
    const left = await asha.request('/api/v1/auth/logout', { method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(left.status).toBe(200)
    expect(left.headers.getSetCookie()[0]).toStartWith('refresh_token=; Path=/api/v1/auth; Max-Age=0')
    expect((await withToken(data.access).call(profile.getProfileV1, {})).status).toBe(401)
    expect((await t.visitor().request('/api/v1/auth/refresh', { method: 'POST' })).status).toBe(401)
    expect((await t.visitor().request('/api/v1/auth/login', { method: 'POST' })).status).toBe(400)
  })

  test('profile: read, change by parts, unknown preferences refused; logout ends it', async () => {
    const meera = t.visitor()
    const { data } = await loginV1(meera, 'meera')
    meera.token = data.access
    const changed = await meera.call(profile.changeProfileV1, { body: { bio: 'Walks.', preferences: { language: 'hi' } } })
    expect(changed.data).toMatchObject({ bio: 'Walks.', phone: '', preferences: { language: 'hi' } })
    await meera.call(profile.changeProfileV1, { body: { preferences: { theme: 'dark' } } })
    expect((await meera.call(profile.getProfileV1, {})).data.preferences).toEqual({ language: 'hi', theme: 'dark' })
    const wrong = await meera.request('/api/v1/users/profile/', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"preferences":{"colour":"red"},"role":"admin"}',
    })
    expect(wrong.status).toBe(400)
    expect(((await wrong.json()) as { error: { code: string } }).error.code).toBe('VALIDATION_ERROR')
    expect((await meera.call(versioned.getUserV1, { params: { id: data.user.id } })).data).toEqual({
      id: data.user.id,
      username: 'meera',
      first_name: '',
      last_name: '',
      bio: 'Walks.',
      avatar: null,
      date_joined: expect.any(String),
    })
    expect((await meera.call(versioned.listUsersV1, {})).status).toBe(403)
    expect((await meera.call(versioned.logoutV1, { body: {} })).status).toBe(200)
    expect((await meera.call(profile.getProfileV1, {})).status).toBe(401)
  })

  test('staff list users by page and by the beginning of a name', async () => {
    const first = withToken((await pairOf('first')).access)
    const page = await first.call(versioned.listUsersV1, { query: { limit: 2 } })
    expect(page.data.items).toHaveLength(2)
    expect((page.body as { meta: { pagination: object } }).meta.pagination).toEqual({ next: expect.any(String), previous: null, limit: 2 })
    const found = await first.call(versioned.listUsersV1, { query: { q: 'ASH' } })
    expect(found.data.items.map(({ username }) => username)).toEqual(['asha'])
  })
})

describe('rotation', () => {
  test('fifty at once with the same token get one successor and nobody is out', async () => {
    const { refresh } = await pairOf('asha')
    const answers = await Promise.all(Array.from({ length: 50 }, () => t.visitor().call(pair.refreshPair, { body: { refresh } })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const successors = new Set(answers.map(({ data }) => data.refresh))
    expect(successors.size).toBe(1)
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh: [...successors][0] ?? '' } })).status).toBe(200)
  })

  test('a used token after the grace ends the family, is audited once and told by mail', async () => {
    const { refresh, access } = await pairOf('ravi')
    const next = (await t.visitor().call(pair.refreshPair, { body: { refresh } })).data
    const before = await actions('accounts.refresh_reused')
    t.pass(11_000)
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh } })).status).toBe(401)
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh: next.refresh ?? '' } })).status).toBe(401)
    expect((await withToken(access).call(pair.getPairProfile, {})).status).toBe(401)
    expect((await withToken(next.access).call(pair.getPairProfile, {})).status).toBe(401)
    expect((await actions('accounts.refresh_reused')) - before).toBe(1)
    await t.worker.drain()
    const mails = await t.site.store.db.selectFrom('sent_mails').select('recipient').where('subject', '=', 'A sign-in of yours was ended').execute()
    expect(mails).toEqual([{ recipient: 'ravi@example.com' }])
  })

  test('a token of one door is nothing at the other, and the loser’s answer leaves the cookie', async () => {
    const asha = t.visitor()
    const { data } = await loginV1(asha, 'asha')
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh: data.refresh } })).status).toBe(401)
    const lost = await asha.request('/api/v1/auth/refresh/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'refresh_token=old.old.old' },
      body: '{}',
    })
    expect(lost.status).toBe(401)
    expect(lost.headers.getSetCookie()).toEqual([])
    expect((await asha.call(versioned.refreshV1, { body: {} })).status).toBe(200)
  })
})

test('TOKEN_PAIR_ROTATION=off: a refresh token stays good until it ends, gives access only, and goes with its session', async () => {
  const still = await testSite(apps, { environment: { TOKEN_PAIR_ROTATION: 'off' } })
  try {
    await still.visitor().call(pair.registerPair, { body: { username: 'asha', email: 'asha@example.com', password, password2: password } })
    const { refresh } = (await still.visitor().call(pair.obtainPair, { body: { username: 'asha', password } })).data
    const renew = () => still.visitor().call(pair.refreshPair, { body: { refresh } })
    for (let hours = 0; hours < 24; hours += 6) {
      const { data } = await renew()
      expect(Object.keys(data)).toEqual(['access'])
      expect((await Object.assign(still.visitor(), { token: data.access }).call(pair.getPairProfile, {})).status).toBe(200)
      still.pass(6 * 3_600_000 - 60_000)
    }
    expect((await renew()).status).toBe(200)
    still.pass(300_000)
    expect((await renew()).status).toBe(401)
    const later = (await still.visitor().call(pair.obtainPair, { body: { username: 'asha', password } })).data
    expect((await still.visitor().call(pair.blacklistToken, { body: { refresh: later.refresh } })).status).toBe(200)
    const ended = await still.visitor().call(pair.refreshPair, { body: { refresh: later.refresh } })
    expect(ended.body).toEqual({ detail: 'Token is invalid or expired', code: 'token_not_valid' })
  } finally {
    await still.end()
  }
})

describe('keys', () => {
  test('rotating them signs nobody out, and both are published while old tokens live', async () => {
    const { keysOf } = await import('../server/signing-keys.ts')
    const old = await pairOf('asha')
    await keysOf(t.site).rotate()
    expect((await withToken(old.access).call(pair.getPairProfile, {})).status).toBe(200)
    const renewed = await t.visitor().call(pair.refreshPair, { body: { refresh: old.refresh } })
    expect(renewed.status).toBe(200)
    const { keys } = (await t.visitor().call(versioned.getJwks, {})).data
    const ids = keys.map(({ kid }) => kid)
    expect(ids).toContain(decodeProtectedHeader(old.access).kid)
    expect(ids).toContain(decodeProtectedHeader(renewed.data.access).kid)
    expect(keys.every((key) => key['kty'] === 'OKP' && key['crv'] === 'Ed25519' && !('d' in key))).toBe(true)
  })

  test('while traffic runs, two rotations on the way refuse no call and no refresh', async () => {
    const { keysOf } = await import('../server/signing-keys.ts')
    const statuses: number[] = []
    let running = true
    const client = async () => {
      let { access, refresh } = await pairOf('asha')
      while (running) {
        statuses.push((await withToken(access).call(pair.getPairProfile, {})).status)
        const renewed = await t.visitor().call(pair.refreshPair, { body: { refresh } })
        statuses.push(renewed.status)
        access = renewed.data.access
        refresh = renewed.data.refresh ?? refresh
      }
    }
    const clients = Array.from({ length: 4 }, client)
    const until = async (n: number) => {
      while (statuses.length < n) await Bun.sleep(5)
    }
    for (let calls = 20; calls <= 40; calls += 20) {
      await until(calls)
      await keysOf(t.site).rotate()
    }
    await until(statuses.length + 20)
    running = false
    await Promise.all(clients)
    expect(statuses.filter((status) => status !== 200)).toEqual([])
  })

  test('forged tokens never pass and never break anything', async () => {
    const { access, refresh } = await pairOf('asha')
    const [head = '', body = '', signature = ''] = access.split('.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>
    const hmac = (h: object) => new SignJWT(claims).setProtectedHeader({ ...h, alg: 'HS256' } as never).sign(new TextEncoder().encode('x'.repeat(32)))
    const forged = [
      `${part({ ...header, alg: 'none' })}.${body}.`,
      `${part({ ...header, alg: 'none' })}.${body}.${signature}`,
      await hmac(header),
      await hmac({ kid: '../../dev/null' }),
      `${head}.${part({ ...claims, sub: crypto.randomUUID() })}.${signature}`,
      `${head}.${part({ ...claims, exp: 4e9 })}.${signature}`,
      `${part({ ...header, kid: crypto.randomUUID() })}.${body}.${signature}`,
      `${part({ ...header, jku: 'http://127.0.0.1/keys' })}.${body}.${signature}`,
      `${part({ ...header, crit: ['exp'] })}.${body}.${signature}`,
      refresh,
      access.slice(0, -2),
      `${access}.x`,
      '..',
      'a.b.c',
      `${head}.${body}`,
      `${'a'.repeat(65_000)}.b.c`,
    ]
    for (const token of forged) expect((await withToken(token).call(pair.getPairProfile, {})).status).toBe(401)
    // The other way round: an access token refreshes nothing, and the secret inside a refresh token is no opaque token.
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh: access } })).status).toBe(401)
    const { jti } = JSON.parse(Buffer.from(refresh.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }
    expect((await withToken(jti).call(pair.getPairProfile, {})).status).toBe(401)
    expect((await withToken(access).call(pair.getPairProfile, {})).status).toBe(200)
    expect(t.logged.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  test('tokens end by the clock: access after an hour, refresh after a day', async () => {
    const { access, refresh } = await pairOf('meera')
    t.pass(61 * 60_000)
    expect((await withToken(access).call(pair.getPairProfile, {})).status).toBe(401)
    t.pass(24 * 3_600_000)
    expect((await t.visitor().call(pair.refreshPair, { body: { refresh } })).status).toBe(401)
  })
})
