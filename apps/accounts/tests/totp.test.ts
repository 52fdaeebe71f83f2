import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { login } from '../contract/portal-door.ts'
import { signIn } from '../contract/session-door.ts'
import { confirmTotp, getTotp, newRecoveryCodes, startTotp, turnTotpOff } from '../contract/totp.ts'
import { loginV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { codeFor, withAuthenticatorApp } from './authenticator-app.ts'
import { actions, changeUser, nobody, password, signedUp } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

let n = 0
async function somebodyWithApp() {
  const username = `person${n++}`
  const visitor = await signedUp(t, username)
  return { username, visitor, app: await withAuthenticatorApp(t, visitor) }
}
const enter = async (username: string, otp?: string, given = password) =>
  t.visitor().call(login, { body: { username, password: given, ...(otp !== undefined && { otp }) } })
const mails = async () =>
  (await t.site.store.db.selectFrom('jobs').select('payload').where('name', '=', 'kernel.send_mail').orderBy('id').execute()).map(
    (row) => (JSON.parse(row.payload) as { subject: string }).subject,
  )

test('on and off: the secret is shown once and counts after its first code; audit and mail tell', async () => {
  const asha = await signedUp(t, 'asha')
  expect((await asha.call(getTotp, {})).body).toEqual({ on: false, since: null, recovery_codes_left: 0 })
  const { data } = await asha.call(startTotp, {})
  expect(data).toEqual({ secret: expect.stringMatching(/^[A-Z2-7]{32}$/), uri: expect.stringContaining('otpauth://totp/Pocket%20India:asha?') })
  expect((await enter('asha')).status).toBe(200)
  const wrong = await asha.call(confirmTotp, { body: { code: '000000' } })
  expect(wrong.status).toBe(400)
  expect(wrong.body).toEqual({ code: ['That code is not right. Check that the clock of your device is.'] })
  const on = await asha.call(confirmTotp, { body: { code: codeFor(t, data.secret) } })
  expect(on.status).toBe(200)
  expect(new Set(on.data.recovery_codes).size).toBe(10)
  for (const code of on.data.recovery_codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
  expect((await asha.call(getTotp, {})).body).toEqual({ on: true, since: expect.stringMatching(/Z$/), recovery_codes_left: 10 })
  expect((await asha.call(startTotp, {})).status).toBe(409)
  expect((await asha.call(confirmTotp, { body: { code: codeFor(t, data.secret, 1) } })).status).toBe(409)
  const stored = await everyRow(t.site)
  for (const secret of [data.secret, ...on.data.recovery_codes, ...on.data.recovery_codes.map((code) => code.replace('-', ''))]) {
    expect(stored).not.toContain(secret)
    expect(t.logged.join('\n')).not.toContain(secret)
  }
  expect((await asha.call(turnTotpOff, {})).status).toBe(204)
  expect((await asha.call(turnTotpOff, {})).status).toBe(204)
  expect((await enter('asha')).status).toBe(200)
  expect((await actions(t)).filter((action) => /totp/.test(action))).toEqual(['accounts.start_totp', 'accounts.totp_on', 'accounts.totp_off'])
  expect(await mails()).toEqual(expect.arrayContaining(['Signing in now takes a code', 'Signing in takes no code any more']))
  expect(await t.site.store.db.selectFrom('recovery_codes').select('id').execute()).toEqual([])
})

test('every door: the right password alone is told that a code is needed, in the door’s shape; both together open it', async () => {
  const { username, app } = await somebodyWithApp()
  const message = 'Send the code of your authenticator app, or a recovery code, as `otp` as well.'
  const doors: [name: string, call: (visitor: Visitor, otp?: string) => Promise<{ status: number; body: unknown }>, shape: unknown][] = [
    ['portal', (v, otp) => v.call(login, { body: { username, password, otp } }), { error: message }],
    [
      'session',
      async (v, otp) => (await v.withCsrf()).call(signIn, { body: { username, password, otp } }),
      { detail: message, code: 'second_factor_required' },
    ],
    [
      'versioned',
      (v, otp) => v.call(loginV1, { body: { username, password, otp } }),
      { status: 'error', error: { code: 'SECOND_FACTOR_REQUIRED', message, details: {} }, meta: expect.anything() },
    ],
    ['pair', (v, otp) => v.call(obtainPair, { body: { username, password, otp } }), { detail: message, code: 'second_factor_required' }],
  ]
  for (const [name, call, shape] of doors) {
    const half = await call(t.visitor())
    expect({ name, status: half.status, body: half.body }).toEqual({ name, status: 403, body: shape })
    t.pass(30_000)
    expect({ name, status: (await call(t.visitor(), app.code())).status }).toEqual({ name, status: 200 })
  }
})

test('a wrong password never tells that there is a second factor, whatever code comes along', async () => {
  const { username, app } = await somebodyWithApp()
  await signedUp(t, 'plain')
  const answers = await Promise.all([
    enter(username, undefined, 'Not-the-one-1'),
    enter(username, app.code(), 'Not-the-one-1'),
    enter(username, app.recovery_codes[0], 'Not-the-one-1'),
    enter('plain', undefined, 'Not-the-one-1'),
    enter('nobody', '123456', 'Not-the-one-1'),
  ])
  for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 401, body: { error: 'Unknown user or wrong password.' } })
  // None of them has spent a code.
  expect((await enter(username, app.code())).status).toBe(200)
  expect((await enter(username, app.recovery_codes[0])).status).toBe(200)
})

test('a code works once, and none from before it works after it', async () => {
  const { username, app } = await somebodyWithApp()
  t.pass(60_000)
  expect((await enter(username, app.code())).status).toBe(200)
  const again = await enter(username, app.code())
  expect(again.status).toBe(401)
  expect(again.body).toEqual({ error: 'That code is not right, or it was used before.' })
  expect((await enter(username, app.code(-1))).status).toBe(401)
  t.pass(30_000)
  expect((await enter(username, app.code())).status).toBe(200)
})

test('the code that turned it on is used up', async () => {
  const visitor = await signedUp(t, 'first.code')
  const { secret } = (await visitor.call(startTotp, {})).data
  const code = codeFor(t, secret)
  expect((await visitor.call(confirmTotp, { body: { code } })).status).toBe(200)
  expect((await enter('first.code', code)).status).toBe(401)
})

test('a clock that is off by one step is forgiven, one that is off by two is not; blanks are', async () => {
  for (const [off, status] of [
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ] as const) {
    const { username, app } = await somebodyWithApp()
    t.pass(90_000)
    // To the beginning of a step: the next must not begin between making the code and looking at it.
    t.pass(30_000 - (t.site.now().getTime() % 30_000))
    expect({ off, status: (await enter(username, app.code(off))).status }).toEqual({ off, status })
  }
  const { username, app } = await somebodyWithApp()
  expect((await enter(username, ` ${app.code().slice(0, 3)} ${app.code().slice(3)} `)).status).toBe(200)
})

test('the same code ten times at once, twenty times: one gets in', async () => {
  const { username, app } = await somebodyWithApp()
  for (let round = 0; round < 20; round++) {
    t.pass(30_000)
    const code = app.code()
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await enter(username, code)).status))
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(9)
  }
})

test('a recovery code ten times at once, twenty times: one gets in each time, is told by mail, and the count goes down', async () => {
  const { username, visitor, app } = await somebodyWithApp()
  const before = (await mails()).length
  for (let set = 0; set < 2; set++) {
    const { recovery_codes } = (await visitor.call(newRecoveryCodes, {})).data
    for (const code of recovery_codes) {
      const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await enter(username, code)).status))
      expect(statuses.sort()).toEqual([200, ...new Array(9).fill(401)])
    }
    expect((await visitor.call(getTotp, {})).data.recovery_codes_left).toBe(0)
  }
  expect((await mails()).slice(before).filter((subject) => subject === 'A recovery code was used')).toHaveLength(20)
  // Those that were replaced before they were used are worthless.
  for (const code of app.recovery_codes) expect((await enter(username, code)).status).toBe(401)
})

test('somebody else’s recovery codes open nothing', async () => {
  const [one, two] = [await somebodyWithApp(), await somebodyWithApp()]
  for (const code of two.app.recovery_codes.slice(0, 2)) expect((await enter(one.username, code)).status).toBe(401)
  expect((await two.visitor.call(getTotp, {})).data.recovery_codes_left).toBe(10)
})

test('recovery codes as people type them: small letters, no hyphen, O for 0', async () => {
  const { username, app } = await somebodyWithApp()
  const [first = '', second = '', third = ''] = app.recovery_codes
  expect((await enter(username, first.toLowerCase())).status).toBe(200)
  expect((await enter(username, ` ${second.replace('-', ' ')} `)).status).toBe(200)
  expect((await enter(username, third.replace('-', '').replaceAll('0', 'o').replaceAll('1', 'l'))).status).toBe(200)
})

test('wrong codes count as failures and are slowed like wrong passwords; the right password alone does not reset the count', async () => {
  const { username, app } = await somebodyWithApp()
  const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()
  const failures = async () => (await t.site.store.db.selectFrom('login_failures').select('failures').where('subject', '=', id).executeTakeFirst())?.failures
  const stranger = '203.0.113.66'
  const guess = (otp?: string) => t.visitor({ address: stranger }).call(login, { body: { username, password, otp } })
  const before = (await actions(t)).length
  for (const otp of ['000000', '999999', 'AAAAA-AAAAA', 'x']) expect((await guess(otp)).status).toBe(401)
  expect(await failures()).toBe(4)
  expect((await actions(t)).slice(before)).toEqual(new Array(4).fill('accounts.login_failed'))
  expect((await guess()).status).toBe(403)
  expect(await failures()).toBe(4)
  await t.site.store.write(nobody, (tx) => tx.updateTable('login_failures').set({ failures: 100, last_failed_at: tx.now }).where('subject', '=', id).execute())
  expect((await guess('000000')).status).toBe(429)
  expect((await guess(app.code())).status).toBe(429)
  t.pass(61_000)
  expect((await guess(app.code())).status).toBe(200)
  expect(await failures()).toBeUndefined()
})

test('all of it needs a recent proof', async () => {
  const { visitor } = await somebodyWithApp()
  t.pass(11 * 60_000)
  for (const answer of [
    await visitor.call(startTotp, {}),
    await visitor.call(confirmTotp, { body: { code: '123456' } }),
    await visitor.call(newRecoveryCodes, {}),
    await visitor.call(turnTotpOff, {}),
  ])
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 403, body: { code: 'proof_needed' } })
  expect((await visitor.call(getTotp, {})).data.on).toBe(true)
})

test('an account without a password has nothing to protect by codes; new recovery codes need codes', async () => {
  const visitor = await signedUp(t, 'google.only')
  expect((await visitor.call(newRecoveryCodes, {})).status).toBe(409)
  await changeUser(t, 'google.only', { password_hash: null })
  expect((await visitor.call(startTotp, {})).status).toBe(409)
})

test('a secret that was moved to another row opens nothing', async () => {
  const [one, two] = [await somebodyWithApp(), await somebodyWithApp()]
  const idOf = async (username: string) =>
    (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id
  const [mine, theirs] = [await idOf(one.username), await idOf(two.username)]
  await t.site.store.write(nobody, async (tx) => {
    const { secret_wrapped } = await tx.selectFrom('totp_factors').select('secret_wrapped').where('user_id', '=', mine).executeTakeFirstOrThrow()
    await tx.updateTable('totp_factors').set({ secret_wrapped }).where('user_id', '=', theirs).execute()
  })
  t.pass(60_000)
  expect((await enter(two.username, one.app.code())).status).toBe(500)
})
