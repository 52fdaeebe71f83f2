import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { findPost } from './rows.ts'
import { tellOfCounts } from './told.ts'

interface Likes {
  likes: number
  liked: boolean
}

/** Once a person, however often they press: a row with both as its key decides, and the number follows it. */
export async function likePost(tx: Tx, caller: Caller, post_id: string): Promise<Likes> {
  const made = await tx
    .insertInto('portal_likes')
    .values({ post_id, user_id: caller.id, created_at: tx.now })
    .onConflict((c) => c.columns(['post_id', 'user_id']).doNothing())
    .returning('post_id')
    .executeTakeFirst()
  return made ? count(tx, post_id, 1, 'portal.post_liked') : { likes: await likesOf(tx, post_id), liked: true }
}

export async function unlikePost(tx: Tx, caller: Caller, post_id: string): Promise<Likes> {
  const gone = await tx.deleteFrom('portal_likes').where('post_id', '=', post_id).where('user_id', '=', caller.id).returning('post_id').executeTakeFirst()
  return gone ? count(tx, post_id, -1, 'portal.post_unliked') : { likes: await likesOf(tx, post_id), liked: false }
}

async function count(tx: Tx, post_id: string, by: 1 | -1, action: string): Promise<Likes> {
  const row = await tx
    .updateTable('portal_posts')
    .set((e) => ({ likes: e('likes', '+', by) }))
    .where('id', '=', post_id)
    // Readers' posts only: it may have been taken from them since it was looked up.
    .where('public', '=', 1)
    .returning('likes')
    .executeTakeFirst()
  if (!row) throw notFound('post')
  await tx.audit({ action, model: 'portal_posts', object_id: post_id })
  tellOfCounts(tx, post_id)
  return { likes: row.likes, liked: by === 1 }
}

async function likesOf(db: Db, post_id: string): Promise<number> {
  const row = await findPost(db, post_id)
  if (row?.public !== 1) throw notFound('post')
  return row.likes
}
