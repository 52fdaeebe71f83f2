import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import type { App } from './app.ts'
import { migrate } from './db/migrate.ts'
import { openPool } from './db/postgres.ts'
import { openPostgres } from './db/postgres-store.ts'
import { openSqlite } from './db/sqlite-store.ts'
import type { Store } from './db/store.ts'

/**
 * A database of its own on the server that TEST_DATABASE_URL names, with the tables of these apps; undefined where none is named.
 * It is the copy of one that was migrated once: migrating each costs several times as much.
 */
export async function freshDatabase(apps: App[]): Promise<string | undefined> {
  const server = process.env['TEST_DATABASE_URL']
  if (!server) return
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server, async (pool) => {
    const template = await templateFor(pool, server, apps)
    await pool.query(`create database ${name} template ${template}`)
  })
  return addressOn(server, name)
}

/** One without tables, on the same server. */
export async function emptyDatabase(): Promise<string | undefined> {
  const server = process.env['TEST_DATABASE_URL']
  if (!server) return
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  await onServer(server, (pool) => pool.query(`create database ${name}`))
  return addressOn(server, name)
}

export async function dropDatabase(url: string): Promise<void> {
  const server = process.env['TEST_DATABASE_URL'] ?? ''
  await onServer(server, (pool) => pool.query(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`))
}

/** The same for SQLite: puts the file with the tables of these apps into a folder. */
export async function freshFile(apps: App[], data_dir: string): Promise<void> {
  const template = join(tmpdir(), `${templateName(apps)}.db`)
  if (!existsSync(template)) {
    const making = `${template}.${crypto.randomUUID()}`
    await putTables(openSqlite(making, { now }), apps)
    renameSync(making, template)
  }
  copyFileSync(template, join(data_dir, 'banyan.db'))
}

const now = () => new Date()
const migrationsOf = (apps: App[]) => apps.map(({ name, migrations = {} }) => ({ name, migrations }))
const putTables = (store: Store, apps: App[]) => migrate(store, migrationsOf(apps), now).finally(() => store.close())

/** Named after what the migrations do, so that one of before is never taken for one of now. */
function templateName(apps: App[]): string {
  const steps = migrationsOf(apps).map(({ name, migrations }) => [name, Object.entries(migrations).map(([step, { up }]) => [step, String(up)])])
  return `migrated_${createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 32)}`
}

async function templateFor(pool: Pool, server: string, apps: App[]): Promise<string> {
  const name = templateName(apps)
  const isThere = async () => (await pool.query('select 1 from pg_database where datname = $1', [name])).rows.length > 0
  if (await isThere()) return name
  // Files are tested side by side: one makes it, under a name that nobody looks for before it is whole.
  await pool.query('select pg_advisory_lock(7225391)')
  try {
    if (await isThere()) return name
    await pool.query(`drop database if exists ${name}_new`)
    await pool.query(`create database ${name}_new`)
    await putTables(openPostgres(addressOn(server, `${name}_new`), { now }), apps)
    await pool.query(`alter database ${name}_new rename to ${name}`)
  } finally {
    await pool.query('select pg_advisory_unlock(7225391)')
  }
  return name
}

function addressOn(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** One connection, since the lock that it takes is its own. */
async function onServer(server: string, work: (pool: Pool) => Promise<unknown>): Promise<void> {
  const pool = openPool(server, { max: 1 })
  await work(pool).finally(() => pool.end())
}
