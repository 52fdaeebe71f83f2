import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { PostSummary } from '../../contract/posts.ts'
import type { PostRow } from './rows.ts'
import { summariesAt } from './summaries.ts'

const most = 4
/** How much a reader of one may like another for it, and how many of the newest are looked at. */
const reasons = [
  { column: 'state', points: 4 },
  { column: 'category_key', points: 2 },
  { column: 'author_id', points: 1 },
] as const
const looked_at = 12

/** Posts in the same language of the same state, category or author; those that share most first, then the newest. */
export async function relatedTo(db: Db, row: PostRow): Promise<PostSummary[]> {
  const points = new Map<string, { id: string; points: number; published_at: string }>()
  for (const { column, points: worth } of reasons)
    if (row[column] !== null && row[column] !== '')
      for (const found of await newest(db, row, column)) {
        const before = points.get(found.id)?.points ?? 0
        points.set(found.id, { ...found, points: before + worth })
      }
  const best = [...points.values()].sort((a, b) => b.points - a.points || (a.published_at < b.published_at ? 1 : -1))
  return summariesAt(
    db,
    best.slice(0, most).map(({ id }) => id),
  )
}

async function newest(db: Db, row: PostRow, column: (typeof reasons)[number]['column']): Promise<{ id: string; published_at: string }[]> {
  // By the index of the column: the newest few, of which those in another language are left out.
  const sql = `select id, published_at, language, translation_group from portal_posts where public = 1 and ${column} = ? order by published_at desc, id desc limit ?`
  const { rows } = await db.execute<PostRow & { published_at: string }>(statement(db.dialect, sql, [row[column], looked_at * 4]))
  return rows.filter((other) => other.language === row.language && other.translation_group !== row.translation_group).slice(0, looked_at)
}
