import { afterAll, beforeAll, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import type { Args, Endpoint } from '#contract/endpoint.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { confirmPasswordReset, requestPasswordReset, resendOtp, verifyOtp } from '../contract/codes.ts'
import { registerPair } from '../contract/pair-door.ts'
import { login, register } from '../contract/portal-door.ts'
import { signUp } from '../contract/session-door.ts'
import { registerV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { codeTo, mailsTo } from './mails.ts'
import { changeUser, password, person } from './people.ts'

fullHashes()

setDefaultTimeout(120_000)
const states = ['missing', 'verified', 'unverified', 'oauth', 'disabled'] as const
const mailOf = (state: string) => `${state}@example.com`
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  await t.visitor().call(register, { body: person('admin') })
  for (const name of [...states.slice(1), 'steady']) await t.visitor().call(register, { body: person(name) })
  for (const state of ['verified', 'oauth', 'disabled', 'steady'])
    await (await t.visitor().withCsrf()).call(verifyOtp, { body: { email: mailOf(state), code: await codeTo(t, mailOf(state)) } })
  await changeUser(t, 'oauth', { password_hash: null })
  await changeUser(t, 'disabled', { is_active: 0 })
})
afterAll(() => t.end())

let count = 0
const named = () => `somebody${count++}`
const ask = <E extends Endpoint>(endpoint: E, body: (email: string, name: string) => object) => ({
  name: endpoint.name,
  send: async (email: string) => {
    const visitor = await t.visitor().withCsrf()
    const name = named()
    // A name is drawn for each call, so it is taken out of what is compared.
    const { status, headers, body: answer } = await visitor.call(endpoint, { body: body(email, name) } as unknown as Args<E>)
    const kept = [...headers].filter(([header]) => header !== 'x-request-id').map(([header, value]) => [header, value.replace(/sessionid=[\w-]+/, '')])
    const text = JSON.stringify(answer).replaceAll(name, 'NAME').replaceAll(email, 'MAIL')
    return { status, headers: kept.sort(), text: text.replace(/"(id|number)":("[\w-]{36}"|\d+)|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '') }
  },
})
const sign_up = (email: string, username: string) => ({ username, email, password })
const calls = [
  ask(login, (username) => ({ username, password: 'Not-the-one-1' })),
  ask(register, sign_up),
  ask(signUp, sign_up),
  ask(registerV1, sign_up),
  ask(registerPair, (email, username) => ({ ...sign_up(email, username), password2: password })),
  ask(resendOtp, (email) => ({ email })),
  ask(requestPasswordReset, (email) => ({ email })),
  ask(verifyOtp, (email) => ({ email, code: '000000' })),
  ask(confirmPasswordReset, (email) => ({ email, code: '000000', new_password: 'Banyan-roots-8' })),
]

/** What an account's state could show in: database writes, new rows, mails, hashes. */
async function work(send: () => Promise<unknown>) {
  const before = await rowCounts(t.site)
  const spies = { writes: spyOn(t.site.store, 'write'), hashed: spyOn(Bun.password, 'hash'), verified: spyOn(Bun.password, 'verify') }
  await send()
  const counted = Object.fromEntries(Object.entries(spies).map(([name, spy]) => [name, spy.mock.calls.length]))
  for (const spy of Object.values(spies)) spy.mockRestore()
  const after = await rowCounts(t.site)
  // One row for each address there is: the first call for one inserts, the next overwrites; both are one statement.
  const rows = Object.entries(after).flatMap(([table, n]) =>
    table !== 'codes' && table !== 'login_failures' && n !== before[table] ? [[table, n - (before[table] ?? 0)]] : [],
  )
  return { ...counted, rows: Object.fromEntries(rows) as Record<string, number> }
}

for (const { name, send } of calls)
  test(`${name}: the same status, headers, body and work for an address that is ${states.join(', ')}`, async () => {
    // A sign-up leaves a claim behind, so "missing" is another address each time.
    const addressOf = (state: string) => (state === 'missing' ? mailOf(named()) : mailOf(state))
    const expected = await send(addressOf('missing'))
    const expected_work = await work(() => send(addressOf('missing')))
    for (const state of states) {
      expect({ state, ...(await send(addressOf(state))) }).toEqual({ state, ...expected })
      expect({ state, ...(await work(() => send(addressOf(state)))) }).toEqual({ state, ...expected_work })
    }
  })

test('each request for a code sends one mail, whoever has the address; it says what is so to who reads it', async () => {
  const subjects: Record<string, string[]> = {}
  for (const state of [...states]) {
    const email = state === 'missing' ? mailOf(named()) : mailOf(state)
    const before = (await mailsTo(t, email)).length
    for (const endpoint of [requestPasswordReset, resendOtp]) await (await t.visitor().withCsrf()).call(endpoint, { body: { email } })
    subjects[state] = (await mailsTo(t, email)).slice(before).map(({ subject }) => subject)
  }
  expect(subjects).toEqual({
    missing: ['There is no account with this address', 'There is no account with this address'],
    verified: ['Choose a new password', 'Your address is confirmed'],
    unverified: ['Choose a new password', 'Confirm your e-mail address'],
    oauth: ['Choose a new password', 'Your address is confirmed'],
    disabled: ['There is no account with this address', 'There is no account with this address'],
  })
})

/** A hundred wrong passwords in a row slow strangers down, but not whoever signed up from this address: that is not what is measured. */
const forgive = () => t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => tx.deleteFrom('login_failures').execute())

/** The middle of many times; what else the machine does meets both sides alike, since they take turns. */
async function medians(of: Record<string, (n: number) => Promise<unknown>>, rounds: number): Promise<Record<string, number>> {
  const times = Object.fromEntries(Object.keys(of).map((name): [string, number[]] => [name, []]))
  for (let n = 0; n < rounds; n++) {
    if (n % 50 === 0) await forgive()
    for (const [name, run] of Object.entries(of)) {
      const start = performance.now()
      await run(n)
      times[name]?.push(performance.now() - start)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1] ?? 0]))
}

test('the middle of 200 times tells nothing either: sign-up, resend, reset, sign-in', async () => {
  // Without the hashing, which would hide what differs.
  spyOn(Bun.password, 'hash').mockImplementation(async () => '$argon2id$not-computed')
  spyOn(Bun.password, 'verify').mockImplementation(async () => false)
  try {
    for (const { name, send } of calls.filter((call) => [login, register, resendOtp, requestPasswordReset].some((endpoint) => endpoint.name === call.name))) {
      // Each sign-up leaves a claim, which takes time to read whoever has the address; elsewhere both sides have none, and a code of before.
      const signs_up = name === register.name
      const nobodys = mailOf(named())
      const known = () => send(mailOf(signs_up ? 'verified' : 'steady'))
      const measure = () => medians({ known, unknown: () => send(signs_up ? mailOf(named()) : nobodys) }, 200)
      let ratio = Number.POSITIVE_INFINITY
      // A machine that is busy with something else may spoil one measurement, hardly six.
      for (let tries = 0; tries < 6 && ratio > 1.25; tries++) {
        const { known: one = 0, unknown: other = 0 } = await measure()
        ratio = Math.max(one / other, other / one)
      }
      expect({ name, ratio, even: ratio < 1.25 }).toMatchObject({ even: true })
    }
  } finally {
    mock.restore()
  }
})
