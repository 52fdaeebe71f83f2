import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { getSignUpSettings, requestPasswordReset, resendOtp, verifyOtp } from '../contract/codes.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { login, register } from '../contract/portal-door.ts'
import { getMe, getSession, signIn, signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { codeTo, mailsTo, wrongFor } from './mails.ts'
import { changeUser, password, person, signedUp } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const not_valid = { detail: 'This code or link is wrong, has expired or was used. Ask for a new one.', code: 'code_not_valid' }
const asVisitor = () => t.visitor().withCsrf()
const verify = async (email: string, code: string, username?: string) =>
  (await asVisitor()).call(verifyOtp, { body: { email, code, ...(username && { username }) } })
const keysOf = (username: string) =>
  t.site.store.db.selectFrom('users').select(['email_key', 'email_claim', 'email_verified_at']).where('username', '=', username).executeTakeFirstOrThrow()

test('the code confirms, signs in with a new cookie, is used once, and the welcome follows', async () => {
  await signedUp(t, 'meera')
  expect((await mailsTo(t, 'meera@example.com')).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address'])
  const code = await codeTo(t, 'meera@example.com')
  const visitor = await asVisitor()
  const { status, data } = await visitor.call(verifyOtp, { body: { email: 'Meera@Example.COM', code: `${code.slice(0, 3)} ${code.slice(3)}` } })
  expect(status).toBe(200)
  expect(data).toMatchObject({ username: 'meera', email_verified: true })
  expect((await visitor.call(getMe, {})).data).toMatchObject({ username: 'meera', email_verified: true })
  expect(await verify('meera@example.com', code)).toMatchObject({ status: 400, body: not_valid })
  expect((await mailsTo(t, 'meera@example.com')).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address', 'Welcome to Pocket India'])
})

test('no session of before survives being confirmed in that browser', async () => {
  const visitor = await signedUp(t, 'fixed')
  const before = visitor.cookies.get('sessionid') ?? ''
  await visitor.call(verifyOtp, { body: { email: 'fixed@example.com', code: await codeTo(t, 'fixed@example.com') } })
  expect(visitor.cookies.get('sessionid')).not.toBe(before)
  const old = t.visitor()
  old.cookies.set('sessionid', before)
  expect((await old.call(getMe, {})).status).toBe(401)
})

test('wrong, expired, used, killed by a resend, of nobody: the same answer, to the byte', async () => {
  await signedUp(t, 'unsure')
  const email = 'unsure@example.com'
  const first = await codeTo(t, email)
  const answers = [await verify(email, wrongFor(first))]
  expect((await (await asVisitor()).call(resendOtp, { body: { email } })).status).toBe(200)
  answers.push(await verify(email, first))
  const second = await codeTo(t, email)
  expect(second).not.toBe(first)
  t.pass(10 * 60_000 + 1)
  answers.push(await verify(email, second), await verify('nobody@example.com', second))
  for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 400, body: not_valid })
})

test('after five wrong tries the right code is worth nothing, also when they come at once', async () => {
  await signedUp(t, 'guessed')
  const code = await codeTo(t, 'guessed@example.com')
  const tries = await Promise.all(Array.from({ length: 20 }, () => verify('guessed@example.com', wrongFor(code))))
  expect(tries.map(({ status }) => status)).toEqual(new Array(20).fill(400))
  const row = await t.site.store.db
    .selectFrom('codes')
    .innerJoin('users', 'users.id', 'codes.user_id')
    .select('tries')
    .where('username', '=', 'guessed')
    .executeTakeFirstOrThrow()
  expect(row.tries).toBe(5)
  expect((await verify('guessed@example.com', code)).status).toBe(400)
})

test('a code is used once: of ten at once one signs in, twenty times', async () => {
  for (let round = 0; round < 20; round++) {
    const email = `race${round}@example.com`
    await t.visitor().call(register, { body: person(`race${round}`) })
    const code = await codeTo(t, email)
    const visitors = await Promise.all(Array.from({ length: 10 }, asVisitor))
    const statuses = (await Promise.all(visitors.map((visitor) => visitor.call(verifyOtp, { body: { email, code } })))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, ...new Array(9).fill(400)])
  }
})

test('a code of one kind is nothing elsewhere', async () => {
  await signedUp(t, 'kinds')
  await (await asVisitor()).call(requestPasswordReset, { body: { email: 'kinds@example.com' } })
  expect((await verify('kinds@example.com', await codeTo(t, 'kinds@example.com'))).status).toBe(400)
})

describe('an address is a claim until it is confirmed', () => {
  test('who confirms takes it from who only claimed it first; nobody takes it from who has confirmed', async () => {
    const email = 'wanted@example.com'
    const thief = await signedUp(t, 'wanted')
    await t.visitor().call(register, { body: { username: 'honest', email, password } })
    expect(await keysOf('honest')).toMatchObject({ email_key: null, email_claim: email })
    expect((await verify(email, await codeTo(t, email))).data).toMatchObject({ username: 'honest', email_verified: true })
    expect(await keysOf('honest')).toMatchObject({ email_key: email, email_claim: null, email_verified_at: expect.any(String) })
    expect(await keysOf('wanted')).toEqual({ email_key: null, email_claim: email, email_verified_at: null })
    // The first is left with an account of his own that gets no mail of theirs.
    expect((await thief.call(getMe, {})).data).toMatchObject({ username: 'wanted', email_verified: false })
    const before = (await mailsTo(t, email)).length
    await thief.call(resendOtp, { body: { email } })
    const mails = (await mailsTo(t, email)).slice(before)
    expect(mails.map(({ subject }) => subject)).toEqual(['Your address is confirmed'])
    expect(mails[0]?.text).not.toMatch(/^\d{6}$/m)
  })

  test('a code of an account that somebody else made is refused to who is signed in, or says another name', async () => {
    const email = 'victim@example.com'
    const victim = await signedUp(t, 'victim')
    await t.visitor().call(register, { body: { username: 'prehijacker', email, password } })
    const code = await codeTo(t, email)
    expect((await mailsTo(t, email)).at(-1)?.text).toContain('“prehijacker”')
    expect((await victim.call(verifyOtp, { body: { email, code } })).status).toBe(400)
    expect((await verify(email, code, 'victim')).status).toBe(400)
    expect((await verify(email, code, 'nobody-at-all')).status).toBe(400)
    // Asked for from one's own session, the next code is one's own.
    expect((await victim.call(resendOtp, { body: { email } })).status).toBe(200)
    expect((await victim.call(verifyOtp, { body: { email, code: await codeTo(t, email) } })).data).toMatchObject({ username: 'victim' })
  })

  test('an account of long ago is not confirmed by who only knows the address', async () => {
    const email = 'longago@example.com'
    await t.visitor().call(register, { body: person('longago') })
    t.pass(2 * 86_400_000)
    await (await asVisitor()).call(resendOtp, { body: { email } })
    expect((await mailsTo(t, email)).at(-1)).toMatchObject({ subject: 'There is no account with this address' })
    const visitor = await asVisitor()
    await visitor.call(signIn, { body: { username: 'longago', password } })
    await (await visitor.withCsrf()).call(resendOtp, { body: { email } })
    expect((await visitor.call(verifyOtp, { body: { email, code: await codeTo(t, email) } })).status).toBe(200)
  })

  test('whoever claims an address signs in by it as if nobody else had it: signing up and in tells nothing', async () => {
    await t.visitor().call(register, { body: person('settled') })
    await verify('settled@example.com', await codeTo(t, 'settled@example.com'))
    for (const [n, email] of ['settled@example.com', 'unheard-of@example.com'].entries()) {
      const ask = (username: string, secret: string) => t.visitor().call(login, { body: { username, password: secret } })
      await t.visitor().call(register, { body: { username: `prober${n}`, email, password: 'Prober-pass-1' } })
      expect((await ask(email, 'Prober-pass-1')).status).toBe(200)
      await t.visitor().call(register, { body: { username: `seconder${n}`, email, password: 'Seconder-pass-1' } })
      expect((await ask(email, 'Prober-pass-1')).status).toBe(401)
      expect((await ask(email, 'Seconder-pass-1')).data.user.username).toBe(`seconder${n}`)
    }
    expect((await t.visitor().call(login, { body: { username: 'settled@example.com', password } })).data.user.username).toBe('settled')
  })

  test('signing in as a claimant does not wipe out the failures of the owner', async () => {
    await t.visitor().call(login, { body: { username: 'settled@example.com', password: 'wrong-guess' } })
    await t.visitor().call(login, { body: { username: 'settled@example.com', password: 'Seconder-pass-1' } })
    const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', 'settled').executeTakeFirstOrThrow()
    const rows = await t.site.store.db.selectFrom('login_failures').select('subject').execute()
    expect(rows.map(({ subject }) => subject)).toContain(id)
  })

  test('a disabled account is not confirmed, and does not get in by a code', async () => {
    await t.visitor().call(register, { body: person('barred') })
    const code = await codeTo(t, 'barred@example.com')
    await changeUser(t, 'barred', { is_active: 0 })
    expect(await verify('barred@example.com', code)).toMatchObject({ status: 400, body: not_valid })
    expect((await keysOf('barred')).email_verified_at).toBeNull()
  })
})

describe('EMAIL_VERIFICATION=mandatory', () => {
  let strict: TestSite
  beforeAll(async () => {
    strict = await testSite([accounts], { environment: { EMAIL_VERIFICATION: 'mandatory' } })
  })
  afterAll(() => strict.end())

  test('a sign-up gives no session, a right password is told to confirm and mailed a code, a wrong one is told nothing', async () => {
    const visitor = await strict.visitor().withCsrf()
    const made = await visitor.call(signUp, { body: person('careful') })
    expect(made.status).toBe(201)
    expect(made.headers.getSetCookie().join()).not.toContain('sessionid')
    expect((await visitor.call(getSession, {})).data.user).toBeNull()
    const first = await codeTo(strict, 'careful@example.com')
    for (const name of ['careful', 'careful@example.com']) {
      const wrong = await visitor.call(signIn, { body: { username: name, password: 'wrong-guess' } })
      expect(wrong.body).toEqual({ detail: 'Unknown user or wrong password.', code: 'bad_credentials' })
      const told = await visitor.call(signIn, { body: { username: name, password } })
      expect({ status: told.status, body: told.body }).toEqual({
        status: 403,
        body: { detail: 'Confirm your e-mail address first: we have sent you a code.', code: 'email_not_verified' },
      })
    }
    expect(await strict.visitor().call(login, { body: { username: 'careful', password } })).toMatchObject({ status: 403 })
    expect(await strict.visitor().call(obtainPair, { body: { username: 'careful', password } })).toMatchObject({
      status: 403,
      body: { code: 'email_not_verified' },
    })
    const code = await codeTo(strict, 'careful@example.com')
    expect(code).not.toBe(first)
    expect((await visitor.call(verifyOtp, { body: { email: 'careful@example.com', code } })).status).toBe(200)
    expect((await visitor.call(getMe, {})).data.username).toBe('careful')
    expect((await strict.visitor().call(login, { body: { username: 'careful', password } })).status).toBe(200)
  })

  test('the settings tell the pages, and no more', async () => {
    const { data } = await strict.visitor().call(getSignUpSettings, {})
    expect(data).toEqual({ email_verification: 'mandatory', inbox: '/dev/mail' })
    expect((await t.visitor().call(getSignUpSettings, {})).data.email_verification).toBe('optional')
  })
})
