import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'kysely'
import type { Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { addTick, nobody, numbers, ticked, ticks, work } from './ticks.ts'

setDefaultTimeout(30_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([ticks])
})
afterAll(() => t.end())
beforeEach(async () => {
  await t.site.store.write(nobody, async (tx) => {
    await tx.deleteFrom('ticks').execute()
    await tx.deleteFrom('jobs').execute()
    await tx.deleteFrom('audit_entries').execute()
  })
  t.published.length = 0
})

const byNumber = prepared<{ n: number }>()((db, { n }) => db.selectFrom('ticks').select('n').where('n', '=', n))
const write = <T>(what: (tx: Tx) => Promise<T>) => t.site.store.write(nobody, what)
const read = () => numbers(t.site.store.db)
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'kept',
    (error: Error) => error.message,
  )

async function everything(tx: Tx, n: number) {
  await addTick(tx, n)
  await tx.audit({ action: 'ticks.ticked', model: 'ticks', object_id: String(n) })
  await tx.enqueue(work, { n })
  tx.publish(ticked, 'everyone', { n })
}

test('a write that fails takes back its rows, its audit entry, its job and its news; those beside it are kept', async () => {
  const before = await rowCounts(t.site)
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      outcome(
        write(async (tx) => {
          await everything(tx, n)
          if (n % 3 === 0) throw new Error('on purpose')
        }),
      ),
    ),
  )
  const kept = Array.from({ length: 20 }, (_, n) => n).filter((n) => n % 3 !== 0)
  expect(outcomes).toEqual(Array.from({ length: 20 }, (_, n) => (n % 3 === 0 ? 'on purpose' : 'kept')))
  expect(await read()).toEqual(kept)
  const after = await rowCounts(t.site)
  for (const table of ['ticks', 'audit_entries', 'jobs']) expect((after[table] ?? 0) - (before[table] ?? 0)).toBe(kept.length)
  expect(t.published.map(({ data }) => (data as { n: number }).n).sort((a, b) => a - b)).toEqual(kept)
})

test('a row that the database refuses fails its own write alone', async () => {
  const outcomes = await Promise.all([1, 2, 1, 3, 2].map((n) => outcome(write((tx) => addTick(tx, n)))))
  expect(outcomes.filter((result) => result === 'kept')).toHaveLength(3)
  expect(await read()).toEqual([1, 2, 3])
})

test('an answer comes only after the commit: whoever has it can read the row, and news leaves after it too', async () => {
  const seen: number[] = []
  const stop = t.site.bus.hear(ticked.name, (data) => seen.push((data as { n: number }).n))
  await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      let inside = true
      await write(async (tx) => {
        await everything(tx, n)
        expect(seen).not.toContain(n)
        expect(await tx.selectFrom('ticks').select('n').where('n', '=', n).executeTakeFirst()).toEqual({ n })
        inside = false
      })
      expect(inside).toBe(false)
      expect(await read()).toContain(n)
      expect(seen).toContain(n)
    }),
  )
  stop()
})

test('until then nobody else sees it', async () => {
  let go = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  let inserted = () => {}
  const ready = new Promise<void>((resolve) => {
    inserted = resolve
  })
  const writing = write(async (tx) => {
    await addTick(tx, 1)
    inserted()
    await held
  })
  await ready
  expect(await read()).toEqual([])
  go()
  await writing
  expect(await read()).toEqual([1])
})

describe('a second handle inside a write fails at once instead of waiting for itself', () => {
  test('a nested write', async () => {
    expect(
      await outcome(
        write(async (tx) => {
          await addTick(tx, 1)
          await t.site.store.write(nobody, (inner) => addTick(inner, 2))
        }),
      ),
    ).toBe('A write inside a write: use the tx that it was given.')
    expect(await read()).toEqual([])
  })

  test('a read on the outer handle, built, prepared or raw', async () => {
    const { db } = t.site.store
    const readings: (() => Promise<unknown>)[] = [
      () => db.selectFrom('ticks').selectAll().execute(),
      () =>
        db
          .with('x', (e) => e.selectFrom('ticks').select('n'))
          .selectFrom('x')
          .selectAll()
          .execute(),
      () => sql`select n from ticks`.execute(db),
      () => byNumber(db, { n: 1 }),
      () => db.execute({ sql: 'select n from ticks', parameters: [] }),
    ]
    for (const reading of readings) expect(await outcome(write(reading))).toBe('A read on the outer handle inside a write: use the tx that it was given.')
  })

  test('also after waiting, and in what the work calls', async () => {
    expect(
      await outcome(
        write(async () => {
          await Bun.sleep(5)
          await Promise.all([read()])
        }),
      ),
    ).toStartWith('A read on the outer handle inside a write')
  })

  test('afterwards both are free again', async () => {
    await write((tx) => addTick(tx, 1))
    await write((tx) => addTick(tx, 2))
    expect(await read()).toEqual([1, 2])
  })
})

describe('a tx after its write', () => {
  const after = 'A tx was used after its write had ended.'

  test('is refused, whichever verb', async () => {
    let kept: Tx | undefined
    await write(async (tx) => {
      kept = tx
    })
    if (!kept) throw new Error('no tx')
    expect(await outcome(addTick(kept, 1))).toBe(after)
    expect(await outcome(numbers(kept))).toBe(after)
    expect(await outcome(byNumber(kept, { n: 1 }))).toBe(after)
    expect(await outcome(kept.audit({ action: 'x', model: 'x', object_id: 'x' }))).toBe(after)
    expect(await outcome(kept.enqueue(work, { n: 1 }))).toBe(after)
    expect(await read()).toEqual([])
  })

  test('is refused in what the work left running, so nothing lands in somebody else’s transaction', async () => {
    let late: Promise<string> | undefined
    await write(async (tx) => {
      late = Bun.sleep(20).then(() => outcome(addTick(tx, 1)))
    })
    expect(await late).toBe(after)
    const other: Promise<string>[] = []
    await write(async (tx) => {
      other.push(Bun.sleep(5).then(() => outcome(addTick(tx, 2))))
      throw new Error('on purpose')
    }).catch(() => {})
    await write(async (tx) => {
      await Bun.sleep(20)
      await addTick(tx, 3)
    })
    expect(await Promise.all(other)).toEqual([after])
    expect(await read()).toEqual([3])
  })
})

test('the time of a write is one for all its rows, and the site’s clock gives it', async () => {
  t.pass(86_400_000)
  const start = t.site.now().toISOString()
  const times = await write(async (tx) => {
    const first = tx.now
    await Bun.sleep(5)
    await tx.audit({ action: 'x', model: 'x', object_id: 'x' })
    return [first, tx.now]
  })
  expect(times[0]).toBe(times[1] ?? '')
  expect((times[0] ?? '') >= start).toBe(true)
  const row = await t.site.store.db.selectFrom('audit_entries').select('created_at').executeTakeFirstOrThrow()
  expect(row.created_at).toBe(times[0] ?? '')
})

test('64 writers and 64 readers at once: every write is kept, every reader sees whole writes', async () => {
  const pairs = Array.from({ length: 64 }, (_, i) => i)
  const writers = pairs.map(async (i) => {
    for (let k = 0; k < 5; k++)
      await write(async (tx) => {
        await addTick(tx, i * 100 + k * 2)
        await addTick(tx, i * 100 + k * 2 + 1)
      })
  })
  const odd: number[] = []
  let reading = true
  const readers = pairs.map(async () => {
    while (reading) {
      const rows = await read()
      if (rows.length % 2 !== 0) odd.push(rows.length)
      await Bun.sleep(1)
    }
  })
  await Promise.all(writers)
  reading = false
  await Promise.all(readers)
  expect(odd).toEqual([])
  expect(await read()).toHaveLength(64 * 5 * 2)
})
