import { z } from 'zod'
import { newId } from '#contract/ids.ts'
import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { getRevision } from '../../contract/writing.ts'
import { type AuthorColumns, author_columns, authorOf, joinAuthor } from '../people.ts'
import type { PortalTables } from '../tables.ts'
import { coverOf } from './covers.ts'
import type { Fields } from './fields.ts'

/** So many of a post are kept; of the older half of more than that every second goes. */
export const most_revisions = 200

/** Keeps what a post says now; `words` are those of its text. The caller holds the post's lock. */
export async function addRevision(tx: Tx, post: Fields & { id: string; words: number }, author_id: string | null): Promise<void> {
  const columns = 'id, post_id, number, author_id, postname, content, words, category, state, cover_id, created_at, updated_at'
  const next = `(select coalesce(max(number), 0) + 1 from portal_revisions where post_id = ?)`
  const sql = `insert into portal_revisions (${columns}) values (?, ?, ${next}, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning number`
  const { postname, content, words, category, state, cover_id } = post
  const { rows } = await tx.execute<{ number: number }>(
    statement(tx.dialect, sql, [newId(), post.id, post.id, author_id, postname, content, words, category, state, cover_id, tx.now, tx.now]),
  )
  if ((rows[0]?.number ?? 0) > most_revisions) await thin(tx, post.id)
}

async function thin(tx: Tx, post_id: string): Promise<void> {
  const rows = await tx.selectFrom('portal_revisions').select('number').where('post_id', '=', post_id).orderBy('number').execute()
  if (rows.length <= most_revisions) return
  // The first stays: it is what everything began with.
  const gone = rows.slice(1, most_revisions / 2).flatMap(({ number }, n) => (n % 2 === 0 ? [number] : []))
  await tx.deleteFrom('portal_revisions').where('post_id', '=', post_id).where('number', 'in', gone).execute()
}

type RevisionRow = PortalTables['portal_revisions'] & AuthorColumns
const shown = `select v.*, ${author_columns} from portal_revisions v ${joinAuthor('v')} where v.post_id = ?`
type Shown = z.output<typeof getRevision.returns>

/** What a post said before, the latest first. */
export async function revisionsOf(
  db: Db,
  post_id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Omit<Shown, 'content' | 'category' | 'state' | 'cover'>>> {
  const start = readKeyCursor(cursor, 'number', z.int())
  const down = start?.side !== 'before'
  const beyond = start ? ` and v.number ${down ? '<' : '>'} ?` : ''
  const sql = `${shown}${beyond} order by v.number ${down ? 'desc' : 'asc'} limit ?`
  const { rows } = await db.execute<RevisionRow>(statement(db.dialect, sql, [post_id, ...(start ? [start.value] : []), limit + 1]))
  const { items, ...page } = pageOfFound('number', start, limit, { rows }, (row) => ({ value: row.number, id: row.id }))
  return { ...page, items: items.map(headOf) }
}

const headOf = (row: RevisionRow) => ({
  number: row.number,
  postname: row.postname,
  words: row.words,
  author: row.author_id === null ? null : authorOf(row),
  created_at: row.created_at,
})

/** Throws `not_found`. */
export async function requireRevision(db: Db, post_id: string, number: string): Promise<RevisionRow> {
  if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound('revision')
  const { rows } = await db.execute<RevisionRow>(statement(db.dialect, `${shown} and v.number = ?`, [post_id, Number(number)]))
  if (!rows[0]) throw notFound('revision')
  return rows[0]
}

export async function revisionOf(db: Db, row: RevisionRow): Promise<Shown> {
  const { content, category, state } = row
  return { ...headOf(row), content, category, state, cover: await coverOf(db, row.cover_id) }
}
