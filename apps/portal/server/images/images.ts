import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { notFound, Problem } from '#contract/problem.ts'
import type { Db, Tx, Write } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import { removeMedia } from '#server/files/media.ts'
import type { Caller } from '#server/http/caller.ts'
import { touch } from '#server/http/freshness.ts'
import type { Site } from '#server/site.ts'
import type { Picture } from '../../contract/fields.ts'
import type { listImages } from '../../contract/images.ts'
import { pictureOf } from '../posts/summaries.ts'
import { posts_tag, postTag } from '../posts/told.ts'
import type { PortalTables } from '../tables.ts'
import { keysOf } from './names.ts'
import { dropStaleUses } from './uses.ts'

type Row = PortalTables['portal_images']
type Listed = z.output<typeof listImages.returns>['items'][number]

/** One's own, the newest first. */
export async function imagesOf(db: Db, caller: Caller, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Listed>> {
  const start = readKeyCursor(cursor, 'created_at', z.iso.datetime({ precision: 3 }))
  const down = start?.side !== 'before'
  const direction = down ? 'desc' : 'asc'
  const beyond = start ? ` and (created_at, id) ${down ? '<' : '>'} (?, ?)` : ''
  const used = 'exists (select 1 from portal_image_uses u where u.image_id = i.id) as used'
  const sql = `select i.*, ${used} from portal_images i where user_id = ?${beyond} order by created_at ${direction}, id ${direction} limit ?`
  const { rows } = await db.execute<Row & { used: number | boolean }>(
    statement(db.dialect, sql, [caller.id, ...(start ? [start.value, start.id] : []), limit + 1]),
  )
  const { items, ...page } = pageOfFound('created_at', start, limit, { rows }, (row) => ({ value: row.created_at, id: row.id }))
  return { ...page, items: items.map((row) => ({ ...pictureOf(row), bytes: row.bytes, created_at: row.created_at, used: Boolean(row.used) })) }
}

/** Says what it shows. Readers see it beside covers at once. */
export async function changeImage(tx: Tx, caller: Caller, id: string, alt: string): Promise<Picture> {
  const row = await lockOwnImage(tx, caller, id)
  await tx.updateTable('portal_images').set({ alt, updated_at: tx.now }).where('id', '=', row.id).execute()
  await tx.audit({ action: 'portal.image_changed', model: 'portal_images', object_id: row.id, before: { alt: row.alt }, after: { alt } })
  const uses = await tx.selectFrom('portal_image_uses').select('post_id').where('image_id', '=', row.id).execute()
  touch(tx, posts_tag, ...uses.map(({ post_id }) => postTag(post_id)))
  return pictureOf({ ...row, alt })
}

/** The row goes first, then the files that it named. */
export async function removeImage(site: Site, write: Write, caller: Caller, id: string): Promise<{ id: string }> {
  const row = await write((tx) => forget(tx, caller, id))
  await removeFiles(site, row.name)
  return { id: row.id }
}

async function forget(tx: Tx, caller: Caller, id: string): Promise<Row> {
  const row = await lockOwnImage(tx, caller, id)
  if ((await dropStaleUses(tx, row)) > 0) throw new Problem('conflict', 'A post, its draft or an earlier version of it uses this picture.')
  await tx.deleteFrom('portal_images').where('id', '=', row.id).execute()
  await tx.audit({ action: 'portal.image_removed', model: 'portal_images', object_id: row.id, before: { bytes: row.bytes } })
  return row
}

export async function removeFiles(site: Site, name: string): Promise<void> {
  try {
    for (const key of keysOf(name)) await removeMedia(site, key)
  } catch (error) {
    // The row is gone: the sweep will get another chance.
    site.log.warn({ err: error }, 'the files of a picture were not removed')
  }
}

/** Throws `not_found`, for other people's as well. Nobody else can begin to use it until the write ends. */
async function lockOwnImage(tx: Tx, caller: Caller, id: string): Promise<Row> {
  const lock = tx.dialect === 'postgres' ? ' for update' : ''
  const { rows } = await tx.execute<Row>(statement(tx.dialect, `select * from portal_images where id = ? and user_id = ?${lock}`, [id, caller.id]))
  if (!rows[0]) throw notFound('picture')
  return rows[0]
}
