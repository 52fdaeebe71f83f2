import type { FileAnswer } from '#contract/answer.ts'
import { invalid, notFound, Problem } from '#contract/problem.ts'
import type { Upload } from '#contract/upload.ts'
import { seal, unseal } from '#server/crypto/seal.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { boxedOf } from '#server/images/boxed.ts'
import type { Site } from '#server/site.ts'
import { type Picture, picture_box, small_box } from '../contract/pictures.ts'
import { requireKey, roomKeysOf } from './keys.ts'
import { altAbout, keysOf, openPicture, type PictureSize, putPicture } from './picture-files.ts'
import { type RoomRow, refuseShut, requireRoom } from './room-rows.ts'
import { giveSpaceBack, requireSpace, takeSpace } from './space.ts'
import type { ChatTables } from './tables.ts'

export type PictureRow = ChatTables['chat_pictures']
type NewPicture = { id: string; alt: string }
interface Where {
  room_id: string
  message_id: string
  id: string
}

export function viewPicture(site: Site, room: RoomRow, row: PictureRow): Picture {
  const { id, width, height, size, alt_sealed } = row
  const key = roomKeysOf(site).open(room)
  const alt = alt_sealed && key ? unseal(key, altAbout(row), reveal(alt_sealed))?.toString() : ''
  return { id, width, height, size, alt: alt ?? '', damaged: alt === undefined }
}

/** Those of some messages, in the order of each; asks for nothing where there are none. */
export async function picturesOf(db: Db, room: RoomRow, messages: readonly Pick<ChatTables['chat_messages'], 'id' | 'pictures'>[]): Promise<PictureRow[]> {
  const ids = messages.flatMap(({ id, pictures }) => (pictures > 0 ? [id] : []))
  if (ids.length === 0) return []
  return db
    .selectFrom('chat_pictures')
    .selectAll()
    .where('room_id', '=', room.id)
    .where('message_id', 'in', ids)
    .where('place', 'is not', null)
    .orderBy('place')
    .execute()
}

const findPicture = (db: Db, room_id: string, id: string): Promise<PictureRow | undefined> =>
  db.selectFrom('chat_pictures').selectAll().where('room_id', '=', room_id).where('id', '=', id).executeTakeFirst()

/**
 * Draws a picture anew and stores it sealed, before the row that names it; a message of its sender may name it then. The same id again gives
 * what is there. What a crash leaves between the two is swept up a day later.
 */
export async function addPicture(site: Site, read: Read, write: Write, caller: Caller, where: Where, { data }: Upload): Promise<Picture> {
  const room = await read((db) => requireRoom(db, caller, where.room_id))
  const known = await read((db) => findPicture(db, room.id, where.id))
  if (known) return viewPicture(site, room, requireSame(known, caller, where))
  await read(async (db) => {
    await refuseShut(db, room)
    await requireSpace(db, caller.id)
  })
  const key = requireKey(site, room)
  const [large, small] = await boxedOf(data, [picture_box, small_box])
  if (!large || !small) throw new Error('two pictures were asked for')
  const file = Bun.randomUUIDv7()
  const place = { ...where, sender_id: caller.id }
  const kept = { file, width: large.width, height: large.height, size: large.data.length }
  try {
    const stored_bytes = await putPicture(site.files, key, file, place, { large: large.data, small: small.data })
    const row = await write((tx) => insertPicture(tx, { ...place, ...kept, stored_bytes }))
    if (row.file !== file) await removeFiles(site, keysOf(file))
    return viewPicture(site, room, requireSame(row, caller, where))
  } catch (error) {
    // Of any other failure nobody knows whether the row is there: the sweep will.
    if (error instanceof Problem) await removeFiles(site, keysOf(file))
    throw error
  }
}

/** Of two uploads of one picture at once the first is kept: gives whichever row there is then. */
async function insertPicture(tx: Tx, row: Omit<PictureRow, 'alt_sealed' | 'place' | 'created_at' | 'updated_at'>): Promise<PictureRow> {
  const made = await tx
    .insertInto('chat_pictures')
    .values({ ...row, alt_sealed: null, place: null, created_at: tx.now, updated_at: tx.now })
    .onConflict((c) => c.columns(['room_id', 'id']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!made) return (await findPicture(tx, row.room_id, row.id)) ?? Promise.reject(notFound('picture'))
  await takeSpace(tx, row.sender_id, row.stored_bytes)
  await tx.audit({ action: 'chat.picture_added', model: 'chat_pictures', object_id: row.id, after: { size: row.size } })
  return made
}

function requireSame(row: PictureRow, caller: Caller, { message_id }: Where): PictureRow {
  if (row.sender_id === caller.id && row.message_id === message_id) return row
  throw new Problem('conflict', 'There is another picture with this id.')
}

/** Only as long as no message names it. Throws `not_found`. */
export async function removePicture(site: Site, write: Write, caller: Caller, room_id: string, id: string): Promise<void> {
  const keys = await write(async (tx) => {
    await requireRoom(tx, caller, room_id)
    const row = await tx
      .deleteFrom('chat_pictures')
      .where('room_id', '=', room_id)
      .where('id', '=', id)
      .where('sender_id', '=', caller.id)
      .where('place', 'is', null)
      .returning(['file', 'stored_bytes'])
      .executeTakeFirst()
    if (!row) throw notFound('picture')
    await giveSpaceBack(tx, caller.id, row.stored_bytes)
    await tx.audit({ action: 'chat.picture_removed', model: 'chat_pictures', object_id: id })
    return keysOf(row.file)
  })
  await removeFiles(site, keys)
}

/** For the two of the room; what no message names yet only for its sender. Throws `gone` for what has been damaged. */
export async function pictureFile(db: Db, site: Site, caller: Caller, room_id: string, id: string, size: PictureSize): Promise<FileAnswer> {
  const room = await requireRoom(db, caller, room_id)
  const row = await findPicture(db, room.id, id)
  if (!row || (row.place === null && row.sender_id !== caller.id)) throw notFound('picture')
  const key = roomKeysOf(site).open(room)
  const data = key && (await openPicture(site.files, key, row.file, row, size))
  if (!data) throw new Problem('gone', 'This picture has been damaged and cannot be shown.')
  return { data, type: 'image/webp' }
}

export interface SealedPicture {
  id: string
  alt_sealed: Secret<string> | null
}

/** Before the write: what their sender says that they show, sealed. */
export function sealAlts(site: Site, room: RoomRow, message_id: string, sender_id: string, pictures: readonly NewPicture[]): SealedPicture[] {
  if (pictures.length === 0) return []
  const key = requireKey(site, room)
  return pictures.map(({ id, alt }) => ({ id, alt_sealed: alt ? secret(seal(key, altAbout({ room_id: room.id, message_id, sender_id, id }), alt)) : null }))
}

/** A message takes its pictures: only those that its sender has uploaded for it, each once. Throws `invalid`. */
export async function claimPictures(tx: Tx, room: RoomRow, message_id: string, sender_id: string, pictures: readonly SealedPicture[]): Promise<PictureRow[]> {
  const rows: PictureRow[] = []
  for (const [place, { id, alt_sealed }] of pictures.entries()) {
    const row = await tx
      .updateTable('chat_pictures')
      .set({ place, alt_sealed, updated_at: tx.now })
      .where('room_id', '=', room.id)
      .where('id', '=', id)
      .where('message_id', '=', message_id)
      .where('sender_id', '=', sender_id)
      .where('place', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw invalid({ pictures: ['Upload each picture for this message first.'] })
    rows.push(row)
  }
  return rows
}

/** With their message; gives the keys of the files to remove after the commit. */
export async function dropPictures(tx: Tx, room_id: string, message_id: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom('chat_pictures')
    .where('room_id', '=', room_id)
    .where('message_id', '=', message_id)
    .returning(['file', 'sender_id', 'stored_bytes'])
    .execute()
  for (const { sender_id, stored_bytes } of rows) await giveSpaceBack(tx, sender_id, stored_bytes)
  return rows.flatMap(({ file }) => keysOf(file))
}

/** After the commit. What cannot be removed now the sweep will get another chance at. */
export async function removeFiles({ files, log }: Site, keys: readonly string[]): Promise<void> {
  try {
    for (const key of keys) await files.remove(key)
  } catch (error) {
    log.warn({ err: error }, 'files of a picture were not removed')
  }
}
