import { afterAll, beforeAll, expect, setDefaultTimeout, spyOn, test } from 'bun:test'
import { Redis } from 'ioredis'
import type { News, NewsLog } from '#server/realtime/news.ts'
import { redisNews } from '#server/realtime/redis-news.ts'
import { type OwnRedis, ownRedis } from '../kernel/own-redis.ts'

setDefaultTimeout(30_000)
let redis: OwnRedis
const logs: NewsLog[] = []
const heard = new Map<NewsLog, News[]>()
const anew = () => {
  const log = redisNews(redis.url, 'a secret of this test', () => {})
  const all: News[] = []
  log.hear((news) => all.push(news))
  heard.set(log, all)
  logs.push(log)
  return log
}
const of = (log: NewsLog) => (heard.get(log) ?? []).map(({ data }) => data as number)
async function until(fits: () => boolean, within_ms = 20_000) {
  for (const end = Date.now() + within_ms; !fits(); await Bun.sleep(10)) if (Date.now() > end) throw new Error('not in time')
}

beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(async () => {
  await Promise.all(logs.map((log) => log.close()))
  await redis.end()
})

test('two processes hear the same news in the same order, with the same cursors', async () => {
  const [one, two] = [anew(), anew()]
  // What was told before a process began is there for clients that come back, and is not heard: a site waits for it too.
  await Promise.all([one.begun(), two.begun()])
  for (let n = 0; n < 300; n++) void (n % 2 ? one : two).append('x', 'everyone', n)
  await until(() => of(one).length === 300 && of(two).length === 300)
  expect(heard.get(one)?.map(({ cursor }) => cursor)).toEqual(heard.get(two)?.map(({ cursor }) => cursor))
  expect(of(one)).toEqual(of(two))
  expect(of(one).filter((n) => n % 2)).toEqual(Array.from({ length: 150 }, (_, i) => i * 2 + 1))
})

test('a client goes on at another process, one that has just begun too', async () => {
  const [one] = logs as [NewsLog]
  const cursor = one.cursor
  for (const n of [1000, 1001, 1002]) void one.append('x', ['u'], n)
  const three = anew()
  await until(() => three.since(cursor)?.length === 3)
  expect(three.since(cursor)?.map(({ data }) => data)).toEqual([1000, 1001, 1002])
  expect(three.since(one.cursor)).toEqual([])
  for (const unknown of ['1-0', '99999999999999-0', 'x', '']) expect(three.since(unknown)).toBeUndefined()
})

test('with Redis gone nothing is lost, and it goes on by itself, in order', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  const before = of(two).length
  await redis.kill()
  for (let n = 2000; n < 2100; n++) void one.append('x', 'everyone', n)
  await Bun.sleep(500)
  expect(of(two).length).toBe(before)
  await redis.restart()
  await until(() => of(two).length >= before + 100 && of(one).at(-1) === 2099)
  expect(of(two).slice(before)).toEqual(Array.from({ length: 100 }, (_, i) => 2000 + i))
})

test('a Redis that hangs is one that is gone', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  const before = of(two).length
  redis.freeze()
  void one.append('x', 'everyone', 3000)
  await Bun.sleep(2500)
  redis.thaw()
  void one.append('x', 'everyone', 3001)
  await until(() => of(two).at(-1) === 3001)
  expect(of(two).slice(before)).toEqual([3000, 3001])
})

test('Redis carries nothing readable, and what others write into it is not heard', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  void one.append('x', ['u'], 'a canary sings')
  await until(() => heard.get(two)?.at(-1)?.data === 'a canary sings')
  const client = new Redis(redis.url)
  const stored = JSON.stringify(await client.xrange('banyan:live', '-', '+'))
  expect(stored).not.toContain('canary')
  const before = of(two).length
  await client.xadd('banyan:live', '*', 'n', JSON.stringify({ uid: 'u', event: 'x', to: 'everyone', data: 'forged' }))
  void one.append('x', ['u'], 'after')
  await until(() => of(two).length > before)
  expect(heard.get(two)?.at(-1)?.data).toBe('after')
  await client.quit()
})

test('of a Redis that has lost its memory everybody hears: cursors from before lead nowhere, what comes after is heard', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  void one.append('x', 'everyone', 4000)
  await until(() => of(two).at(-1) === 4000)
  const cursor = two.cursor
  expect(two.since(cursor)).toEqual([])
  let losses = 0
  two.hearOfLoss(() => losses++)
  await redis.kill()
  await redis.restart()
  await until(() => losses === 1)
  expect(two.since(cursor)).toBeUndefined()
  const anew = two.cursor
  void one.append('x', 'everyone', 4001)
  await until(() => of(two).at(-1) === 4001)
  expect(two.since(anew)?.map(({ data }) => data)).toEqual([4001])
  expect(losses).toBe(1)
})

test('what is told while a process finds that Redis has lost its memory is heard', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  const time = Redis.prototype.time
  let told = false
  using _asked = spyOn(Redis.prototype, 'time').mockImplementation(async function (this: Redis) {
    if (!told) void one.append('x', 'everyone', 5000)
    told = true
    while ((await this.xlen('banyan:live')) === 0) await Bun.sleep(5)
    await Bun.sleep(5)
    return time.call(this)
  })
  await redis.kill()
  await redis.restart()
  await until(() => told && of(one).at(-1) === 5000 && of(two).at(-1) === 5000, 5000)
})

test('more than one read’s worth that waited for a new Redis is told once, and its loss too', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  const before = of(two).length
  let losses = 0
  two.hearOfLoss(() => losses++)
  await redis.kill()
  for (let n = 10_000; n < 11_500; n++) void one.append('x', 'everyone', n)
  await redis.restart()
  await until(() => of(two).length >= before + 1500)
  expect(of(two).slice(before)).toEqual(Array.from({ length: 1500 }, (_, i) => 10_000 + i))
  expect(losses).toBe(1)
})

test('what has waited leaves by portions, and nobody waits for it: all at once it would keep everybody from answering', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  await until(() => one.cursor === two.cursor)
  const before = of(two).length
  await redis.kill()
  for (let n = 20_000; n < 23_000; n++) void one.append('x', 'everyone', n)
  await redis.restart()
  const arrived: number[] = []
  two.hear(({ data }) => {
    if ((data as number) >= 20_000) arrived.push(performance.now())
  })
  await until(() => arrived.length > 0)
  expect(one.append('x', 'everyone', 23_000)).toBeUndefined()
  await until(() => arrived.length === 3001)
  expect(of(two).slice(before)).toEqual(Array.from({ length: 3001 }, (_, i) => 20_000 + i))
  // Thirty portions with a pause after each but the last; a pause may be longer, never shorter.
  expect((arrived.at(-1) ?? 0) - (arrived[0] ?? 0)).toBeGreaterThan(1000)
  // Afterwards a write waits until it is told, as ever.
  expect(one.append('x', 'everyone', 30_000)).toBeInstanceOf(Promise)
})

test('many that are heard at once leave room between them for whatever else there is to do', async () => {
  const [one, two] = logs as [NewsLog, NewsLog]
  await until(() => one.cursor === two.cursor)
  let [turns, most, heard_in_turn] = [0, 0, 0]
  two.hear(() => {
    most = Math.max(most, ++heard_in_turn)
  })
  const turn = () => {
    heard_in_turn = 0
    if (turns++ < 100_000 && of(two).at(-1) !== 40_499) setImmediate(turn)
  }
  setImmediate(turn)
  const all = Array.from({ length: 500 }, (_, i) => one.append('x', 'everyone', 40_000 + i))
  await Promise.all(all)
  await until(() => of(two).at(-1) === 40_499)
  expect(most).toBeLessThan(100)
})

test('what others write into the same Redis does not make the place of our own unknown', async () => {
  const log = anew()
  await log.begun()
  const client = new Redis(redis.url)
  const cursor = (await client.xadd('banyan:live', '*', 'n', 'of another site')) ?? ''
  await until(() => log.cursor === cursor)
  expect(log.since(cursor)).toEqual([])
  void log.append('x', 'everyone', 5000)
  await until(() => of(log).at(-1) === 5000)
  expect(log.since(cursor)?.map(({ data }) => data)).toEqual([5000])
  await client.quit()
})

test('a process whose Redis comes late says that some may have been missed', async () => {
  const late = await ownRedis()
  await late.kill()
  const log = redisNews(late.url, 'a secret of this test', () => {})
  logs.push(log)
  let losses = 0
  log.hearOfLoss(() => losses++)
  const began = performance.now()
  await log.begun()
  expect(performance.now() - began).toBeGreaterThan(900)
  await late.restart()
  await until(() => losses === 1)
  await late.end()
})
