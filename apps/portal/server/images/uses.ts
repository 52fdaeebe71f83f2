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
  const id = tx.dialect === 'postgres' ? '?::uuid' : '?'
  await tx.execute(
    statement(tx.dialect, `insert into portal_image_uses (image_id, post_id) select id, ${id} from portal_images where ${which} on conflict do nothing`, [
      post_id,
      ...names,
      ...(cover_id === null ? [] : [cover_id]),
    ]),
  )
}
