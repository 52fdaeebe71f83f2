import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { EnqueueOptions } from '#server/db/db.ts'
import { enqueueTurn } from '#server/jobs/scheduler.ts'
import { retryDelay, Worker } from '#server/jobs/worker.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { done, nobody, plan, ticks, work } from './ticks.ts'

setDefaultTimeout(30_000)
let t: TestSite
beforeEach(async () => {
  t = await testSite([ticks])
  done.length = 0
  plan.fail = () => undefined
  plan.wait = undefined
})
afterEach(() => t.end())

const enqueue = (n: number, options?: EnqueueOptions, site = t) => site.site.store.write(nobody, (tx) => tx.enqueue(work, { n }, options))
const jobs = () => t.site.store.db.selectFrom('jobs').selectAll().orderBy('id').execute()
const onlyJob = async () => {
  const [row, ...more] = await jobs()
  expect(more).toEqual([])
  if (!row) throw new Error('no job')
  return row
}
const minute = 60_000

test('a job runs once, in the order of its time, and is done', async () => {
  await enqueue(3, { run_at: new Date(Date.now() - 1000) })
  await enqueue(1, { run_at: new Date(Date.now() - 3000) })
  await enqueue(2, { run_at: new Date(Date.now() - 2000) })
  expect(await t.worker.drain()).toBe(3)
  expect(await t.worker.drain()).toBe(0)
  expect(done.map(({ n }) => n)).toEqual([1, 2, 3])
  for (const row of await jobs())
    expect(row).toMatchObject({ state: 'done', attempts: 1, leased_until: null, last_error: null, finished_at: expect.stringContaining('T') })
})

test('it waits for its time', async () => {
  await enqueue(1, { run_at: new Date(Date.now() + 10 * minute) })
  expect(await t.worker.drain()).toBe(0)
  t.pass(10 * minute)
  expect(await t.worker.drain()).toBe(1)
})

test('a payload that does not fit is refused when it is enqueued, and the write with it', async () => {
  const bad = t.site.store.write(nobody, (tx) => tx.enqueue(work, { n: 'x' } as never))
  expect(bad).rejects.toThrow()
  await bad.catch(() => {})
  expect(await jobs()).toEqual([])
})

describe('a key', () => {
  test('makes many enqueues one job, also at the same moment and after it is done', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => enqueue(n, { key: 'once' })))
    expect(await t.worker.drain()).toBe(1)
    await enqueue(99, { key: 'once' })
    expect(await t.worker.drain()).toBe(0)
    expect(done).toHaveLength(1)
  })

  test('a schedule’s turn is one job, however many processes come to it', async () => {
    const other = await testSite([ticks], { environment: t.environment })
    try {
      const schedule = { name: 'ticks.nightly', cron: '* * * * *', job: work }
      const due = new Date('2027-01-01T03:17:00.000Z')
      const turns = [t, other, t, other].map(({ site }, i) =>
        enqueueTurn(site, { ...schedule, job: { ...work, payload: work.payload.partial() } as never }, new Date(due.getTime() + i * 20)),
      )
      await Promise.all(turns)
      expect((await onlyJob()).key).toBe('ticks.nightly@2027-01-01T03:17')
      await enqueueTurn(other.site, { ...schedule, job: { ...work, payload: work.payload.partial() } as never }, new Date(due.getTime() + minute))
      expect(await jobs()).toHaveLength(2)
    } finally {
      await other.end()
    }
  })
})

describe('one that fails', () => {
  test('is tried again later and later, then is dead and waits for a person', async () => {
    plan.fail = (attempt) => new Error(`failure ${attempt}`)
    await enqueue(7)
    for (let attempt = 1; attempt <= 4; attempt++) {
      expect(await t.worker.drain()).toBe(1)
      const row = await onlyJob()
      expect(row).toMatchObject({ state: attempt < 4 ? 'queued' : 'dead', attempts: attempt, last_error: `failure ${attempt}`, leased_until: null })
      const wait = Date.parse(row.run_at) - t.site.now().getTime()
      if (attempt < 4) expect(wait).toBeGreaterThan(1000 * 2 ** (attempt - 1) - 200)
      if (attempt < 4) expect(wait).toBeLessThanOrEqual(2000 * 2 ** (attempt - 1))
      expect(await t.worker.drain()).toBe(0)
      t.pass(2000 * 2 ** (attempt - 1))
    }
    t.pass(365 * 86_400_000)
    expect(await t.worker.drain()).toBe(0)
    expect(new Set(done.map(({ id }) => id)).size).toBe(1)
    expect(done.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    const levels = t.logged.map((line) => JSON.parse(line)).filter((line) => line.job === 'ticks.work')
    expect(levels.map(({ level, msg }) => `${level}: ${msg}`)).toEqual([...new Array(3).fill('warn: job failed and will be tried again'), 'error: job is dead'])
  })

  test('and succeeds at last, is done and clean', async () => {
    plan.fail = (attempt) => (attempt < 3 ? new Error('not yet') : undefined)
    await enqueue(7)
    for (let i = 0; i < 3; i++) {
      await t.worker.drain()
      t.pass(minute)
    }
    expect(await onlyJob()).toMatchObject({ state: 'done', attempts: 3, last_error: null })
  })

  test('for good, by what it throws, is not tried again', async () => {
    plan.fail = () => Object.assign(new Error('never'), { permanent: true })
    await enqueue(7)
    await t.worker.drain()
    expect(await onlyJob()).toMatchObject({ state: 'dead', attempts: 1, last_error: 'never' })
  })

  test('holds nobody else up', async () => {
    plan.fail = (attempt) => (done.at(-1)?.n === 1 && attempt ? new Error('always') : undefined)
    for (const n of [1, 2, 3]) await enqueue(n)
    await t.worker.drain()
    expect((await jobs()).map(({ state }) => state).sort()).toEqual(['done', 'done', 'queued'])
  })

  test('delays double up to an hour and are spread by half', () => {
    for (let attempt = 1; attempt < 40; attempt++) {
      const whole = Math.min(3_600_000, 2000 * 2 ** (attempt - 1))
      const delays = Array.from({ length: 50 }, () => retryDelay(attempt))
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(whole / 2)
      expect(Math.max(...delays)).toBeLessThanOrEqual(whole)
      expect(new Set(delays).size).toBeGreaterThan(10)
    }
  })
})

test('a job that this process does not know yet stays for one that does (a deploy is under way)', async () => {
  await t.site.store.write(nobody, (tx) => tx.enqueue({ ...work, name: 'ticks.of_the_next_release' }, { n: 1 }))
  await t.worker.drain()
  expect(await onlyJob()).toMatchObject({ state: 'queued', attempts: 1, last_error: 'no job is called ticks.of_the_next_release' })
})

describe('leases', () => {
  /** A worker that takes a job and never says how it ended. */
  async function stuckWorker(): Promise<{ release: () => void; running: Promise<number> }> {
    let release = () => {}
    plan.wait = new Promise<void>((resolve) => {
      release = resolve
    })
    const running = new Worker(t.site, [work]).drain()
    while (done.length === 0) await Bun.sleep(5)
    plan.wait = undefined
    return { release, running }
  }

  test('two workers never run the same job at once; each of 40 runs once', async () => {
    for (let n = 0; n < 40; n++) await enqueue(n)
    const workers = Array.from({ length: 4 }, () => new Worker(t.site, [work]))
    const counts = await Promise.all(workers.map((worker) => worker.drain()))
    expect(counts.reduce((a, b) => a + b)).toBe(40)
    expect(done.map(({ n }) => n).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n))
  })

  test('what a dead worker held is given to another when its lease has run out, not before', async () => {
    await enqueue(1)
    const { release, running } = await stuckWorker()
    expect(await t.worker.drain()).toBe(0)
    t.pass(59_000)
    expect(await t.worker.drain()).toBe(0)
    t.pass(2_000)
    expect(await t.worker.drain()).toBe(1)
    expect(done.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(await onlyJob()).toMatchObject({ state: 'done', attempts: 2 })
    release()
    await running
    expect(await onlyJob()).toMatchObject({ state: 'done', attempts: 2 })
  })

  test('a worker that comes back too late has no say: its failure does not wake a job that is done', async () => {
    await enqueue(1)
    plan.fail = (attempt) => (attempt === 1 ? new Error('too late') : undefined)
    const { release, running } = await stuckWorker()
    t.pass(61_000)
    expect(await t.worker.drain()).toBe(1)
    release()
    await running
    expect(await onlyJob()).toMatchObject({ state: 'done', attempts: 2, last_error: null })
    t.pass(86_400_000)
    expect(await t.worker.drain()).toBe(0)
  })

  test('a job that kills its worker every time is dead in the end, not tried for ever', async () => {
    await enqueue(1)
    // As a killed process leaves it: taken, its lease run out, nothing said.
    for (let i = 0; i < 4; i++) {
      await t.site.store.write(nobody, (tx) =>
        tx
          .updateTable('jobs')
          .set((e) => ({ state: 'running', attempts: e('attempts', '+', 1), leased_until: tx.now }))
          .execute(),
      )
      t.pass(61_000)
    }
    await t.worker.drain()
    expect(done).toEqual([])
    expect(await onlyJob()).toMatchObject({ state: 'dead', attempts: 5, last_error: 'the worker died at every try' })
  })
})

describe('a worker that runs', () => {
  test('takes a new job at once, and stops when the job at hand is finished', async () => {
    t.worker.start()
    t.worker.start()
    await enqueue(1)
    while (done.length < 1) await Bun.sleep(5)
    let release = () => {}
    plan.wait = new Promise<void>((resolve) => {
      release = resolve
    })
    await enqueue(2)
    while (done.length < 2) await Bun.sleep(5)
    await enqueue(3)
    let stopped = false
    const stopping = t.worker.stop().then(() => {
      stopped = true
    })
    await Bun.sleep(50)
    expect(stopped).toBe(false)
    release()
    await stopping
    expect((await jobs()).map(({ state }) => state)).toEqual(['done', 'done', 'queued'])
    expect(done.map(({ n }) => n)).toEqual([1, 2])
  })

  test('stops at once when there is nothing to do', async () => {
    t.worker.start()
    await Bun.sleep(20)
    const start = performance.now()
    await t.worker.stop()
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('survives a database that fails for a while', async () => {
    const { store } = t.site
    const write = store.write
    store.write = () => Promise.reject(new Error('away'))
    await write.call(store, nobody, (tx) => tx.enqueue(work, { n: 1 }))
    t.worker.start()
    await Bun.sleep(50)
    store.write = write
    t.worker.wake()
    while (done.length < 1) await Bun.sleep(5)
    await t.worker.stop()
    expect(done.map(({ n }) => n)).toEqual([1])
    expect(t.logged.some((line) => line.includes('the worker could not take a job'))).toBe(true)
  })
})

test('done jobs and shown mails go after a week; dead ones stay until a person has looked', async () => {
  const { tidyJobs } = await import('#server/jobs/tidy.ts')
  await enqueue(1)
  plan.fail = () => (done.at(-1)?.n === 2 ? Object.assign(new Error('never'), { permanent: true }) : undefined)
  await enqueue(2)
  await t.worker.drain()
  t.pass(8 * 86_400_000)
  await t.site.store.write(nobody, (tx) => tx.enqueue(tidyJobs[0] as never, {} as never))
  await t.worker.drain()
  expect((await jobs()).map(({ name, state }) => `${name} ${state}`)).toEqual(['ticks.work dead', 'kernel.tidy done'])
})
