import { forbidden, invalid, notFound, Problem } from '#contract/problem.ts'
import { seal } from '#server/crypto/seal.ts'
import { secret } from '#server/crypto/secret.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { type Message, messageChanged } from '../contract.ts'
import { messageAbout, requireKey } from './keys.ts'
import { type MessageRow, viewAll } from './message-view.ts'
import { dropPictures, picturesOf } from './pictures.ts'
import { type RoomRow, refuseShut, requireRoom } from './room-rows.ts'

const both = ({ low_id, high_id }: RoomRow) => [low_id, high_id]

interface Window {
  before?: number | undefined
  after?: number | undefined
  limit: number
}

export async function messagesOf(db: Db, site: Site, caller: Caller, room_id: string, { before, after, limit }: Window) {
  const room = await requireRoom(db, caller, room_id)
  let query = db.selectFrom('chat_messages').selectAll().where('room_id', '=', room_id).limit(limit)
  if (before !== undefined) query = query.where('seq', '<', before)
  if (after !== undefined) query = query.where('seq', '>', after)
  const rows = await query.orderBy('seq', after === undefined ? 'desc' : 'asc').execute()
  if (after === undefined) rows.reverse()
  return { results: await viewAll(db, site, room, rows), first_seq: room.last_seq > 0 ? 1 : 0, last_seq: room.last_seq }
}

const idsOf = (pictures: readonly { id: string }[]) => pictures.map(({ id }) => id)

export const findMessage = (db: Db, room: RoomRow, id: string): Promise<MessageRow | undefined> =>
  db.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('id', '=', id).executeTakeFirst()

export async function requireMessage(db: Db, room: RoomRow, id: string): Promise<MessageRow> {
  const row = await findMessage(db, room, id)
  if (!row) throw notFound('message')
  return row
}

/** For a change: whoever else changes it at the same moment waits. A deleted one stays as it is. Throws `forbidden` where it has to be `own` and is not. */
async function requireForChange(tx: Tx, room: RoomRow, id: string, own?: Caller): Promise<MessageRow> {
  const query = tx.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('id', '=', id)
  const row = await (tx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  if (!row) throw notFound('message')
  if (own && row.sender_id !== own.id) throw forbidden('That is not your message.')
  if (row.deleted_at) throw new Problem('gone', 'That message was deleted.')
  return row
}

async function changed(tx: Tx, site: Site, room: RoomRow, id: string): Promise<Message> {
  const [message] = await viewAll(tx, site, room, [await requireMessage(tx, room, id)])
  if (!message) throw notFound('message')
  tx.publish(messageChanged, both(room), message)
  return message
}

export async function editMessage(tx: Tx, site: Site, caller: Caller, room_id: string, id: string, text: string): Promise<Message> {
  const room = await requireRoom(tx, caller, room_id)
  const row = await requireForChange(tx, room, id, caller)
  await refuseShut(tx, room)
  if (text === '' && row.pictures === 0) throw invalid({ text: ['Write something.'] })
  const pictures = idsOf(await picturesOf(tx, room, [row]))
  const sealed = secret(seal(requireKey(site, room), messageAbout(room.id, row.id, caller.id, pictures), text))
  await tx.updateTable('chat_messages').set({ sealed, edited_at: tx.now }).where('room_id', '=', room.id).where('seq', '=', row.seq).execute()
  await tx.audit({ action: 'chat.message_edited', model: 'chat_messages', object_id: id })
  return changed(tx, site, room, id)
}

/** For both: text and pictures are gone, a mark stays where it was. Gives also the keys of files to remove after the commit. */
export async function deleteMessage(tx: Tx, site: Site, caller: Caller, room_id: string, id: string): Promise<{ message: Message; keys: string[] }> {
  const room = await requireRoom(tx, caller, room_id)
  const row = await requireForChange(tx, room, id, caller)
  const keys = row.pictures > 0 ? await dropPictures(tx, room.id, id) : []
  await tx
    .updateTable('chat_messages')
    .set({ sealed: null, pictures: 0, deleted_at: tx.now })
    .where('room_id', '=', room.id)
    .where('seq', '=', row.seq)
    .execute()
  await tx.deleteFrom('chat_reactions').where('room_id', '=', room.id).where('message_id', '=', id).execute()
  await tx.audit({ action: 'chat.message_deleted', model: 'chat_messages', object_id: id })
  return { message: await changed(tx, site, room, id), keys }
}

export async function react(tx: Tx, site: Site, caller: Caller, room_id: string, id: string, emoji: string | null): Promise<Message> {
  const room = await requireRoom(tx, caller, room_id)
  await requireForChange(tx, room, id)
  if (emoji !== null) await refuseShut(tx, room)
  await tx.deleteFrom('chat_reactions').where('room_id', '=', room.id).where('message_id', '=', id).where('user_id', '=', caller.id).execute()
  if (emoji !== null)
    await tx
      .insertInto('chat_reactions')
      .values({ room_id: room.id, message_id: id, user_id: caller.id, emoji, created_at: tx.now })
      .onConflict((c) => c.columns(['room_id', 'message_id', 'user_id']).doUpdateSet({ emoji, created_at: tx.now }))
      .execute()
  await tx.audit({ action: 'chat.reacted', model: 'chat_messages', object_id: id })
  return changed(tx, site, room, id)
}
