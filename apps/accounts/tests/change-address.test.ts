import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { changeEmail, confirmEmail, confirmPasswordReset, notMe, requestPasswordReset, verifyOtp } from '../contract/codes.ts'
import { putPairProfile } from '../contract/pair-door.ts'
import { login, register } from '../contract/portal-door.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { codeTo, linkTo, mailsTo, wrongFor } from './mails.ts'
import { changeUser, password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

async function confirmed(username: string) {
  const visitor = await signedUp(t, username)
  const email = `${username}@example.com`
  expect((await visitor.call(verifyOtp, { body: { email, code: await codeTo(t, email) } })).status).toBe(200)
  return visitor.withCsrf()
}
const subjectsTo = async (email: string) => (await mailsTo(t, email)).map(({ subject }) => subject)
const confirm = (visitor: Awaited<ReturnType<typeof confirmed>>, code: string) => visitor.call(confirmEmail, { body: { code } })

test('the code goes to the new address, a notice to the old; only the code moves the account', async () => {
  const anu = await confirmed('anu')
  const asked = await anu.call(changeEmail, { body: { email: 'anu.new@example.com', current_password: password } })
  expect(asked.status).toBe(200)
  expect(await subjectsTo('anu.new@example.com')).toEqual(['Confirm your new e-mail address'])
  expect((await subjectsTo('anu@example.com')).at(-1)).toBe('Your e-mail address is about to change')
  expect((await anu.call(getMe, {})).data.email).toBe('anu@example.com')
  const code = await codeTo(t, 'anu.new@example.com')
  expect((await confirm(anu, wrongFor(code))).body).toMatchObject({ code: 'code_not_valid' })
  expect((await confirm(anu, code)).data).toMatchObject({ email: 'anu.new@example.com', email_verified: true })
  expect((await anu.call(getMe, {})).data.email).toBe('anu.new@example.com')
  expect((await confirm(anu, code)).status).toBe(400)
  expect((await t.visitor().call(login, { body: { username: 'anu.new@example.com', password } })).status).toBe(200)
  expect((await t.visitor().call(login, { body: { username: 'anu@example.com', password } })).status).toBe(401)
})

test('without the password, or with a wrong one, there is no change and no mail', async () => {
  const balu = await confirmed('balu')
  for (const given of ['wrong-guess', ''])
    expect((await balu.call(changeEmail, { body: { email: 'balu.new@example.com', current_password: given } })).body).toHaveProperty('current_password')
  expect(await subjectsTo('balu.new@example.com')).toEqual([])
  expect((await balu.call(changeEmail, { body: { email: 'BALU@example.com', current_password: password } })).body).toHaveProperty('email')
})

test('a taken address is told to who has it, and nobody else: same answer, no code', async () => {
  const chitra = await confirmed('chitra')
  const ask = (email: string) => chitra.call(changeEmail, { body: { email, current_password: password } })
  const [free, taken] = [await ask('nobody.yet@example.com'), await ask('anu.new@example.com')]
  expect({ status: taken.status, body: taken.body }).toEqual({ status: free.status, body: free.body })
  const told = (await mailsTo(t, 'anu.new@example.com')).at(-1)
  expect(told?.subject).toBe('You have an account already')
  expect(told?.text).not.toMatch(/^\d{6}$/m)
  expect((await confirm(chitra, '000000')).status).toBe(400)
})

test('another account’s code, and a second request’s first code, move nothing', async () => {
  const [deepa, esha] = [await confirmed('deepa'), await confirmed('esha')]
  await deepa.call(changeEmail, { body: { email: 'one@example.com', current_password: password } })
  const first = await codeTo(t, 'one@example.com')
  expect((await confirm(esha, first)).status).toBe(400)
  await deepa.call(changeEmail, { body: { email: 'two@example.com', current_password: password } })
  expect((await confirm(deepa, first)).status).toBe(400)
  expect((await confirm(deepa, await codeTo(t, 'two@example.com'))).status).toBe(200)
})

test('of ten confirmations at once one succeeds, twenty times', async () => {
  const farida = await confirmed('farida')
  for (let round = 0; round < 20; round++) {
    const email = `farida${round}@example.com`
    await farida.call(changeEmail, { body: { email, current_password: password } })
    const code = await codeTo(t, email)
    const tries = await Promise.all(Array.from({ length: 10 }, () => confirm(farida, code)))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, ...new Array(9).fill(400)])
  }
})

test('“it was not me” takes a change back that was made already, ends all sessions, voids the password and asks for a new one; once', async () => {
  const gita = await confirmed('gita')
  const program = await withToken(t, 'gita')
  await gita.call(changeEmail, { body: { email: 'thief@example.com', current_password: password } })
  await confirm(gita, await codeTo(t, 'thief@example.com'))
  t.pass(6 * 86_400_000)
  const token = await linkTo(t, 'gita@example.com', 'not-me')
  const owner = await t.visitor().withCsrf()
  const undone = await owner.call(notMe, { body: { token } })
  expect(undone.status).toBe(200)
  expect((await gita.call(getMe, {})).status).toBe(401)
  expect((await program.call(getMe, {})).status).toBe(401)
  expect((await t.visitor().call(login, { body: { username: 'gita', password } })).status).toBe(401)
  expect((await owner.call(notMe, { body: { token } })).status).toBe(400)
  const body = { token: undone.data.reset_token, new_password: 'Banyan-roots-8' }
  expect((await owner.call(confirmPasswordReset, { body })).status).toBe(200)
  const { data } = await t.visitor().call(login, { body: { username: 'gita@example.com', password: 'Banyan-roots-8' } })
  expect(data.user).toMatchObject({ username: 'gita', email: 'gita@example.com' })
})

test('the way back works before the change is made, survives a second change, and ends after seven days', async () => {
  const hema = await confirmed('hema')
  const ask = (email: string) => hema.call(changeEmail, { body: { email, current_password: password } })
  await ask('hema2@example.com')
  const first = await linkTo(t, 'hema@example.com', 'not-me')
  await confirm(hema, await codeTo(t, 'hema2@example.com'))
  await ask('hema3@example.com')
  const code = await codeTo(t, 'hema3@example.com')
  expect((await (await t.visitor().withCsrf()).call(notMe, { body: { token: first } })).status).toBe(200)
  const row = await t.site.store.db.selectFrom('users').select(['email', 'email_key']).where('username', '=', 'hema').executeTakeFirstOrThrow()
  expect(row).toEqual({ email: 'hema@example.com', email_key: 'hema@example.com' })
  expect((await confirm(await hema.withCsrf(), code)).status).toBe(401)
  // The thief's own ways back are dead: those went to addresses of his.
  const his = await linkTo(t, 'hema2@example.com', 'not-me')
  expect((await (await t.visitor().withCsrf()).call(notMe, { body: { token: his } })).status).toBe(400)
  const indu = await confirmed('indu')
  await indu.call(changeEmail, { body: { email: 'indu2@example.com', current_password: password } })
  const late = await linkTo(t, 'indu@example.com', 'not-me')
  t.pass(7 * 86_400_000 + 1)
  expect((await (await t.visitor().withCsrf()).call(notMe, { body: { token: late } })).status).toBe(400)
})

test('a thief who uses a way back of his own does not kill the owner’s', async () => {
  const nila = await confirmed('nila')
  for (const email of ['nila2@example.com', 'nila3@example.com']) {
    await nila.call(changeEmail, { body: { email, current_password: password } })
    await confirm(nila, await codeTo(t, email))
    t.pass(1000)
  }
  const click = async (email: string) => (await t.visitor().withCsrf()).call(notMe, { body: { token: await linkTo(t, email, 'not-me') } })
  expect((await click('nila2@example.com')).status).toBe(200)
  expect((await click('nila@example.com')).status).toBe(200)
  const row = await t.site.store.db.selectFrom('users').select('email').where('username', '=', 'nila').executeTakeFirstOrThrow()
  expect(row.email).toBe('nila@example.com')
})

test('what was sent to the old address opens nothing after the change', async () => {
  const jaya = await confirmed('jaya')
  await (await t.visitor().withCsrf()).call(requestPasswordReset, { body: { email: 'jaya@example.com' } })
  const token = await linkTo(t, 'jaya@example.com', 'reset')
  await jaya.call(changeEmail, { body: { email: 'jaya2@example.com', current_password: password } })
  await confirm(jaya, await codeTo(t, 'jaya2@example.com'))
  const stale = await (await t.visitor().withCsrf()).call(confirmPasswordReset, { body: { token, new_password: 'Banyan-roots-8' } })
  expect(stale.status).toBe(400)
})

test('an unconfirmed address gets no way back: whoever it belongs to must not take the account over', async () => {
  const kiran = await signedUp(t, 'kiran')
  await kiran.call(changeEmail, { body: { email: 'kiran2@example.com', current_password: password } })
  expect(await subjectsTo('kiran@example.com')).toEqual(['Confirm your e-mail address'])
  await confirm(kiran, await codeTo(t, 'kiran2@example.com'))
  expect(await subjectsTo('kiran2@example.com')).toEqual(['Confirm your new e-mail address', 'Welcome to Pocket India'])
})

test('PUT on the token-pair door’s profile asks for the same change', async () => {
  await t.visitor().call(register, { body: person('lata') })
  const lata = await withToken(t, 'lata')
  const put = (body: Record<string, string>) => lata.call(putPairProfile, { body })
  expect((await put({ email: 'lata2@example.com' })).body).toEqual({ current_password: ['Enter your password.'] })
  expect((await put({ email: 'lata2@example.com', current_password: password, first_name: 'Lata' })).body).toEqual({
    message: 'Profile updated successfully. Confirm the new e-mail address by the code that we have sent there.',
    data: { username: 'lata', email: 'lata@example.com', first_name: 'Lata', last_name: '' },
  })
  expect((await lata.call(confirmEmail, { body: { code: await codeTo(t, 'lata2@example.com') } })).status).toBe(200)
  expect((await lata.call(getMe, {})).data.email).toBe('lata2@example.com')
})

test('who has no password is told how to get one', async () => {
  const mala = await signedUp(t, 'mala')
  await changeUser(t, 'mala', { password_hash: null })
  const { body } = await mala.call(changeEmail, { body: { email: 'mala2@example.com', current_password: 'anything' } })
  expect(body).toEqual({ current_password: ['This account has no password yet. Choose one by “Forgot your password?”.'] })
})
