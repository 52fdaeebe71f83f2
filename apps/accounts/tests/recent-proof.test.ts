import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { confirm, getProofWays } from '../contract/confirm.ts'
import { startTotp } from '../contract/totp.ts'
import { loginV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { withAuthenticatorApp } from './authenticator-app.ts'
import { actions, changeUser, nobody, password, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const minute = 60_000
/** Something that needs a recent proof. */
const sensitive = async (visitor: Visitor) => visitor.call(startTotp, {})
const needed = { detail: 'Confirm first that it is you.', code: 'proof_needed' }

test('a sign-in is proof for ten minutes; after them a confirmation is needed, which holds as long', async () => {
  const asha = await signedUp(t, 'asha')
  t.pass(10 * minute - 5000)
  expect((await sensitive(asha)).status).toBe(200)
  t.pass(5001)
  const refused = await sensitive(asha)
  expect(refused.status).toBe(403)
  expect(refused.body).toEqual(needed)
  const confirmed = await asha.call(confirm, { body: { password } })
  expect(confirmed.status).toBe(204)
  expect((await sensitive(asha)).status).toBe(200)
  t.pass(10 * minute)
  expect((await sensitive(asha)).status).toBe(403)
})

test('it is this session that is confirmed, not another of the same person', async () => {
  const here = await signedUp(t, 'two.places')
  const there = await withToken(t, 'two.places')
  t.pass(11 * minute)
  expect((await here.call(confirm, { body: { password } })).status).toBe(204)
  expect((await sensitive(here)).status).toBe(200)
  expect((await sensitive(there)).status).toBe(403)
})

test('a JSON web token is as good a credential: its session carries the proof', async () => {
  await signedUp(t, 'program')
  const visitor = t.visitor()
  visitor.token = (await visitor.call(loginV1, { body: { username: 'program', password } })).data.access
  expect((await sensitive(visitor)).status).toBe(200)
  t.pass(11 * minute)
  expect((await sensitive(visitor)).status).toBe(403)
  expect((await visitor.call(confirm, { body: { password } })).status).toBe(204)
  expect((await sensitive(visitor)).status).toBe(200)
})

test('a wrong password confirms nothing, is audited, and counts as a failed sign-in: the 101st try is slowed', async () => {
  const ravi = await signedUp(t, 'ravi')
  t.pass(11 * minute)
  const before = (await actions(t)).length
  const refused = await ravi.call(confirm, { body: { password: 'Not-the-one-1' } })
  expect(refused.status).toBe(401)
  expect(refused.body).toEqual({ detail: 'Wrong password.', code: 'bad_credentials' })
  expect((await actions(t)).slice(before)).toEqual(['accounts.confirm_failed'])
  expect((await sensitive(ravi)).status).toBe(403)
  await t.site.store.write(nobody, (tx) => tx.updateTable('login_failures').set({ failures: 100, last_failed_at: tx.now }).execute())
  const elsewhere = t.visitor({ address: '203.0.113.9' })
  for (const [name, value] of ravi.cookies) elsewhere.cookies.set(name, value)
  await elsewhere.withCsrf()
  expect((await elsewhere.call(confirm, { body: { password } })).status).toBe(429)
  // Where its owner has signed in from nothing is slowed.
  expect((await ravi.call(confirm, { body: { password } })).status).toBe(204)
})

test('with a second factor on, the password alone confirms nothing', async () => {
  const meera = await signedUp(t, 'meera')
  const app = await withAuthenticatorApp(t, meera)
  t.pass(11 * minute)
  const half = await meera.call(confirm, { body: { password } })
  expect(half.status).toBe(403)
  expect(half.body).toMatchObject({ code: 'second_factor_required' })
  expect((await meera.call(confirm, { body: { password, otp: '000000' } })).status).toBe(401)
  expect((await meera.call(confirm, { body: { password, otp: app.code() } })).status).toBe(204)
  expect((await meera.call(confirm, { body: { password, otp: app.code() } })).status).toBe(401)
})

test('how one can confirm is told to oneself', async () => {
  const usha = await signedUp(t, 'usha')
  expect((await usha.call(getProofWays, {})).body).toEqual({ password: true, second_factor: false, passkey: false })
  await withAuthenticatorApp(t, usha)
  expect((await usha.call(getProofWays, {})).body).toEqual({ password: true, second_factor: true, passkey: false })
  await changeUser(t, 'usha', { password_hash: null })
  expect((await usha.call(getProofWays, {})).body).toMatchObject({ password: false })
  expect((await usha.call(confirm, { body: { password } })).status).toBe(401)
})

test('the confirmation of another process counts at once, before its news has come', async () => {
  const lata = await signedUp(t, 'lata')
  t.pass(11 * minute)
  expect((await sensitive(lata)).status).toBe(403)
  await t.site.store.write(nobody, (tx) => tx.updateTable('sessions').set({ proved_at: tx.now }).execute())
  expect((await sensitive(lata)).status).toBe(200)
})
