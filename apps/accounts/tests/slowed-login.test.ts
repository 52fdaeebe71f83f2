import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { login, register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { nobody, password, person } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  const { status } = await t.visitor().call(register, { body: person('owner') })
  expect(status).toBe(201)
})
afterAll(() => t.end())

const home = '198.51.100.1'
const stranger = '203.0.113.66'
const tryFrom = (address: string, username: string, given: string) => t.visitor({ address }).call(login, { body: { username, password: given } })
const failures = async () => (await t.site.store.db.selectFrom('login_failures').select('failures').execute()).map((row) => row.failures)

/** As if a stranger had failed that often, the last time just now. */
async function failedBefore(count: number) {
  await t.site.store.write(nobody, (tx) => tx.updateTable('login_failures').set({ failures: count, last_failed_at: tx.now }).execute())
}

beforeEach(async () => {
  await t.site.store.write(nobody, (tx) => tx.deleteFrom('login_failures').execute())
})

for (const username of ['owner', 'owner@example.com', 'nobody'])
  test(`${username}: the first 100 failures are free, after them one try a minute is left`, async () => {
    expect((await tryFrom(stranger, username, 'wrong-guess')).status).toBe(401)
    await failedBefore(99)
    expect((await tryFrom(stranger, username, 'wrong-guess')).status).toBe(401)
    expect(await failures()).toEqual([100])
    const slowed = await tryFrom(stranger, username, 'wrong-guess')
    expect(slowed.status).toBe(429)
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(slowed.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(slowed.body).toEqual({ error: 'Too many wrong passwords. Try again in a minute.' })
    t.pass(61_000)
    expect((await tryFrom(stranger, username, 'wrong-guess')).status).toBe(401)
    expect((await tryFrom(stranger, username, 'wrong-guess')).status).toBe(429)
  })

test('of 20 tries at the same moment one passes', async () => {
  await tryFrom(stranger, 'owner', 'wrong-guess')
  await failedBefore(100)
  t.pass(61_000)
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await tryFrom(stranger, 'owner', 'wrong-guess')).status))
  expect(statuses.filter((status) => status === 401)).toHaveLength(1)
  expect(statuses.filter((status) => status === 429)).toHaveLength(19)
})

test('it is never for good: the right password gets in a minute later, and counts anew', async () => {
  await tryFrom(stranger, 'owner', 'wrong-guess')
  await failedBefore(100_000)
  expect((await tryFrom(stranger, 'owner', password)).status).toBe(429)
  t.pass(61_000)
  expect((await tryFrom(stranger, 'owner', password)).status).toBe(200)
  expect(await failures()).toEqual([])
})

test('where the owner has signed in from before, a stranger’s guesses slow nothing', async () => {
  expect((await tryFrom(home, 'owner', password)).status).toBe(200)
  await tryFrom('203.0.113.67', 'owner', 'wrong-guess')
  await failedBefore(100)
  expect((await tryFrom('203.0.113.67', 'owner', password)).status).toBe(429)
  expect((await tryFrom(home, 'owner', password)).status).toBe(200)
})

test('one account’s failures slow no other account', async () => {
  expect((await t.visitor().call(register, { body: person('other') })).status).toBe(201)
  await tryFrom(stranger, 'owner', 'wrong-guess')
  await failedBefore(100)
  expect((await tryFrom(stranger, 'other', password)).status).toBe(200)
})
