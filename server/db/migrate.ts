import { type Kysely, sql } from 'kysely'
import { columnTypes, type Migration, type Schema } from './columns.ts'
import * as m0001 from './migrations/0001-kernel.ts'
import * as m0002 from './migrations/0002-audit-by-object.ts'
import * as m0003 from './migrations/0003-repeated-calls.ts'
import * as m0004 from './migrations/0004-one-audit-index.ts'
import * as m0005 from './migrations/0005-dead-jobs.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export interface AppMigrations {
  name: string
  migrations: Record<string, Migration>
}

/**
 * Brings the schema up to date: the kernel's migrations, then each app's in the order of the list. Each is applied once and in its own
 * transaction; processes that start together wait for each other. Returns the names that were applied.
 */
export async function migrate(store: Store, apps: AppMigrations[], now: () => Date): Promise<string[]> {
  await store.migrate(async (db) => {
    await waitForTurn(db, store.dialect)
    await sql`create table if not exists migrations (name text primary key not null, applied_at ${columnTypes[store.dialect].time} not null)`.execute(db)
    return false
  })
  const known = new Set((await store.db.selectFrom('migrations').select('name').execute()).map(({ name }) => name))
  const applied: string[] = []
  const all: AppMigrations[] = [
    {
      name: 'kernel',
      migrations: { '0001-kernel': m0001, '0002-audit-by-object': m0002, '0003-repeated-calls': m0003, '0004-one-audit-index': m0004, '0005-dead-jobs': m0005 },
    },
    ...apps,
  ]
  for (const app of all)
    for (const [name, migration] of Object.entries(app.migrations)) {
      const full = `${app.name}/${name}`
      if (known.has(full)) continue
      await store.migrate(async (db) => {
        const changed = await apply(db, store.dialect, full, migration, now())
        if (changed) applied.push(full)
        return changed
      })
    }
  return applied
}

/** SQLite has one writer anyway; even PostgreSQL's `if not exists` fails when two processes create a table at once. */
async function waitForTurn(db: Kysely<Tables>, dialect: Schema['dialect']): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(7225390)`.execute(db)
}

async function apply(db: Kysely<Tables>, dialect: Schema['dialect'], name: string, migration: Migration, now: Date): Promise<boolean> {
  await waitForTurn(db, dialect)
  const done = await db.selectFrom('migrations').select('name').where('name', '=', name).executeTakeFirst()
  if (done) return false
  await migration.up({ db: db as unknown as Kysely<never>, dialect, types: columnTypes[dialect] })
  await db.insertInto('migrations').values({ name, applied_at: now.toISOString() }).execute()
  return true
}
