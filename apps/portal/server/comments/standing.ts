import type { Tx } from '#server/db/db.ts'
import { tellOfCounts } from '../posts/told.ts'
import { forgetComment, indexComment } from '../search/comments.ts'
import { type CommentRow, isVisible, stands } from './rows.ts'

type Change = Partial<
  Pick<
    CommentRow,
    'content' | 'html' | 'renderer' | 'version' | 'edited_at' | 'held_at' | 'approved_at' | 'hidden_at' | 'hidden_reason' | 'deleted_at' | 'deleted_by'
  >
>

/**
 * The one way in which a comment that is there changes: what is counted on its post, the places that stand above it, what searches find and what is
 * kept for readers follow from what it was and is. The caller holds the lock of its post.
 */
export async function alterComment(tx: Tx, before: CommentRow, change: Change): Promise<CommentRow> {
  const row = { ...before, ...change, updated_at: tx.now }
  await tx
    .updateTable('portal_comments')
    .set({ ...change, updated_at: tx.now })
    .where('id', '=', row.id)
    .execute()
  if (stands(before) !== stands(row)) await countStanding(tx, row, stands(row) ? 1 : -1)
  await follow(tx, before, row)
  return row
}

/** The same for one that is new. */
export async function followNew(tx: Tx, row: CommentRow): Promise<void> {
  if (stands(row)) await countStanding(tx, row, 1)
  await follow(tx, undefined, row)
}

async function follow(tx: Tx, before: CommentRow | undefined, row: CommentRow): Promise<void> {
  const was = before !== undefined && isVisible(before)
  const is = isVisible(row)
  if (was && (!is || before.html !== row.html)) await forgetComment(tx, before)
  if (is && (!was || before.html !== row.html)) await indexComment(tx, row)
  if (was !== is)
    await tx
      .updateTable('portal_posts')
      .set((e) => ({ comments: e('comments', '+', is ? 1 : -1) }))
      .where('id', '=', row.post_id)
      .execute()
  tellOfCounts(tx, row.post_id)
}

/** One that is answered stands, and so does what it answers itself; depth is bounded, so this ends soon. */
async function countStanding(tx: Tx, { parent_id }: Pick<CommentRow, 'parent_id'>, by: 1 | -1): Promise<void> {
  if (parent_id === null) return
  const parent = await tx
    .updateTable('portal_comments')
    .set((e) => ({ answers: e('answers', '+', by) }))
    .where('id', '=', parent_id)
    .returningAll()
    .executeTakeFirst()
  if (!parent) return
  const stood = stands({ ...parent, answers: parent.answers - by })
  if (stood !== stands(parent)) await countStanding(tx, parent, by)
}
