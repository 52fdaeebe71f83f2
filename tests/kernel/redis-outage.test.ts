import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { limits } from '#server/http/limits.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { getProfile, login, logout, register } from '../../apps/accounts/contract/portal-door.ts'
import { accounts } from '../../apps/accounts/server/index.ts'
import { type OwnRedis, ownRedis } from './own-redis.ts'
import { sample } from './sample.ts'

setDefaultTimeout(30_000)
let redis: OwnRedis
let one: TestSite
let two: TestSite
beforeAll(async () => {
  redis = await ownRedis()
  one = await testSite([accounts, sample], { environment: { REDIS_URL: redis.url, RATE_LIMITS: 'on' } })
  two = await testSite([accounts, sample], { environment: one.environment })
  await Promise.all([one, two].map(connected))
})
afterAll(async () => {
  await two.stop()
  await one.end()
  await redis.end()
})

const connected = async ({ site }: TestSite) => {
  while (
    site.limiter.mode !== 'redis' ||
    !(await site.bus.check().then(
      () => true,
      () => false,
    ))
  )
    await Bun.sleep(10)
}
const person = { username: 'john', email: 'john@example.com', password: 'Peepal-tree-7' }
const statuses = (site: TestSite, address: string, calls: number) =>
  Promise.all(Array.from({ length: calls }, async () => (await site.visitor({ address }).request('/api/sample-read')).status))
const passed = (all: number[]) => all.filter((status) => status === 200).length
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
/** What a busy machine takes for such calls while all is well, several times over; it is no waiting for Redis. */
let own_time = 0
const within = async (ms: number, work: () => Promise<unknown>) => expect(await timeOf(work)).toBeLessThan(ms + own_time)
async function expectBurst(ask: () => Promise<number[]>) {
  let passing = 0
  const ms = await timeOf(async () => {
    passing = passed(await ask())
  })
  expect(passing).toBeGreaterThanOrEqual(limits.api.burst)
  expect(passing).toBeLessThanOrEqual(limits.api.burst + Math.ceil((ms / 60_000) * limits.api.count))
}
const readiness = async (site: TestSite) => {
  const response = await site.visitor({ address: '10.9.9.9' }).request('/api/health/ready/')
  return { status: response.status, body: (await response.json()) as { status: string; checks: Record<string, { status: string; latency_ms: number }> } }
}

test('with Redis: two processes share the counters, and one hears of the other’s revocation', async () => {
  await expectBurst(async () => [...(await statuses(one, '10.1.1.1', 20)), ...(await statuses(two, '10.1.1.1', 20))])
  const visitor = one.visitor({ address: '10.1.1.2' })
  own_time = 3 * (await timeOf(() => statuses(one, '10.1.1.4', 40)))
  own_time += 3 * (await timeOf(async () => expect((await visitor.call(register, { body: person })).status).toBe(201)))
  const { data } = await visitor.call(login, { body: { username: 'john', password: person.password } })
  const there = Object.assign(two.visitor({ address: '10.1.1.3' }), { token: data.access_token })
  expect((await there.call(getProfile, {})).status).toBe(200)
  visitor.token = data.access_token
  expect((await visitor.call(logout, {})).status).toBe(200)
  const until = Date.now() + 1000
  while ((await there.call(getProfile, {})).status === 200 && Date.now() < until) await Bun.sleep(100)
  expect((await there.call(getProfile, {})).status).toBe(401)
  expect(await readiness(one)).toMatchObject({ status: 200, body: { status: 'ok' } })
})

/** While Redis is away: people sign in and out, limits and revocations hold, no answer waits a second. */
async function lifeWithoutRedis(subnet: string) {
  // One call may find out that Redis does not answer; after it none waits for it.
  await statuses(one, `${subnet}.5`, 1)
  await within(400, async () => {
    for (let n = 0; n < 10; n++) await statuses(one, `${subnet}.5`, 1)
  })
  await within(1000, () => expectBurst(() => statuses(one, `${subnet}.1`, 40)))
  const visitor = one.visitor({ address: `${subnet}.2` })
  await within(1000, async () => {
    const signed = await visitor.call(login, { body: { username: 'john', password: person.password } })
    expect(signed.status).toBe(200)
    visitor.token = signed.data.access_token
  })
  const there = Object.assign(two.visitor({ address: `${subnet}.3` }), { token: visitor.token })
  await within(1000, async () => expect((await there.call(getProfile, {})).status).toBe(200))
  await within(1000, async () => expect((await visitor.call(logout, {})).status).toBe(200))
  const until = Date.now() + 1500
  while ((await there.call(getProfile, {})).status === 200 && Date.now() < until) await Bun.sleep(100)
  await within(1000, async () => expect((await there.call(getProfile, {})).status).toBe(401))
  await within(1000, async () => {
    const { status, body } = await readiness(one)
    expect({ status, site: body.status, database: body.checks['database']?.status, bus: body.checks['bus']?.status }).toEqual({
      status: 200,
      site: 'degraded',
      database: 'ok',
      bus: 'failed',
    })
  })
}

for (const [how, break_, mend, subnet] of [
  ['killed', () => redis.kill(), () => redis.restart(), '10.2.1'],
  ['silent', async () => redis.freeze(), async () => redis.thaw(), '10.2.2'],
] as const)
  test(`${how}: people sign in and out, limits hold, revocation holds, no answer waits a second; normal again within five`, async () => {
    await break_()
    try {
      await lifeWithoutRedis(subnet)
      if (how === 'killed') expect((await readiness(one)).body.checks['cache']?.status).toBe('failed')
    } finally {
      await mend()
    }
    await within(5000, () => connected(one))
    await within(5000, () => connected(two))
    expect((await readiness(one)).body.status).toBe('ok')
    const warnings = one.logged.filter((line) => line.includes('Redis cannot be reached'))
    expect(warnings.length).toBeGreaterThan(0)
    expect(warnings.length).toBeLessThan(10)
  })
