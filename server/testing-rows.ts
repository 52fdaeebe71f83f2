import { sql } from 'kysely'
import type { Site } from './site.ts'

async function tablesOf({ store }: Site): Promise<string[]> {
  const { rows } =
    store.dialect === 'postgres'
      ? await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(store.db)
      : await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by 1`.execute(store.db)
  return rows.map((row) => row.name)
}

/** The whole database as text: what stands nowhere in it is stored nowhere. */
export async function everyRow(site: Site): Promise<string> {
  const parts: string[] = []
  for (const table of await tablesOf(site)) parts.push(table, JSON.stringify((await sql`select * from ${sql.table(table)}`.execute(site.store.db)).rows))
  return parts.join('\n')
}

/** How many rows each table has: two counts that are equal mean that nothing was written or left half-written. */
export async function rowCounts(site: Site): Promise<Record<string, number>> {
  const counts = (await tablesOf(site)).map((table) => sql`select ${sql.lit(table)} as name, count(*) as n from ${sql.table(table)}`)
  const { rows } = await sql<{ name: string; n: number }>`${sql.join(counts, sql` union all `)}`.execute(site.store.db)
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]))
}
