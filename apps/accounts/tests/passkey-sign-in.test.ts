import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { confirm, confirmOptions, getProofWays } from '../contract/confirm.ts'
import { listPasskeys, passkeyOptions, passkeySignIn, passkeySignInOptions } from '../contract/passkeys.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { withAuthenticatorApp } from './authenticator-app.ts'
import { actions, changeUser, signedUp } from './people.ts'
import { enter, newVisitor, SoftwareKey, type Tricks, withPasskey } from './software-key.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

let n = 0
async function somebodyWithKey(counter?: number) {
  const username = `person${n++}`
  const visitor = await signedUp(t, username)
  return { username, visitor, ...(await withPasskey(visitor, 'Key', counter)) }
}
const no = { status: 401, body: { detail: 'This passkey does not open an account here.', code: 'bad_credentials' } }
const stale = { status: 400, body: { credential: ['This took too long, or was answered before. Start again.'] } }
const shown = ({ status, body }: { status: number; body: unknown }) => ({ status, body })

test('a passkey signs in without a name: a new cookie session, audited; the one that the browser had ends', async () => {
  const { username, visitor, key } = await somebodyWithKey()
  const before = (await actions(t)).length
  const browser = await newVisitor(t)
  const { data: options } = await browser.call(passkeySignInOptions, {})
  expect(options).toEqual({ challenge: expect.any(String), timeout: 300_000, rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
  const signed = await browser.call(passkeySignIn, { body: { credential: await key.get(options) } })
  expect(signed.status).toBe(200)
  expect(signed.data.username).toBe(username)
  expect(signed.headers.getSetCookie()).toEqual([expect.stringMatching(/^sessionid=[\w-]{43}; .*HttpOnly/)])
  expect((await browser.call(getMe, {})).data.username).toBe(username)
  expect((await actions(t)).slice(before)).toEqual(['accounts.passkey_sign_in'])
  expect((await visitor.call(listPasskeys, {})).data[0]?.last_used_at).toEqual(expect.any(String))
  const first = browser.cookies.get('sessionid')
  expect((await enter(await browser.withCsrf(), key)).status).toBe(200)
  expect((await t.visitor({ headers: { cookie: `sessionid=${first}` } }).call(getMe, {})).status).toBe(401)
})

test('it asks for no code, and where there is no password it is the way in', async () => {
  const { username, visitor, key } = await somebodyWithKey()
  await withAuthenticatorApp(t, visitor)
  expect((await enter(await newVisitor(t), key)).status).toBe(200)
  await changeUser(t, username, { password_hash: null })
  expect((await enter(await newVisitor(t), key)).status).toBe(200)
})

const bad: Record<string, Tricks> = {
  'another origin': { origin: 'https://evil.example' },
  'the same host on https': { origin: 'https://localhost' },
  'another site’s id': { rp_id: 'evil.example' },
  'a user who was not verified': { verified: false },
  'a user who was not there': { present: false },
  'an answer of the other kind': { type: 'webauthn.create' },
  'another key’s signature': { forged: true },
  'somebody else’s handle': { user_handle: Buffer.from('00000000-0000-7000-8000-000000000000').toString('base64url') },
}
for (const [what, tricks] of Object.entries(bad))
  test(`${what}: refused, audited`, async () => {
    const { key } = await somebodyWithKey()
    const before = (await actions(t)).length
    expect(shown(await enter(await newVisitor(t), key, tricks))).toEqual(no)
    expect((await actions(t)).slice(before)).toEqual(['accounts.passkey_sign_in_failed'])
    expect((await enter(await newVisitor(t), key)).status).toBe(200)
  })

test('an unknown key, and one of a disabled or deleted account, get the same answer', async () => {
  expect(shown(await enter(await newVisitor(t), await SoftwareKey.make()))).toEqual(no)
  for (const change of [{ is_active: 0 }, { deleted_at: new Date().toISOString() }] as const) {
    const { username, key } = await somebodyWithKey()
    await changeUser(t, username, change)
    expect(shown(await enter(await newVisitor(t), key))).toEqual(no)
  }
})

test('a challenge is for one visitor, one purpose, five minutes', async () => {
  const { visitor, key } = await somebodyWithKey(0)
  const browser = await newVisitor(t)
  const answerTo = async (challenge: string) => shown(await browser.call(passkeySignIn, { body: { credential: await key.get({ challenge }) } }))
  const other = (await (await newVisitor(t)).call(passkeySignInOptions, {})).data.challenge
  expect(await answerTo(other)).toEqual(stale)
  expect(await answerTo((await visitor.call(passkeyOptions, {})).data.challenge)).toEqual(stale)
  expect(await answerTo((await visitor.call(confirmOptions, {})).data.challenge)).toEqual(stale)
  expect(await answerTo('AAAA')).toEqual(stale)
  const late = (await browser.call(passkeySignInOptions, {})).data.challenge
  t.pass(5 * 60_000)
  expect(await answerTo(late)).toEqual(stale)
})

test('the same answer ten times at once, twenty times, with and without a counter: one session', async () => {
  for (const counter of [0, 1]) {
    const { key } = await somebodyWithKey(counter)
    for (let round = 0; round < 10; round++) {
      const browser = await newVisitor(t)
      const { data } = await browser.call(passkeySignInOptions, {})
      const credential = await key.get(data)
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      // Ten copies of the request as it was sent: the first answer's cookie changes none of them.
      const copies = Array.from({ length: 10 }, () => t.visitor({ headers: { cookie } }))
      const statuses = await Promise.all(copies.map(async (copy) => (await (await copy.withCsrf()).call(passkeySignIn, { body: { credential } })).status))
      expect(statuses.sort()).toEqual([200, ...new Array(9).fill(400)])
    }
  }
})

test('a counter that has not grown means a copy: refused, audited, and the genuine one goes on', async () => {
  const { key } = await somebodyWithKey(5)
  expect((await enter(await newVisitor(t), key)).status).toBe(200)
  const now = key.counter
  const before = (await actions(t)).length
  for (const counter of [now, now - 1, 0]) expect(shown(await enter(await newVisitor(t), key, { counter }))).toEqual(no)
  expect((await actions(t)).slice(before)).toEqual(new Array(3).fill('accounts.passkey_copied'))
  // Without the key nobody can sound that alarm.
  expect(shown(await enter(await newVisitor(t), key, { counter: 0, forged: true }))).toEqual(no)
  expect((await actions(t)).at(-1)).toBe('accounts.passkey_sign_in_failed')
  expect((await enter(await newVisitor(t), key)).status).toBe(200)
  expect((await enter(await newVisitor(t), key, { counter: 4_294_967_295 })).status).toBe(200)
})

test('a passkey confirms its owner’s session, and nobody else’s', async () => {
  const { visitor, key } = await somebodyWithKey()
  const stranger = await somebodyWithKey()
  t.pass(11 * 60_000)
  expect((await visitor.call(getProofWays, {})).data.passkey).toBe(true)
  expect((await visitor.call(passkeyOptions, {})).status).toBe(403)
  const options = async () => (await visitor.call(confirmOptions, {})).data
  expect((await options()).allowCredentials).toEqual([{ id: key.id, type: 'public-key', transports: ['internal'] }])
  expect(shown(await visitor.call(confirm, { body: { passkey: await stranger.key.get(await options()) } }))).toEqual(no)
  expect(shown(await visitor.call(confirm, { body: { passkey: await key.get(await options(), { verified: false }) } }))).toEqual(no)
  expect((await visitor.call(passkeyOptions, {})).status).toBe(403)
  const answered = await key.get(await options())
  expect((await visitor.call(confirm, { body: { passkey: answered } })).status).toBe(204)
  expect((await visitor.call(passkeyOptions, {})).status).toBe(200)
  expect(shown(await visitor.call(confirm, { body: { passkey: answered } }))).toEqual(stale)
  expect((await visitor.call(confirm, { body: {} })).status).toBe(400)
  expect((await visitor.call(confirm, { body: { password: 'x', passkey: answered } })).status).toBe(400)
})

test('used challenges are forgotten when they would have expired', async () => {
  const { key } = await somebodyWithKey()
  expect((await enter(await newVisitor(t), key)).status).toBe(200)
  const kept = async () => (await t.site.store.db.selectFrom('used_challenges').select('challenge_hash').execute()).length
  expect(await kept()).toBeGreaterThan(0)
  t.pass(6 * 60_000)
  const { jobs } = await import('../server/jobs.ts')
  const tidy = jobs.find(({ name }) => name === 'accounts.tidy')
  await tidy?.run({ id: Bun.randomUUIDv7(), payload: {}, site: t.site } as never)
  expect(await kept()).toBe(0)
})
