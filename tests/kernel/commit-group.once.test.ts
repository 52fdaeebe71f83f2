import { Database } from 'bun:sqlite'
import { afterAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommitGroup } from '#server/db/commit-group.ts'
import { openHandle } from '#server/db/sqlite.ts'
import { openSqlite } from '#server/db/sqlite-store.ts'
import { nobody } from './ticks.ts'

setDefaultTimeout(30_000)
const dir = mkdtempSync(join(tmpdir(), 'banyan-group-'))
afterAll(() => rmSync(dir, { recursive: true }))

let file = ''
let handle: Database
let group: CommitGroup
beforeEach(() => {
  file = join(dir, `${crypto.randomUUID()}.db`)
  handle = openHandle(file, 'writer')
  handle.run('create table parents (id integer primary key)')
  handle.run('create table rows (n integer primary key, parent integer references parents (id) deferrable initially deferred)')
  group = new CommitGroup(handle)
})

const insert = (n: number, parent: number | null = null) => group.run(async () => handle.run('insert into rows (n, parent) values (?, ?)', [n, parent]))
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'kept',
    (error: { message: string; code?: string }) => error.code ?? error.message,
  )
const rows = () => (new Database(file, { readonly: true }).query('select n from rows order by n').all() as { n: number }[]).map(({ n }) => n)

test('every handle has the settings that durability and integrity rest on', () => {
  const writer = openHandle(file, 'writer')
  const reader = openHandle(file, 'reader')
  const pragma = (db: Database, name: string) => Object.values(db.query(`pragma ${name}`).get() as object)[0]
  expect(pragma(writer, 'synchronous')).toBe(2)
  expect(pragma(writer, 'journal_mode')).toBe('wal')
  for (const db of [writer, reader]) {
    expect(pragma(db, 'foreign_keys')).toBe(1)
    expect(pragma(db, 'busy_timeout')).toBeGreaterThan(0)
  }
  expect(() => reader.run('insert into rows (n) values (1)')).toThrow('readonly')
})

test('works that arrive together share one commit, one that fails rolls back alone', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      outcome(
        group.run(async () => {
          handle.run('insert into rows (n) values (?)', [n])
          await Promise.resolve()
          if (n % 10 === 0) throw new Error('on purpose')
        }),
      ),
    ),
  )
  expect(group.commits).toBe(1)
  expect(outcomes.filter((result) => result === 'kept')).toHaveLength(90)
  expect(rows()).toEqual(Array.from({ length: 100 }, (_, n) => n).filter((n) => n % 10 !== 0))
})

test('a commit that fails fails them all, keeps nothing, and the next one works', async () => {
  // The foreign key is looked at when the whole transaction commits.
  const outcomes = await Promise.all([outcome(insert(1)), outcome(insert(2, 99)), outcome(insert(3))])
  expect(outcomes).toEqual(['SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_FOREIGNKEY'])
  expect(rows()).toEqual([])
  expect(handle.inTransaction).toBe(false)
  expect(await outcome(insert(4))).toBe('kept')
  expect(rows()).toEqual([4])
})

test('an error that ends the whole transaction is told to everybody in it', async () => {
  const outcomes = await Promise.all([
    outcome(insert(1)),
    outcome(
      group.run(async () => {
        handle.run('rollback')
        throw new Error('the disk is full')
      }),
    ),
    outcome(insert(2)),
  ])
  expect(outcomes).toEqual(['the disk is full', 'the disk is full', 'the disk is full'])
  expect(rows()).toEqual([])
  expect(await outcome(insert(3))).toBe('kept')
})

test('no answer before the commit: at that moment another process reads the row', async () => {
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      await insert(n)
      expect(rows()).toContain(n)
    }),
  )
})

test('a group is bounded, so that the first of many does not wait for all', async () => {
  const small = new CommitGroup(handle, 10)
  await Promise.all(Array.from({ length: 95 }, (_, n) => small.run(async () => handle.run('insert into rows (n) values (?)', [n]))))
  expect(small.commits).toBe(10)
  expect(rows()).toHaveLength(95)
})

test('works run one after the other, never inside each other', async () => {
  let inside = 0
  await Promise.all(
    Array.from({ length: 30 }, () =>
      group.run(async () => {
        expect(++inside).toBe(1)
        await Bun.sleep(Math.random() * 2)
        inside--
      }),
    ),
  )
})

test('another process holding the lock is waited for without stopping the event loop', async () => {
  const other = openHandle(file, 'writer')
  other.run('begin immediate')
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  const writing = outcome(insert(1))
  await Bun.sleep(400)
  other.run('commit')
  expect(await writing).toBe('kept')
  clearInterval(timer)
  // A handle that waits by itself blocks for its busy_timeout (50 ms) a time; the rest of the time is free.
  expect(ticks).toBeGreaterThan(5)
})

test('with a second process writing all the time: nobody is told BUSY, nothing is lost, on either side', async () => {
  handle.close()
  const store = openSqlite(file, { now: () => new Date() })
  await store.migrate(async (db) => {
    await db.schema
      .createTable('ticks')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('n', 'integer')
      .execute()
    return true
  })
  const child = Bun.spawn([process.execPath, '--no-env-file', join(import.meta.dir, 'second-writer.ts'), file, '300'], {
    cwd: resolve(import.meta.dir, '../..'),
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const busy: string[] = []
  let written = 0
  let over = false
  void child.exited.then(() => {
    over = true
  })
  const writers = Array.from({ length: 64 }, async (_, i) => {
    for (let k = 0; k < 10 || (!over && k < 2000); k++) {
      const result = await outcome(
        store.write(nobody, (tx) =>
          tx
            .insertInto('ticks')
            .values({ id: `here ${i} ${k}`, n: k })
            .execute(),
        ),
      )
      if (result === 'kept') written++
      else busy.push(result)
    }
  })
  const readers = Array.from({ length: 64 }, async () => {
    while (!over) {
      await store.db.selectFrom('ticks').select('n').limit(5).execute()
      await Bun.sleep(2)
    }
  })
  expect((await new Response(child.stdout).text()).trim()).toBe('300 kept, 0 refused')
  await Promise.all([...writers, ...readers])
  expect(busy).toEqual([])
  const { n } = (await store.db
    .selectFrom('ticks')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirst()) ?? { n: 0 }
  expect(Number(n)).toBe(written + 300)
  expect(store.changedElsewhere()).toBe(true)
  expect(store.changedElsewhere()).toBe(false)
  await store.write(nobody, (tx) => tx.insertInto('ticks').values({ id: 'own', n: 0 }).execute())
  expect(store.changedElsewhere()).toBe(false)
  await store.close()
  expect(Object.values(new Database(file).query('pragma integrity_check').get() as object)).toEqual(['ok'])
})
