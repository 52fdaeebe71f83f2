import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { confirmPasswordReset, notMe } from '../contract/codes.ts'
import { getProfile, login, register } from '../contract/portal-door.ts'
import { getMe, signIn } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { deviceInWords } from '../server/new-devices.ts'
import { linkTo, mailsTo } from './mails.ts'
import { password, person } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const newer = firefox.replaceAll('140', '151')
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const from = (agent: string, address: string) => t.visitor({ address, headers: { 'user-agent': agent } })
const signInFrom = async (username: string, agent: string, address: string) => {
  const visitor = await from(agent, address).withCsrf()
  expect((await visitor.call(signIn, { body: { username, password } })).status).toBe(200)
  return visitor.withCsrf()
}
const notices = async (username: string) => (await mailsTo(t, `${username}@example.com`)).filter(({ subject }) => subject === 'A new sign-in to your account')

test('the first place is no news; a new one is told once, with browser, system and network in words', async () => {
  await t.visitor().call(register, { body: person('asha') })
  await signInFrom('asha', firefox, '198.51.100.7')
  await signInFrom('asha', newer, '198.51.100.99')
  expect(await notices('asha')).toEqual([])
  for (let n = 0; n < 3; n++) await signInFrom('asha', safari, '203.0.113.9')
  const mails = await notices('asha')
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toContain('Safari on iOS, from the network 203.0.113.0/24')
  await signInFrom('asha', firefox, '203.0.113.9')
  expect((await notices('asha')).at(-1)?.text).toContain('Firefox on Linux, from the network 203.0.113.0/24')
})

test('“it was not me” ends that sign-in and no other, voids the password and leads to a new one', async () => {
  await t.visitor().call(register, { body: person('bina') })
  const own = await signInFrom('bina', firefox, '198.51.100.7')
  const program = from('curl/8.5', '203.0.113.66')
  const { data } = await program.call(login, { body: { username: 'bina', password } })
  program.token = data.access_token
  expect((await program.call(getProfile, {})).status).toBe(200)
  const visitor = await t.visitor().withCsrf()
  const undone = await visitor.call(notMe, { body: { token: await linkTo(t, 'bina@example.com', 'not-me') } })
  expect((await program.call(getProfile, {})).status).toBe(401)
  expect((await own.call(getMe, {})).status).toBe(200)
  expect((await t.visitor().call(login, { body: { username: 'bina', password } })).status).toBe(401)
  const body = { token: undone.data.reset_token, new_password: 'Banyan-roots-8' }
  expect((await visitor.call(confirmPasswordReset, { body })).status).toBe(200)
  expect((await own.call(getMe, {})).status).toBe(401)
})

test('of ten such clicks at once one counts, twenty times', async () => {
  await t.visitor().call(register, { body: person('chand') })
  await signInFrom('chand', firefox, '198.51.100.7')
  for (let round = 0; round < 20; round++) {
    const visitor = await t.visitor().withCsrf()
    await signInFrom('chand', safari, `203.0.${round}.9`)
    const token = await linkTo(t, 'chand@example.com', 'not-me')
    const clicks = await Promise.all(Array.from({ length: 10 }, () => visitor.call(notMe, { body: { token } })))
    expect(clicks.map(({ status }) => status).sort()).toEqual([200, ...new Array(9).fill(400)])
    const reset_token = clicks.find(({ status }) => status === 200)?.data.reset_token ?? ''
    await visitor.call(confirmPasswordReset, { body: { token: reset_token, new_password: password } })
  }
})

test('signing in again in the same browser from another network is no news', async () => {
  await t.visitor().call(register, { body: person('devi') })
  const visitor = await signInFrom('devi', firefox, '198.51.100.7')
  const moved = from(firefox, '203.0.113.70')
  for (const [name, value] of visitor.cookies) moved.cookies.set(name, value)
  await (await moved.withCsrf()).call(signIn, { body: { username: 'devi', password } })
  expect(await notices('devi')).toEqual([])
})

test('what a program says of itself becomes no sentence of our mail', () => {
  const words = (user_agent: string, address = '203.0.113.9') => deviceInWords({ user_agent, address }, 'en')
  expect(words('')).toBe('An unknown program, from the network 203.0.113.0/24')
  expect(words(firefox, '2001:db8:1:2::3')).toBe('Firefox on Linux, from the network 2001:db8:1::/48')
  for (const agent of ['Win a prize at https://evil.example now!/1.0', '<b>x</b>/1', 'x\r\nBcc: a@b.test', '\u202e/2', 'A'.repeat(300)])
    expect(words(agent)).toMatch(/^[\w .-]{1,30}( on [\w .-]{1,30})?, from the network 203\.0\.113\.0\/24$/)
})
