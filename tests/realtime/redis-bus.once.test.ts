import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Bus } from '#server/realtime/bus.ts'
import { redisBus } from '#server/realtime/redis-bus.ts'
import { type OwnRedis, ownRedis } from '../kernel/own-redis.ts'

setDefaultTimeout(40_000)
let redis: OwnRedis
let one: Bus
let two: Bus
const heard: unknown[] = []
const make = () => redisBus(redis.url, 'a secret of this test', () => {})
/** Tells until it arrives: what Redis cannot carry just now is not kept. */
async function arrives(what: string) {
  for (const end = Date.now() + 20_000; !heard.includes(what); await Bun.sleep(50)) {
    if (Date.now() > end) throw new Error(`${what} was not heard`)
    one.publish('x', 'everyone', what)
  }
}
beforeAll(async () => {
  redis = await ownRedis()
  // A site may start before its Redis.
  await redis.kill()
  ;[one, two] = [make(), make()]
  two.hear('x', (data) => heard.push(data))
  await Bun.sleep(1500)
  await redis.restart()
})
afterAll(async () => {
  await Promise.all([one.close(), two.close()])
  await redis.end()
})

test('what one process tells another hears, also when Redis came after both', () => arrives('late'))

test('once, and not again by itself', async () => {
  const own: unknown[] = []
  one.hear('x', (data) => own.push(data))
  one.publish('x', 'everyone', 'once')
  await arrives('after')
  expect(heard.filter((what) => what === 'once')).toHaveLength(1)
  expect(own.filter((what) => what === 'once')).toHaveLength(1)
})

test('again after Redis was away, and after it was silent', async () => {
  await redis.kill()
  await redis.restart()
  await arrives('back')
  redis.freeze()
  await Bun.sleep(1200)
  redis.thaw()
  await arrives('thawed')
})

test('nothing of a site with another secret', async () => {
  const other = redisBus(redis.url, 'another secret', () => {})
  const told: unknown[] = []
  other.hear('x', (data) => told.push(data))
  await Bun.sleep(300)
  await arrives('ours')
  other.publish('x', 'everyone', 'theirs')
  await arrives('ours again')
  expect(told).toEqual(['theirs'])
  expect(heard).not.toContain('theirs')
  await other.close()
})
