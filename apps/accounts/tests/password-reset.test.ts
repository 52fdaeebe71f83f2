import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { changePassword, confirmPasswordReset, requestPasswordReset, verifyOtp } from '../contract/codes.ts'
import { getProfile, login, register } from '../contract/portal-door.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { codeTo, linkTo, mailsTo, wrongFor } from './mails.ts'
import { actions, changeUser, password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const fresh = 'Banyan-roots-8'
const not_valid = { detail: 'This code or link is wrong, has expired or was used. Ask for a new one.', code: 'code_not_valid' }
const ask = async (email: string) => (await t.visitor().withCsrf()).call(requestPasswordReset, { body: { email } })
type Proof = { email: string; code: string } | { token: string }
const reset = async (proof: Proof, new_password = fresh) => (await t.visitor().withCsrf()).call(confirmPasswordReset, { body: { ...proof, new_password } })
const opens = async (username: string, secret: string) => (await t.visitor().call(login, { body: { username, password: secret } })).status === 200

for (const by of ['code', 'link'] as const)
  test(`by ${by}: a new password, every session ended, the address confirmed, told by mail; used once`, async () => {
    const name = `by${by}`
    const email = `${name}@example.com`
    const browser = await signedUp(t, name)
    const program = await withToken(t, name)
    expect((await ask(email)).status).toBe(200)
    const proof = by === 'code' ? { email, code: await codeTo(t, email) } : { token: await linkTo(t, email, 'reset') }
    expect((await reset(proof)).status).toBe(200)
    expect((await browser.call(getMe, {})).status).toBe(401)
    expect((await program.call(getProfile, {})).status).toBe(401)
    expect([await opens(name, password), await opens(name, fresh)]).toEqual([false, true])
    expect(await reset(proof, 'Another-one-9')).toMatchObject({ status: 400, body: not_valid })
    // Both came in one mail, so both are used.
    const other = by === 'code' ? { token: await linkTo(t, email, 'reset') } : { email, code: await codeTo(t, email) }
    expect((await reset(other, 'Another-one-9')).status).toBe(400)
    const subjects = (await mailsTo(t, email)).map(({ subject }) => subject)
    expect(subjects).toEqual(['Confirm your e-mail address', 'Choose a new password', 'Your password was changed', 'Welcome to Pocket India'])
    const row = await t.site.store.db.selectFrom('users').select('email_verified_at').where('username', '=', name).executeTakeFirstOrThrow()
    expect(row.email_verified_at).not.toBeNull()
    expect(await actions(t)).toContain('accounts.password_reset')
  })

test('the code is good for ten minutes, the link for thirty', async () => {
  await t.visitor().call(register, { body: person('slow') })
  const email = 'slow@example.com'
  await ask(email)
  t.pass(10 * 60_000 + 1)
  expect((await reset({ email, code: await codeTo(t, email) })).status).toBe(400)
  expect((await reset({ token: await linkTo(t, email, 'reset') })).status).toBe(200)
  await ask(email)
  t.pass(30 * 60_000 + 1)
  expect((await reset({ token: await linkTo(t, email, 'reset') })).status).toBe(400)
})

test('after five wrong codes only the link is left; a resend kills both that came before', async () => {
  await t.visitor().call(register, { body: person('guessed') })
  const email = 'guessed@example.com'
  await ask(email)
  const [code, token] = [await codeTo(t, email), await linkTo(t, email, 'reset')]
  for (let n = 0; n < 5; n++) expect((await reset({ email, code: wrongFor(code) })).body).toEqual(not_valid)
  expect((await reset({ email, code })).body).toEqual(not_valid)
  await ask(email)
  expect((await reset({ token })).body).toEqual(not_valid)
  expect((await reset({ token: await linkTo(t, email, 'reset') })).status).toBe(200)
})

test('a weak password is told to the field and does not use the code up', async () => {
  await t.visitor().call(register, { body: person('weakling') })
  const email = 'weakling@example.com'
  await ask(email)
  const code = await codeTo(t, email)
  for (const weak of ['password', 'short', 'weakling1', 'x'.repeat(129)]) {
    const { status, body } = await reset({ email, code }, weak)
    expect(`${status} ${Object.keys(body as object)}`).toBe('400 new_password')
  }
  expect((await reset({ email, code })).status).toBe(200)
})

for (const by of ['code', 'link'] as const)
  test(`of ten at once by ${by} one succeeds, twenty times`, async () => {
    await t.visitor().call(register, { body: person(`race${by}`) })
    const email = `race${by}@example.com`
    for (let round = 0; round < 20; round++) {
      await ask(email)
      const proof = by === 'code' ? { email, code: await codeTo(t, email) } : { token: await linkTo(t, email, 'reset') }
      const tries = await Promise.all(Array.from({ length: 10 }, (_, n) => reset(proof, `Peepal-leaves-${round}-${n}`)))
      expect(tries.map(({ status }) => status).sort()).toEqual([200, ...new Array(9).fill(400)])
    }
  })

test('who came by an outside identity and has no password gets one; who is disabled gets none', async () => {
  for (const name of ['oauth', 'disabled']) await t.visitor().call(register, { body: person(name) })
  await changeUser(t, 'oauth', { password_hash: null })
  await changeUser(t, 'disabled', { is_active: 0 })
  await ask('oauth@example.com')
  expect((await reset({ email: 'oauth@example.com', code: await codeTo(t, 'oauth@example.com') })).status).toBe(200)
  expect(await opens('oauth', fresh)).toBe(true)
  await ask('disabled@example.com')
  expect((await mailsTo(t, 'disabled@example.com')).at(-1)).toMatchObject({ subject: 'There is no account with this address' })
})

test('who claimed an address and waits in a session is out when its owner resets the password', async () => {
  const thief = await signedUp(t, 'squatter')
  await ask('squatter@example.com')
  await reset({ email: 'squatter@example.com', code: await codeTo(t, 'squatter@example.com') })
  expect((await thief.call(getMe, {})).status).toBe(401)
  expect(await opens('squatter', password)).toBe(false)
})

test('changing it: the present one is asked for, others are signed out, this browser goes on with a new cookie, a mail tells', async () => {
  const here = await signedUp(t, 'changer')
  const there = await withToken(t, 'changer')
  const old = here.cookies.get('sessionid')
  const wrong = await here.call(changePassword, { body: { current_password: 'not-it-at-all', new_password: fresh } })
  expect({ status: wrong.status, body: wrong.body }).toEqual({ status: 400, body: { current_password: ['This is not your password.'] } })
  expect((await here.call(changePassword, { body: { current_password: password, new_password: 'password' } })).body).toHaveProperty('new_password')
  expect((await here.call(changePassword, { body: { current_password: password, new_password: fresh } })).status).toBe(200)
  expect(here.cookies.get('sessionid')).not.toBe(old)
  expect((await here.call(getMe, {})).status).toBe(200)
  expect((await there.call(getProfile, {})).status).toBe(401)
  expect([await opens('changer', password), await opens('changer', fresh)]).toEqual([false, true])
  expect((await mailsTo(t, 'changer@example.com')).at(-1)?.subject).toBe('Your password was changed')
})

test('wrong present passwords count with the failed sign-ins of the account', async () => {
  const here = await signedUp(t, 'guarded')
  for (let n = 0; n < 3; n++) await here.call(changePassword, { body: { current_password: `guess-${n}`, new_password: fresh } })
  const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', 'guarded').executeTakeFirstOrThrow()
  const row = await t.site.store.db.selectFrom('login_failures').select('failures').where('subject', '=', id).executeTakeFirstOrThrow()
  expect(row.failures).toBe(3)
})

test('a token that changes the password goes on itself', async () => {
  await t.visitor().call(register, { body: person('program') })
  const program = await withToken(t, 'program')
  expect((await program.call(changePassword, { body: { current_password: password, new_password: fresh } })).status).toBe(200)
  expect((await program.call(getProfile, {})).status).toBe(200)
})

test('a code to confirm an address resets no password', async () => {
  await t.visitor().call(register, { body: person('mixed') })
  const code = await codeTo(t, 'mixed@example.com')
  expect((await reset({ email: 'mixed@example.com', code })).status).toBe(400)
  expect((await (await t.visitor().withCsrf()).call(verifyOtp, { body: { email: 'mixed@example.com', code } })).status).toBe(200)
})
