import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { changePassword, confirmPasswordReset, requestPasswordReset } from '../contract/codes.ts'
import { requestDeletion } from '../contract/data.ts'
import { endOneSession, endOtherSessions, listSessions } from '../contract/devices.ts'
import { listAuditLogs } from '../contract/history.ts'
import { getPairProfile } from '../contract/pair-door.ts'
import { getProfile, logout } from '../contract/portal-door.ts'
import { getProfileV1 } from '../contract/profile.ts'
import { getMe } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { linkTo } from './mails.ts'
import { changeUser, password, signedUp, through, type Way, ways } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  await signedUp(t, 'first')
})
afterAll(() => t.end())

/** One endpoint of each door: the weakest is the real one. */
async function statuses(visitor: Visitor): Promise<number[]> {
  const answers = [
    await visitor.call(getMe, {}),
    await visitor.call(getProfile, {}),
    await visitor.call(getProfileV1, {}),
    await visitor.call(getPairProfile, {}),
  ]
  return answers.map(({ status }) => status)
}
const open = [200, 200, 200, 200]
const shut = [401, 401, 401, 401]
const new_password = 'Banyan-roots-8'

const ends: Record<string, (own: Visitor, username: string) => Promise<unknown>> = {
  'end this one elsewhere': async (own, username) => {
    const id = (await own.call(listSessions, {})).data.items.find(({ current }) => current)?.id ?? ''
    const { status } = await (await through(t, 'cookie', username)).call(endOneSession, { params: { id } })
    expect(status).toBe(204)
  },
  'end all others elsewhere': async (_, username) => (await through(t, 'cookie', username)).call(endOtherSessions, {}),
  disabled: (_, username) => changeUser(t, username, { is_active: 0 }),
  deleted: (_, username) => changeUser(t, username, { deleted_at: new Date().toISOString() }),
  logout: (own) => own.call(logout, {}),
  'password changed elsewhere': async (_, username) => {
    const body = { current_password: password, new_password }
    expect((await (await through(t, 'cookie', username)).call(changePassword, { body })).status).toBe(200)
  },
  'password reset': async (_, username) => {
    const visitor = await t.visitor().withCsrf()
    await visitor.call(requestPasswordReset, { body: { email: `${username}@example.com` } })
    const body = { token: await linkTo(t, `${username}@example.com`, 'reset'), new_password }
    expect((await visitor.call(confirmPasswordReset, { body })).status).toBe(200)
  },
  'account closed': async (_, username) => {
    expect((await (await through(t, 'cookie', username)).call(requestDeletion, { body: { username } })).status).toBe(200)
  },
}

let n = 0
// A key is no sign-in: it is revoked, it does not sign out.
for (const [name, end] of Object.entries(ends))
  for (const way of ways)
    if (name !== 'logout' || way !== 'key')
      test(`${way}, ${name}: the next request through any door is refused`, async () => {
        const username = `person${++n}`
        await signedUp(t, username)
        const own = await through(t, way, username)
        // Twice, so that it is answered from memory.
        expect(await statuses(own)).toEqual(open)
        expect(await statuses(own)).toEqual(open)
        await end(own, username)
        expect(await statuses(own)).toEqual(shut)
      })

for (const way of ways)
  test(`${way}, role taken away: what only an admin may is refused with the next request, and the other way round`, async () => {
    const username = `boss${++n}`
    await signedUp(t, username)
    const own = await through(t, way, username)
    const status = async () => (await own.call(listAuditLogs, {})).status
    expect(await status()).toBe(403)
    await changeUser(t, username, { role: 'admin' })
    expect(await status()).toBe(200)
    await changeUser(t, username, { role: 'user' })
    expect(await status()).toBe(403)
  })

test('another process refuses within a second, every kind', async () => {
  await signedUp(t, 'spread')
  const other = await testSite([accounts], { environment: t.environment })
  try {
    const there = Object.fromEntries(
      await Promise.all(
        ways.map(async (way) => {
          const { token, cookies } = await through(t, way, 'spread')
          const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
          return [way, Object.assign(other.visitor(token ? {} : { headers: { cookie } }), { token })] as const
        }),
      ),
    ) as Record<Way, Visitor>
    for (const way of ways) expect(`${way} ${await statuses(there[way])}`).toBe(`${way} ${open}`)
    const last = await through(t, 'cookie', 'spread')
    await last.call(endOtherSessions, {})
    const ended = performance.now()
    for (const way of ways) {
      while ((await statuses(there[way])).some((status) => status !== 401) && performance.now() - ended < 5000) await Bun.sleep(10)
      expect(performance.now() - ended).toBeLessThan(1500)
    }
  } finally {
    await other.stop()
  }
})
