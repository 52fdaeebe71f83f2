import type { Db } from '#server/db/db.ts'
import type { Found, Key, Start } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Todo } from '../contract/todos.ts'
import { shown_columns } from './todo-rows.ts'

/** Rows along one index, by stretches of it. */
export interface Scan {
  /** The column that the rows are in the order of; then comes the id. */
  column: string
  descending: boolean
  /** What each stretch is: equalities that the index begins with, and bounds of `column`. */
  stretches: { where: string; values: unknown[] }[]
  /** What is asked of the rows beside that: looked at row by row, at most a window of them at a time. */
  filter?: { where: string; values: unknown[] }
}

export type Keyed = Todo & { sort_key: string | number }
export const keyOf = ({ sort_key, id }: Keyed): Key => ({ value: sort_key, id })

/** So many rows of each stretch are looked at in one query, and so many queries are made for one page. */
const window = 2000
const max_windows = 5

/**
 * The rows after or before a place, the nearest first. Each stretch is read by itself and the results are merged, so that a page costs the same
 * however many rows there are. With a filter that few rows pass the search stops after a bounded number of rows and says where.
 */
export async function scan(db: Db, scan: Scan, start: Start, count: number): Promise<Found<Keyed>> {
  const rows: Keyed[] = []
  let from = start
  for (let i = 0; i < max_windows; i++) {
    const found = await readRows(db, scan, from, count - rows.length)
    const edge = scan.filter && found.length < count - rows.length ? await edgeOf(db, scan, from) : undefined
    if (!edge) return { rows: [...rows, ...found] }
    rows.push(...found.filter((row) => compare(keyOf(row), edge) * (isDown(scan, start) ? -1 : 1) <= 0))
    from = { ...edge, side: start?.side ?? 'after' }
  }
  return { rows, ...(from && { stopped: { value: from.value, id: from.id } }) }
}

const isDown = ({ descending }: Scan, start: Start) => descending !== (start?.side === 'before')

/** A stretch from the start on, as SQL; each is limited by itself. */
function stretch(scan: Scan, start: Start, columns: string, limit: string) {
  const down = isDown(scan, start)
  const direction = down ? 'desc' : 'asc'
  const beyond = start ? ` and (${scan.column}, id) ${down ? '<' : '>'} (?, ?)` : ''
  const values = (own: unknown[], last: unknown[]) => [...own, ...(start ? [start.value, start.id] : []), ...last]
  const sql = (where: string) => `select ${columns} from todos where ${where}${beyond} order by ${scan.column} ${direction}, id ${direction} ${limit}`
  return { sql, values, direction }
}

async function readRows(db: Db, all: Scan, start: Start, count: number): Promise<Keyed[]> {
  const { filter, stretches, column } = all
  const { sql, values, direction } = stretch(all, start, `${shown_columns}, ${column} as sort_key${filter ? ', due_at, overdue_at' : ''}`, 'limit ?')
  const one = ({ where }: Scan['stretches'][number], i: number) => `select * from (${sql(where)}) as s${i}${filter ? ` where ${filter.where}` : ''}`
  const parameters = stretches.flatMap((s) => [...values(s.values, [filter ? window : count]), ...(filter?.values ?? [])])
  const union = `${stretches.map(one).join(' union all ')} order by sort_key ${direction}, id ${direction} limit ?`
  return (await db.execute<Keyed>(statement(db.dialect, union, [...parameters, count]))).rows
}

/** The nearest place at which a stretch's window ended; undefined when all were read to their ends. */
async function edgeOf(db: Db, all: Scan, start: Start): Promise<Key | undefined> {
  const { sql, values, direction } = stretch(all, start, `${all.column} as sort_key, id`, `limit 1 offset ${window - 1}`)
  const union = `${all.stretches.map(({ where }, i) => `select * from (${sql(where)}) as s${i}`).join(' union all ')} order by sort_key ${direction}, id ${direction} limit 1`
  const parameters = all.stretches.flatMap((s) => values(s.values, []))
  const { rows } = await db.execute<Keyed>(statement(db.dialect, union, parameters))
  return rows[0] && keyOf(rows[0])
}

/** As both databases compare: text byte by byte. */
function compare(a: Key, b: Key): number {
  const values = typeof a.value === 'number' ? a.value - Number(b.value) : Buffer.compare(Buffer.from(a.value), Buffer.from(String(b.value)))
  return values || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
