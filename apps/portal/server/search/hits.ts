import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Ask } from './ask.ts'
import { type Indexed, tablesOf } from './documents.ts'
import { searchText, type Tier } from './tiers.ts'
import { everybody, type Scope } from './vocabulary.ts'

/** So many of the nearest are looked through on PostgreSQL before its index is asked. */
const nearby = 500

export interface Reach {
  /** Numbers beyond this one only. */
  beyond?: number | undefined
  /** Towards the newer ones; by default the newest come first. */
  up: boolean
  count: number
  /** All that the tiers before have, where it is known: cheaper than asking for them once more to leave them out. */
  before?: number[] | undefined
}

/** The nearest of a tier by number: what everybody finds, and what only the caller does. */
export async function hitsOf(db: Db, kind: Indexed, tier: Tier, { words, scopes }: Ask, reach: Reach): Promise<number[]> {
  const found: number[] = []
  for (const scoped of scopes) {
    // Comments that not everybody finds are not indexed.
    if (kind === 'comment' && scoped.scope !== everybody) continue
    const text = searchText(db.dialect, tier, words, scoped, reach.before !== undefined)
    if (text !== undefined) found.push(...(await (db.dialect === 'sqlite' ? inSqlite(db, kind, text, reach) : inPostgres(db, kind, text, scoped.scope, reach))))
  }
  return found.sort((a, b) => (reach.up ? a - b : b - a)).slice(0, reach.count)
}

async function inSqlite(db: Db, kind: Indexed, text: string, { beyond, up, count, before }: Reach): Promise<number[]> {
  const index = tablesOf[kind][1]
  const [bound, values] = boundOf('rowid', beyond, up)
  const others = before?.length ? 'and rowid not in (select value from json_each(?))' : ''
  const sql = `select rowid as doc from ${index} where ${index} match ? ${bound} ${others} order by rowid ${up ? 'asc' : 'desc'} limit ?`
  return run(db, sql, [text, ...values, ...(before?.length ? [JSON.stringify(before)] : []), count])
}

async function inPostgres(db: Db, kind: Indexed, text: string, scope: Scope, { beyond, up, count, before }: Reach): Promise<number[]> {
  const docs = tablesOf[kind][0]
  const [bound, place] = boundOf('doc', beyond, up)
  const others = before?.length ? `and doc <> all (?::bigint[])` : ''
  const rest = [...(before?.length ? [`{${before.join(',')}}`] : []), count]
  const order = `order by doc ${up ? 'asc' : 'desc'} limit ?`
  if (scope === everybody) {
    // What is common is found among the nearest; the GIN index would first find it everywhere.
    const near = `select doc, words from ${docs} where true ${bound} order by doc ${up ? 'asc' : 'desc'} limit ${nearby}`
    const common = await run(db, `select doc from (${near}) as near where words @@ ?::tsquery ${others} ${order}`, [...place, text, ...rest])
    if (common.length >= count) return common
  }
  // Materialized, since the planner would rather walk all rows in order than believe how few fit.
  const sql = `with found as materialized (select doc from ${docs} where words @@ ?::tsquery) select doc from found where true ${bound} ${others} ${order}`
  return run(db, sql, [text, ...place, ...rest])
}

const boundOf = (column: string, beyond: number | undefined, up: boolean): [string, number[]] =>
  beyond === undefined ? ['', []] : [`and ${column} ${up ? '>' : '<'} ?`, [beyond]]

async function run(db: Db, sql: string, values: unknown[]): Promise<number[]> {
  const { rows } = await db.execute<{ doc: number }>(statement(db.dialect, sql, values))
  return rows.map(({ doc }) => doc)
}
