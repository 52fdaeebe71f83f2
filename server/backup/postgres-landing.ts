import { pipeline } from 'node:stream/promises'
import { DatabaseError, type PoolClient } from 'pg'
import { from } from 'pg-copy-streams'
import type { App } from '../app.ts'
import { migrate } from '../db/migrate.ts'
import { for_copying, openPool } from '../db/postgres.ts'
import { openPostgres } from '../db/postgres-store.ts'
import { type Landing, occupied } from './landing.ts'
import type { Manifest } from './manifest.ts'
import { BackupRefused } from './refused.ts'

/** The schema that the tables are made and filled in. */
const staging = 'banyan_restoring'
const its_name = 'banyan restore'

interface ForeignKey {
  table: string
  name: string
  definition: string
}

/** Makes the tables by the backup's own migrations, in a schema beside the site's; one transaction then changes the two. */
export async function postgresLanding(url: string, apps: App[], now: () => Date): Promise<Landing> {
  const pool = openPool(url, { max: 1, application_name: its_name })
  const client = await pool.connect().catch((error: Error) => {
    throw new BackupRefused(`The database cannot be reached: ${error.message}`)
  })
  await client.query(for_copying)
  const name = (text: string) => client.escapeIdentifier(text)
  const inStaging = (table: string) => `${staging}.${name(table)}`
  const home = (await client.query<{ schema: string }>('select current_schema() as schema')).rows[0]?.schema ?? 'public'
  let manifest: Manifest
  let keys: ForeignKey[] = []
  let may_replace = false

  async function refuseOccupied(): Promise<string[]> {
    const { rows } = await client.query("select 1 from pg_stat_activity where datname = current_database() and application_name = 'banyan'")
    if (rows.length > 0) throw new BackupRefused(`A server, or another verb of ./banyan, has this database open (${rows.length} connections): stop it first.`)
    const tables = await tablesIn(client, home)
    if (tables.length > 0 && !may_replace) throw new BackupRefused(occupied(`There are tables in the schema ${home} already.`))
    return tables
  }

  return {
    async claim(replace) {
      may_replace = replace
      await refuseOccupied()
    },
    async begin(its) {
      manifest = its
      await client.query(`drop schema if exists ${staging} cascade`)
      await client.query(`create schema ${staging}`).catch(refuseWithoutRight)
      const store = openPostgres(stagedUrl(url), { now })
      const lists = apps.map(({ name, migrations = {} }) => ({ name, migrations }))
      await migrate(store, lists, now, its.migrations).finally(() => store.close())
      keys = await foreignKeysIn(client, staging)
      for (const key of keys) await client.query(`alter table ${inStaging(key.table)} drop constraint ${name(key.name)}`)
      const tables = await tablesIn(client, staging)
      if (tables.length > 0) await client.query(`truncate ${tables.map(inStaging).join(', ')}`)
    },
    async take({ name: part, chunks }) {
      const [, table = ''] = part.split('/')
      const columns = (manifest.columns?.[table] ?? []).map(name).join(', ')
      try {
        await pipeline(chunks, client.query(from(`copy ${inStaging(table)} (${columns}) from stdin`)))
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error
        throw new BackupRefused(`The rows of ${table} do not fit into its table: ${error.message}`)
      }
    },
    async open() {
      for (const key of keys) await client.query(`alter table ${inStaging(key.table)} add constraint ${name(key.name)} ${key.definition}`)
      for (const { table, column, last, used } of manifest.sequences ?? [])
        await client.query('select setval(pg_get_serial_sequence($1, $2), $3::bigint, $4)', [inStaging(table), column, last, used])
      for (const table of await tablesIn(client, staging)) await client.query(`analyze ${inStaging(table)}`)
      return openPostgres(stagedUrl(url), { now })
    },
    async takeOver(stamp) {
      const aside = `before_restore_${stamp}`.toLowerCase()
      await client.query("begin; set local lock_timeout = '10s'")
      // A server that starts at this moment waits here, and finds the new tables.
      await client.query('select pg_advisory_xact_lock(7225390)')
      const old = await refuseOccupied()
      if (old.length > 0) await client.query(`create schema ${aside}`)
      for (const table of old) await client.query(`alter table ${name(home)}.${name(table)} set schema ${aside}`)
      for (const table of await tablesIn(client, staging)) await client.query(`alter table ${inStaging(table)} set schema ${name(home)}`)
      await client.query(`drop schema ${staging}`)
      await client.query('commit')
      return old.length > 0 ? `the schema ${aside}` : undefined
    },
    async close() {
      await client.query(`rollback; drop schema if exists ${staging} cascade`).catch(() => {})
      client.release(true)
      await pool.end()
    },
  }
}

/** The same database with the new schema as its first. */
function stagedUrl(url: string): string {
  const staged = new URL(url)
  const options = staged.searchParams.get('options')
  staged.searchParams.set('options', `${options ? `${options} ` : ''}-c search_path=${staging}`)
  staged.searchParams.set('application_name', its_name)
  return staged.href
}

async function tablesIn(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select relname as name from pg_class join pg_namespace n on n.oid = relnamespace where n.nspname = $1 and relkind in ('r', 'p') order by 1",
    [schema],
  )
  return rows.map(({ name }) => name)
}

/** They are checked all at once when the rows are there, so that the order of tables does not matter. */
async function foreignKeysIn(client: PoolClient, schema: string): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select r.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = c.connamespace
     where n.nspname = $1 and c.contype = 'f' order by 1, 2`,
    [schema],
  )
  return rows
}

function refuseWithoutRight(error: Error): never {
  throw new BackupRefused(`A restore needs the right to make a schema (grant create on database … to …): ${error.message}`)
}
