import { invalid, notFound } from '#contract/problem.ts'
import { seal } from '#server/crypto/seal.ts'
import { secret } from '#server/crypto/secret.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import type { Message } from '../contract.ts'
import { reportKey, requireKey } from './keys.ts'
import { messagesAt } from './message-view.ts'
import { openPicture, putReported, reportedKeys } from './picture-files.ts'
import { type PictureRow, picturesOf, removeFiles } from './pictures.ts'
import { type RoomRow, requireRoom } from './room-rows.ts'

export const reportAbout = (id: string) => `report ${id}`

interface Said {
  reason: string
  note: string
}

/**
 * The reported message alone is copied, under a key of its own: staff read it without being able to open the room, and it stays when its
 * sender deletes it. Reporting it again adds nothing.
 */
export async function report(site: Site, read: Read, write: Write, caller: Caller, room_id: string, message_id: string, said: Said): Promise<void> {
  const { room, message, pictures } = await read((db) => requireReportable(db, site, caller, room_id, message_id))
  const id = Bun.randomUUIDv7()
  const copies = await copyPictures(site, room, id, pictures)
  const made = await write((tx) => addReport(tx, site, caller, { id, ...said }, message, copies))
  if (!made) await removeFiles(site, reportedKeys(copies.map(({ file }) => file)))
}

async function requireReportable(db: Db, site: Site, caller: Caller, room_id: string, message_id: string) {
  const room = await requireRoom(db, caller, room_id)
  const row = await db
    .selectFrom('chat_messages')
    .select(['id', 'seq', 'pictures'])
    .where('room_id', '=', room_id)
    .where('id', '=', message_id)
    .executeTakeFirst()
  const [message] = row ? await messagesAt(db, site, room, [row.seq]) : []
  if (!row || !message) throw notFound('message')
  if (message.sender === caller.id) throw invalid({ id: ['That is your own message.'] })
  return { room, message, pictures: await picturesOf(db, room, [row]) }
}

interface Copy {
  file: string
  width: number
  height: number
}

/** What is damaged cannot be shown to anybody, so it is left out. */
async function copyPictures(site: Site, room: RoomRow, report_id: string, pictures: readonly PictureRow[]): Promise<Copy[]> {
  const copies: Copy[] = []
  for (const row of pictures) {
    const data = await openPicture(site.files, requireKey(site, room), row.file, row, 'large')
    if (!data) continue
    const file = Bun.randomUUIDv7()
    await putReported(site.files, reportKey(site), report_id, file, data)
    copies.push({ file, width: row.width, height: row.height })
  }
  return copies
}

/** False when they had reported it before. */
async function addReport(tx: Tx, site: Site, caller: Caller, { id, ...said }: Said & { id: string }, message: Message, copies: readonly Copy[]) {
  const made = await tx
    .insertInto('chat_reports')
    .values({
      id,
      reporter_id: caller.id,
      sender_id: message.sender,
      room_id: message.room_id,
      message_id: message.id,
      sealed: message.text === null ? null : secret(seal(reportKey(site), reportAbout(id), message.text)),
      ...said,
      created_at: tx.now,
      updated_at: tx.now,
      handled_at: null,
      handled_by: null,
      handled_note: null,
    })
    .onConflict((c) => c.columns(['reporter_id', 'message_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return false
  const pictures = copies.map((copy, place) => ({ report_id: id, place, ...copy }))
  if (pictures.length > 0) await tx.insertInto('chat_report_pictures').values(pictures).execute()
  await tx.audit({ action: 'chat.message_reported', model: 'chat_reports', object_id: id, after: { reason: said.reason } })
  return true
}
