import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { digest } from '#server/crypto/tokens.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { everyRow } from '#server/testing-rows.ts'
import { getProfile, login, logout, register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { actions, changeUser, password, person, signedUp, withToken } from './people.ts'

fullHashes()

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  for (const name of ['asha', 'bela', 'chitra', 'devi', 'esha']) expect((await t.visitor().call(register, { body: person(name) })).status).toBe(201)
})
afterAll(() => t.end())

const statusWith = async (token: string) => (await Object.assign(t.visitor(), { token }).call(getProfile, {})).status
const liveTokens = async (username: string) =>
  t.site.store.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('sessions.id')
    .where('username', '=', username)
    .where('kind', '=', 'token')
    .where('ended_at', 'is', null)
    .execute()

test('a new login ends the token before it, at once', async () => {
  const first = await withToken(t, 'asha')
  expect(await statusWith(first.token)).toBe(200)
  const second = await withToken(t, 'asha')
  expect(await statusWith(first.token)).toBe(401)
  expect(await statusWith(second.token)).toBe(200)
})

test('of 20 logins at once all answer and one token is left', async () => {
  const logins = await Promise.all(Array.from({ length: 20 }, () => t.visitor().call(login, { body: { username: 'bela', password } })))
  expect(logins.map((made) => made.status)).toEqual(new Array(20).fill(200))
  const tokens = logins.map((made) => made.data.access_token)
  expect(new Set(tokens).size).toBe(20)
  expect(await liveTokens('bela')).toHaveLength(1)
  expect((await Promise.all(tokens.map(statusWith))).filter((status) => status === 200)).toHaveLength(1)
})

test('login takes the mail address too, in any case', async () => {
  expect((await t.visitor().call(login, { body: { username: 'CHITRA@example.COM', password } })).status).toBe(200)
  expect((await t.visitor().call(login, { body: { username: 'ＣＨＩＴＲＡ', password } })).status).toBe(200)
})

test('a token ends twelve hours after the login, however much it is used', async () => {
  const site = await testSite([accounts])
  try {
    await signedUp(site, 'john')
    const john = await withToken(site, 'john')
    for (let hour = 1; hour < 12; hour++) {
      site.pass(3_600_000)
      expect((await john.call(getProfile, {})).status).toBe(200)
    }
    site.pass(3_599_000)
    expect((await john.call(getProfile, {})).status).toBe(200)
    site.pass(1_000)
    expect((await john.call(getProfile, {})).status).toBe(401)
  } finally {
    await site.end()
  }
})

test('logout ends this token, and says so once in the audit log', async () => {
  const devi = await withToken(t, 'devi')
  const before = (await actions(t)).length
  expect((await devi.call(logout, {})).status).toBe(200)
  expect((await devi.call(logout, {})).status).toBe(401)
  expect(await statusWith(devi.token)).toBe(401)
  expect((await actions(t)).slice(before)).toEqual(['accounts.logout'])
})

test('whoever is disabled or deleted is refused with the next call, and comes back when enabled', async () => {
  const esha = await withToken(t, 'esha')
  expect(await statusWith(esha.token)).toBe(200)
  await changeUser(t, 'esha', { is_active: 0 })
  expect(await statusWith(esha.token)).toBe(401)
  await changeUser(t, 'esha', { is_active: 1 })
  expect(await statusWith(esha.token)).toBe(200)
  await changeUser(t, 'esha', { deleted_at: new Date().toISOString() })
  expect(await statusWith(esha.token)).toBe(401)
})

test('an answer that was read before a revocation is not remembered after it', async () => {
  const fresh = await withToken(t, 'chitra')
  const { db } = t.site.store
  const { execute } = db
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // The row has been read, but the answer is still on its way from the database.
  db.execute = async (query) => {
    const rows = await execute(query)
    await held
    return rows as never
  }
  const early = statusWith(fresh.token)
  await Bun.sleep(50)
  db.execute = execute
  await withToken(t, 'chitra')
  release()
  await early
  expect(await statusWith(fresh.token)).toBe(401)
})

test('what is no token opens nothing and breaks nothing', async () => {
  const { token } = await withToken(t, 'asha')
  const forgeries = [
    token.slice(1),
    `${token}0`,
    token.toUpperCase(),
    digest(token),
    'null',
    'undefined',
    "' or 1=1 --",
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.',
    'x'.repeat(65_536),
    '%00',
  ]
  for (const header of [
    ...forgeries.map((text) => `Bearer ${text}`),
    token,
    `Basic ${token}`,
    'Bearer',
    'Bearer  ',
    `Bearer ${token} ${token}`,
    `bearer,${token}`,
  ]) {
    const { status } = await t.visitor({ headers: { authorization: header } }).call(getProfile, {})
    expect(`${status} ${header.slice(0, 40)}`).toBe(`401 ${header.slice(0, 40)}`)
  }
  for (const cookie of [`sessionid=${token}`, `__Host-sessionid=${token}`, `sessionid=${digest(token)}`])
    expect((await t.visitor({ headers: { cookie } }).call(getProfile, {})).status).toBe(401)
  expect(await statusWith(token)).toBe(200)
})

test('passwords, tokens, cookies and CSRF tokens stand nowhere in the database and nowhere in the log', async () => {
  const own = await testSite([accounts])
  try {
    const browser = await signedUp(own, 'john')
    const program = await withToken(own, 'john')
    await own.visitor().call(login, { body: { username: 'john', password: 'Wrong-guess-99' } })
    await own.visitor().call(login, { body: { username: 'Typed-in-the-wrong-box-1', password } })
    await own
      .visitor()
      .request('/api/auth/login', { method: 'POST', body: `{"username":"john","password":"${password}"`, headers: { 'content-type': 'application/json' } })
    await own.worker.drain()
    const cookies = [...browser.cookies.values()]
    const secrets = [password, 'Wrong-guess-99', 'Typed-in-the-wrong-box-1', program.token, own.site.config.SECRET_KEY, ...cookies]
    expect(cookies.length).toBeGreaterThanOrEqual(2)
    const everything = `${await everyRow(own.site)}\n${own.logged.join('\n')}`
    for (const text of secrets) {
      expect(text.length).toBeGreaterThan(10)
      for (const form of [
        text,
        text.toLowerCase(),
        Buffer.from(text).toString('base64'),
        Buffer.from(text).toString('base64url'),
        Buffer.from(text).toString('hex'),
      ])
        expect(everything.includes(form)).toBe(false)
    }
    // They are found by what stands in their place, so the search above looked in the right rows.
    expect(everything).toContain(digest(program.token))
    expect(everything).toContain(digest(browser.cookies.get('sessionid') ?? ''))
    expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  } finally {
    await own.end()
  }
})
