import type { Db } from '#server/db/db.ts'
import type { Picture } from '../../contract/fields.ts'
import { pictureOf } from './summaries.ts'

export async function coverOf(db: Db, cover_id: string | null): Promise<Picture | null> {
  if (cover_id === null) return null
  const row = await db.selectFrom('portal_images').select(['id', 'name', 'width', 'height', 'alt']).where('id', '=', cover_id).executeTakeFirst()
  return row ? pictureOf(row) : null
}
