import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'

const most_in_text = 300
const named = /\/media\/posts\/([a-z0-9]+)-(?:1600|800|400)\.webp/g

/** Notes the pictures that a post, its draft or an earlier version shows, so that they stay as long as it does. Only its text and cover are looked at. */
export async function trackPictures(tx: Tx, post_id: string, { content, cover_id }: { content: string; cover_id: string | null }): Promise<void> {
  const names = content.includes('/media/posts/') ? [...new Set(Array.from(content.matchAll(named), ([, name = '']) => name))].slice(0, most_in_text) : []
  if (names.length === 0 && cover_id === null) return
  const some = names.map(() => '?').join(', ')
  const which = [...(names.length > 0 ? [`name in (${some})`] : []), ...(cover_id === null ? [] : ['id = ?'])].join(' or ')
  // A picture that somebody is just removing is waited for, and then is not there.
  const lock = tx.dialect === 'postgres' ? ' for key share' : ''
  const id = tx.dialect === 'postgres' ? '?::uuid' : '?'
  await tx.execute(
    statement(
      tx.dialect,
      `insert into portal_image_uses (image_id, post_id) select id, ${id} from portal_images where ${which}${lock} on conflict do nothing`,
      [post_id, ...names, ...(cover_id === null ? [] : [cover_id])],
    ),
  )
}

/** Forgets uses by texts that have gone meanwhile, such as a draft's, and tells how many are left. The caller holds the picture's lock. */
export async function dropStaleUses(tx: Tx, { id, name }: { id: string; name: string }): Promise<number> {
  const shown = (table: string, key: string) => `exists (select 1 from ${table} t where t.${key} = u.post_id and (t.cover_id = u.image_id or t.content like ?))`
  const used = [shown('portal_posts', 'id'), shown('portal_drafts', 'post_id'), shown('portal_revisions', 'post_id')].join(' or ')
  const pattern = `%/media/posts/${name}-%`
  const sql = `delete from portal_image_uses as u where u.image_id = ? and not (${used})`
  await tx.execute(statement(tx.dialect, sql, [id, pattern, pattern, pattern]))
  const left = await tx.selectFrom('portal_image_uses').select('post_id').where('image_id', '=', id).execute()
  return left.length
}
