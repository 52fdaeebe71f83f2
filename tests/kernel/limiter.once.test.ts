import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Limiter, memoryLimiter } from '#server/http/limiter.ts'
import { type Limit, limits } from '#server/http/limits.ts'
import { redisLimiter } from '#server/http/redis-limiter.ts'
import { milliseconds } from '#server/units.ts'
import { type OwnRedis, ownRedis } from './own-redis.ts'

setDefaultTimeout(30_000)

const modeOf = (limiter: Limiter) => limiter.mode

/** How many of `tries` calls at once are let through. */
async function admitted(limiter: Limiter, key: string, limit: Limit, tries: number): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: tries }, async () => limiter.take(key, limit)))
  return verdicts.filter(({ allowed }) => allowed).length
}

describe('in memory, by a clock that the test moves', () => {
  let at = 1_000_000
  const pass = (seconds: number) => {
    at += seconds * 1000
  }
  const limiter = memoryLimiter(() => at)

  for (const [name, limit] of Object.entries(limits)) {
    const window_ms = milliseconds(limit.per)
    test(`${name}: ${limit.burst} at once, then one each ${window_ms / limit.count / 1000} s, never more than ${limit.count} in any ${limit.per}`, async () => {
      expect(await admitted(limiter, name, limit, limit.burst * 3)).toBe(limit.burst)
      const times: number[] = []
      // A client that tries again and again over three windows, six hundred times in each.
      for (let tick = 0; tick < 1800; tick++) {
        pass(window_ms / 600_000)
        if ((await limiter.take(name, limit)).allowed) times.push(at)
      }
      for (const start of times) expect(times.filter((time) => time > start - window_ms && time <= start).length).toBeLessThanOrEqual(limit.count)
      expect(times.length).toBeLessThanOrEqual(limit.count * 3)
      // It is a limit, not a wall: a patient client gets nearly all of it.
      // Of what comes back faster than the client tries, it gets one at each try.
      expect(times.length).toBeGreaterThanOrEqual(Math.min(1800 * 0.9, Math.floor(limit.count * 3 * 0.9)) - limit.burst)
    })
  }

  test('login, to the call: 3, then one at 12 s and 24 s, then none until the first is a minute old', async () => {
    const tries: [second: number, allowed: boolean, retry_after: number][] = [
      [0, true, 0],
      [0, true, 0],
      [0, true, 0],
      [0, false, 12],
      [11.9, false, 1],
      [12, true, 0],
      [12, false, 12],
      [24, true, 0],
      [36, false, 24],
      [59.9, false, 1],
      [60, true, 0],
      [60, true, 0],
      [60, true, 0],
      [60, false, 12],
      [72, true, 0],
      [84, true, 0],
      [96, false, 24],
    ]
    const start = at
    for (const [second, allowed, retry_after] of tries) {
      at = start + second * 1000
      expect({ second, ...(await limiter.take('exact', limits.login)) }).toEqual({ second, allowed, retry_after })
    }
  })

  test('whoever waits as long as he is told gets in', async () => {
    for (const limit of Object.values(limits))
      for (let i = 0; i < 200; i++) {
        const { allowed, retry_after } = await limiter.take(`patient ${limit.count}`, limit)
        if (allowed) continue
        pass(retry_after)
        expect((await limiter.take(`patient ${limit.count}`, limit)).allowed).toBe(true)
      }
  })

  test('refused calls cost nothing: hammering does not lengthen the wait', async () => {
    await admitted(limiter, 'hammer', limits.login, 10_000)
    pass(12)
    expect(await admitted(limiter, 'hammer', limits.login, 10_000)).toBe(1)
  })

  test('keys do not share', async () => {
    expect(await admitted(limiter, 'one', limits.login, 10)).toBe(3)
    expect(await admitted(limiter, 'two', limits.login, 10)).toBe(3)
  })

  test('a flood of addresses neither fills the memory nor slows the counting, and frees nobody who keeps calling', async () => {
    expect(await admitted(limiter, 'steady', limits.login, 10)).toBe(3)
    const memory = process.memoryUsage().rss
    const start = performance.now()
    for (let i = 0; i < 300_000; i++) {
      void limiter.take(`key ${i}`, limits.api)
      if (i % 1000 === 0) expect((await limiter.take('steady', limits.login)).allowed).toBe(false)
    }
    expect(performance.now() - start).toBeLessThan(6000)
    expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 1024 * 1024)
  })
})

describe('in Redis', () => {
  let redis: OwnRedis
  beforeAll(async () => {
    redis = await ownRedis()
  })
  afterAll(() => redis.end())
  const now = () => Date.now()
  const problems: unknown[] = []
  const open = async () => {
    const limiter = redisLimiter(redis.url, now, (error) => problems.push(error))
    while (limiter.mode !== 'redis') await Bun.sleep(5)
    return limiter
  }

  test('counts as in memory, and two processes share the counters', async () => {
    const [one, two] = await Promise.all([open(), open()])
    for (const [name, limit] of Object.entries(limits)) {
      const start = performance.now()
      let got = 0
      for (let i = 0; i < limit.burst * 2; i++) {
        if ((await one.take(name, limit)).allowed) got++
        if ((await two.take(name, limit)).allowed) got++
      }
      // Meanwhile some allowance grows back.
      const grown = Math.ceil(((performance.now() - start) / 60_000) * limit.count)
      expect(got).toBeGreaterThanOrEqual(limit.burst)
      expect(got).toBeLessThanOrEqual(limit.burst + grown)
    }
    const short: Limit = { count: 4, per: '1 second', burst: 2 }
    let got = 0
    const until = Date.now() + 3000
    const start = Date.now()
    while (Date.now() < until) {
      if ((await one.take('short', short)).allowed) got++
      if ((await two.take('short', short)).allowed) got++
      await Bun.sleep(10)
    }
    expect(got).toBeGreaterThanOrEqual(10)
    expect(got).toBeLessThanOrEqual(Math.ceil((Date.now() - start) / 1000) * 4 + 2)
    const waits: number[] = []
    for (let i = 0; i < 5; i++) waits.push((await two.take('wait', limits.login)).retry_after)
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    for (const wait of waits.slice(3)) expect([11, 12]).toContain(wait)
    await Promise.all([one.close(), two.close()])
  })

  test('killed: nothing opens, no answer waits longer than a second; back again: shared again', async () => {
    const limiter = await open()
    expect(await admitted(limiter, 'outage', limits.login, 10)).toBe(3)
    await redis.kill()
    const start = performance.now()
    expect(await admitted(limiter, 'outage', limits.login, 10)).toBe(0)
    expect(await admitted(limiter, 'fresh', limits.login, 10)).toBe(3)
    expect(performance.now() - start).toBeLessThan(1000)
    while (modeOf(limiter) !== 'memory' || problems.length === 0) await Bun.sleep(10)
    await redis.restart()
    const back = Date.now()
    while (modeOf(limiter) !== 'redis') await Bun.sleep(20)
    expect(Date.now() - back).toBeLessThan(5000)
    expect(await admitted(limiter, 'after', limits.login, 10)).toBe(3)
    await limiter.close()
  })

  test('hanging (not closed, just silent): the same', async () => {
    const limiter = await open()
    await limiter.take('hang', limits.login)
    redis.freeze()
    const start = performance.now()
    const verdicts = await Promise.all(Array.from({ length: 10 }, async () => limiter.take('hang', limits.login)))
    expect(performance.now() - start).toBeLessThan(1000)
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(2)
    redis.thaw()
    await limiter.close()
  })
})
