import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Post } from '../../contract/posts.ts'
import { factsOf } from './facts.ts'
import { lockOwn } from './rows.ts'
import { postOf } from './show.ts'
import { writePost } from './writes.ts'

/** Into the trash; one that is there already stays there, since a retry must do no harm. */
export async function removePost(tx: Tx, caller: Caller, id: string): Promise<{ id: string }> {
  const row = await lockOwn(tx, caller, id)
  if (row.deleted_at !== null) return { id: row.id }
  await writePost(tx, row, { deleted_at: tx.now })
  await tx.audit({ action: 'portal.post_removed', model: 'portal_posts', object_id: row.id, before: factsOf(row) })
  return { id: row.id }
}

/** As it was; what should have gone out while it lay in the trash is a draft now. */
export async function restorePost(tx: Tx, caller: Caller, id: string): Promise<Post> {
  const row = await lockOwn(tx, caller, id)
  if (row.deleted_at === null) return postOf(tx, caller, row)
  const missed = row.status === 'scheduled' && row.publish_at !== null && row.publish_at <= tx.now
  const restored = await writePost(tx, row, { deleted_at: null, ...(missed && { status: 'draft', publish_at: null }) })
  await tx.audit({ action: 'portal.post_restored', model: 'portal_posts', object_id: row.id, after: factsOf(restored) })
  return postOf(tx, caller, restored)
}
