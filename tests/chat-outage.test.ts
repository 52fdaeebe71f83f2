import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { soak, type World } from './chat-soak/soak.ts'
import { type OwnRedis, ownRedis } from './kernel/own-redis.ts'

setDefaultTimeout(120_000)
const processes = process.env['TEST_DATABASE_URL'] ? 2 : 1
let redis: OwnRedis
beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.end())

/** What a busy machine may take while all is well; it is no waiting for Redis. */
const own_time_ms = 3000

// `./banyan bench chat-soak` does the same for 20 seconds with 200 clients.
for (const [how, stop, go_on] of [
  ['killed, and all that it knew with it', () => redis.kill(), () => redis.restart()],
  ['silent', async () => redis.freeze(), async () => redis.thaw()],
] as const)
  test(`Redis ${how}: people write on, nothing is lost or comes twice, and within five seconds all is there`, async () => {
    let [before, meanwhile, after_ms] = [0, 0, 0]
    const trouble = async ({ progress, countFromHere, catchUp }: World) => {
      while (progress() < 0.3) await Bun.sleep(20)
      countFromHere()
      await stop()
      before = progress()
      await Bun.sleep(2500)
      meanwhile = progress()
      await go_on()
      after_ms = await catchUp()
    }
    const { counts, faults, slowest_ms } = await soak({ rooms: 3, ms: 4500, each: 20, pause_ms: 150, processes }, trouble, { REDIS_URL: redis.url })
    console.log(`chat without Redis: slowest answer ${slowest_ms.toFixed()} ms, all there after ${after_ms.toFixed()} ms, ${JSON.stringify(counts)}`)
    expect(faults.slice(0, 10)).toEqual([])
    expect(meanwhile).toBeGreaterThan(before)
    expect(slowest_ms).toBeLessThan(1000 + own_time_ms)
    expect(after_ms).toBeLessThan(5000 + own_time_ms)
  })
