import { sql } from 'kysely'
import type { Ready } from './db/db.ts'
import type { Site } from './site.ts'

async function tablesOf({ store }: Site): Promise<string[]> {
  const { rows } =
    store.dialect === 'postgres'
      ? await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(store.db)
      : await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by 1`.execute(store.db)
  return rows.map((row) => row.name)
}

/** Queries over all tables, by site: tests ask before and after each request, and building queries this long costs more than running them. */
const built = new WeakMap<Site, { rows: [table: string, all: Ready][]; counts: Ready }>()

async function queriesOf(site: Site) {
  const known = built.get(site)
  if (known) return known
  const { db } = site.store
  const tables = await tablesOf(site)
  const counts = tables.map((table) => sql`select ${sql.lit(table)} as name, count(*) as n from ${sql.table(table)}`)
  const made = {
    rows: tables.map((table): [string, Ready] => [table, sql`select * from ${sql.table(table)}`.compile(db)]),
    counts: sql`${sql.join(counts, sql` union all `)}`.compile(db),
  }
  built.set(site, made)
  return made
}

/** The whole database as text: what stands nowhere in it is stored nowhere. */
export async function everyRow(site: Site): Promise<string> {
  const parts: string[] = []
  for (const [table, all] of (await queriesOf(site)).rows) parts.push(table, JSON.stringify((await site.store.db.execute(all)).rows))
  return parts.join('\n')
}

/** How many rows each table has: two counts that are equal mean that nothing was written or left half-written. */
export async function rowCounts(site: Site): Promise<Record<string, number>> {
  const { rows } = await site.store.db.execute<{ name: string; n: number }>((await queriesOf(site)).counts)
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]))
}
