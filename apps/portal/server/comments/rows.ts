import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { PortalTables } from '../tables.ts'

export type CommentRow = PortalTables['portal_comments']
export type State = Pick<CommentRow, 'held_at' | 'hidden_at' | 'deleted_at' | 'answers'>

/** Do readers see what it says? */
export const isVisible = ({ held_at, hidden_at, deleted_at }: Omit<State, 'answers'>): boolean => held_at === null && hidden_at === null && deleted_at === null
/** Does it stand in the conversation, if only as an empty place? */
export const stands = (row: State): boolean => isVisible(row) || row.answers > 0

export function statusOf({ held_at, hidden_at, deleted_at }: Omit<State, 'answers'>): 'visible' | 'held' | 'hidden' | 'removed' {
  if (deleted_at !== null) return 'removed'
  if (hidden_at !== null) return 'hidden'
  return held_at === null ? 'visible' : 'held'
}

export const isStaff = (caller: Caller | undefined) => caller !== undefined && caller.role !== 'user'

/** What there is to know of a post for those who talk below it. */
export interface Talk {
  id: string
  author_id: string | null
  slug: string
  postname: string
  public: 0 | 1
}

/**
 * Every write of comments begins with the lock of their post: so that what is counted on it is right, and two writers wait in a row and not in a ring.
 * Throws `not_found` where readers do not see the post.
 */
export async function lockTalk(tx: Tx, post_id: string): Promise<Talk> {
  const row = await lockAnyTalk(tx, post_id)
  if (row?.public !== 1) throw notFound('post')
  return row
}

/** The same for staff and sweeps, whose work goes on below posts that nobody sees. */
export async function lockAnyTalk(tx: Tx, post_id: string): Promise<Talk | undefined> {
  const lock = tx.dialect === 'postgres' ? ' for update' : ''
  const { rows } = await tx.execute<Talk>(
    statement(tx.dialect, `select id, author_id, slug, postname, public from portal_posts where id = ?${lock}`, [post_id]),
  )
  return rows[0]
}

export const findComment = (db: Db, id: string): Promise<CommentRow | undefined> =>
  db.selectFrom('portal_comments').selectAll().where('id', '=', id).executeTakeFirst()

/** The comment with its post locked, read behind the lock. Throws `not_found`. */
export async function lockComment(tx: Tx, id: string): Promise<{ row: CommentRow; talk: Talk }> {
  const found = await tx.selectFrom('portal_comments').select('post_id').where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound('comment')
  const talk = await lockTalk(tx, found.post_id)
  const row = await findComment(tx, id)
  if (!row) throw notFound('comment')
  return { row, talk }
}
