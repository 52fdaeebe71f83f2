import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '#server/app.ts'
import { migrate } from '#server/db/migrate.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { apps } from '../../apps/server.ts'
import { numbers, ticks } from './ticks.ts'

setDefaultTimeout(60_000)
const dir = mkdtempSync(join(tmpdir(), 'banyan-migrations-'))
afterAll(() => rmSync(dir, { recursive: true }))

const applied = async ({ site }: TestSite) => (await site.store.db.selectFrom('migrations').select('name').orderBy('name').execute()).map((row) => row.name)
const all = ['accounts/0001-accounts', 'kernel/0001-kernel']

test('each is applied once; a second start applies nothing', async () => {
  const t = await testSite(apps)
  try {
    expect(await applied(t)).toEqual(expect.arrayContaining(all))
    const list = apps.map(({ name, migrations = {} }) => ({ name, migrations }))
    expect(await migrate(t.site.store, list, () => new Date())).toEqual([])
    const again = await testSite(apps, { environment: t.environment })
    expect(await applied(again)).toEqual(await applied(t))
    await again.stop()
  } finally {
    await t.end()
  }
})

test('four sites that start at once on a fresh database agree', async () => {
  for (let round = 0; round < 3; round++) {
    const first = await testSite([])
    const sites = await Promise.all(Array.from({ length: 4 }, () => testSite([...apps, ticks], { environment: first.environment })))
    for (const t of sites) {
      expect(await applied(t)).toEqual(expect.arrayContaining([...all, 'ticks/0001-ticks']))
      expect(await numbers(t.site.store.db)).toEqual([])
    }
    for (const t of sites) await t.stop()
    await first.end()
  }
})

test('so do four processes, from nothing at all', async () => {
  const t = await testSite([])
  try {
    for (let round = 0; round < 2; round++) {
      // On SQLite each round gets a folder without a file in it; PostgreSQL's database is fresh in the first.
      const environment = { ...t.environment, DATA_DIR: join(dir, `round-${round}`) }
      const children = Array.from({ length: 4 }, () =>
        Bun.spawn([process.execPath, '--no-env-file', join(import.meta.dir, 'migrating.ts')], {
          env: { ...process.env, ...environment } as Record<string, string>,
          stdout: 'pipe',
          stderr: 'pipe',
        }),
      )
      const results = await Promise.all(
        children.map(async (child) => ({
          out: await new Response(child.stdout).text(),
          err: await new Response(child.stderr).text(),
          code: await child.exited,
        })),
      )
      for (const { out, err, code } of results) expect({ err, code, tables: out.trim() }).toEqual({ err: '', code: 0, tables: 'users: 0' })
    }
  } finally {
    await t.end()
  }
})

test('one that fails leaves nothing of itself, the ones before it stay, and the start says so', async () => {
  const broken: App = {
    name: 'broken',
    migrations: {
      '0001-fine': { up: ({ db }) => db.schema.createTable('fine').addColumn('id', 'integer').execute() },
      '0002-broken': {
        async up({ db }) {
          await db.schema.createTable('halfway').addColumn('id', 'integer').execute()
          throw new Error('broken on purpose')
        },
      },
    },
  }
  const t = await testSite([])
  try {
    const start = testSite([broken], { environment: t.environment })
    expect(start).rejects.toThrow('broken on purpose')
    await start.catch(() => {})
    expect(await applied(t)).toEqual([
      'broken/0001-fine',
      'kernel/0001-kernel',
      'kernel/0002-audit-by-object',
      'kernel/0003-repeated-calls',
      'kernel/0004-one-audit-index',
      'kernel/0005-dead-jobs',
    ])
    const tables = await t.site.store.db
      .selectFrom('fine' as never)
      .selectAll()
      .execute()
    expect(tables).toEqual([])
    const halfway = t.site.store.db
      .selectFrom('halfway' as never)
      .selectAll()
      .execute()
    expect(halfway).rejects.toThrow()
    await halfway.catch(() => {})
  } finally {
    await t.end()
  }
})
