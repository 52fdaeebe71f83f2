import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { touch } from '#server/http/freshness.ts'
import { indexPost } from '../search/posts.ts'
import type { PostRow } from './rows.ts'

/** Lists of posts, feeds, categories: everything that shows more than one. */
export const posts_tag = 'portal.posts'
/** One post with its comments and likes. */
export const postTag = (id: string) => `portal.post:${id}`

/** The one place where a written post is told of to what finds it and to those who keep what readers see. `before` is what it was, undefined for a new one. */
export async function tellOfPost(tx: Tx, row: PostRow, before: PostRow | undefined): Promise<void> {
  await indexPost(tx, row, before)
  if (row.public === 0 && (before?.public ?? 0) === 0) return
  // Its translations name it.
  const sql = 'select id from portal_posts where translation_group in (?, ?) and public = 1 and deleted_at is null'
  const groups = [row.translation_group, before?.translation_group ?? row.translation_group]
  const { rows: others } = await tx.execute<{ id: string }>(statement(tx.dialect, sql, groups))
  touch(tx, posts_tag, postTag(row.id), ...others.map(({ id }) => postTag(id)))
}

/** Its likes or comments have changed in number. */
export function tellOfCounts(tx: Tx, post_id: string): void {
  touch(tx, posts_tag, postTag(post_id))
}
