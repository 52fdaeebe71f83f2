import { newId } from '#contract/ids.ts'
import { Problem } from '#contract/problem.ts'
import type { Upload } from '#contract/upload.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { boxedOf } from '#server/images/boxed.ts'
import type { Site } from '#server/site.ts'
import type { Picture } from '../../contract/fields.ts'
import { image_quota_bytes } from '../../contract/images.ts'
import { picture_widths } from '../markdown/pictures.ts'
import { pictureOf } from '../posts/summaries.ts'
import { keysOf, newPictureName } from './names.ts'

/**
 * Draws the picture anew and puts it into the files before the row names it, so that no row ever names what is not there. What a crash leaves
 * between the two is swept up a day later.
 */
export async function addImage(site: Site, read: Read, write: Write, caller: Caller, { data }: Upload): Promise<Picture> {
  // Whoever has no room is told before anything is drawn; what counts is asked again in the write.
  await read((db) => refuseOverQuota(db, caller.id, 1))
  const made = await boxedOf(data, picture_widths)
  const [largest] = made
  if (!largest) throw new Error('a picture in no size')
  const name = newPictureName(largest.data, site.now())
  const keys = keysOf(name)
  for (const [n, key] of keys.entries()) await site.files.put(key, (made[n] ?? largest).data, 'image/webp')
  const bytes = made.reduce((sum, one) => sum + one.data.length, 0)
  try {
    return await write((tx) => store(tx, caller, { name, width: largest.width, height: largest.height, bytes }))
  } catch (error) {
    for (const key of keys) await site.files.remove(key)
    throw error
  }
}

async function store(tx: Tx, { id: user_id }: Caller, made: { name: string; width: number; height: number; bytes: number }): Promise<Picture> {
  // One after the other, or two that fit alone would both find room.
  if (tx.dialect === 'postgres') await tx.selectFrom('users').select('id').where('id', '=', user_id).forUpdate().execute()
  await refuseOverQuota(tx, user_id, made.bytes)
  const row = { ...made, id: newId(), user_id, alt: '', created_at: tx.now, updated_at: tx.now }
  await tx.insertInto('portal_images').values(row).execute()
  const { width, height, bytes } = made
  await tx.audit({ action: 'portal.image_added', model: 'portal_images', object_id: row.id, after: { width, height, bytes } })
  return pictureOf(row)
}

async function refuseOverQuota(db: Db, user_id: string, more: number): Promise<void> {
  const { used } = await db
    .selectFrom('portal_images')
    .select((e) => e.fn.coalesce(e.fn.sum<number>('bytes'), e.lit(0)).as('used'))
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow()
  if (Number(used) + more > image_quota_bytes) throw new Problem('conflict', 'There is no room left for your pictures: remove some that no post uses.')
}
