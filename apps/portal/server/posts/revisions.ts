import { newId } from '#contract/ids.ts'
import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
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
