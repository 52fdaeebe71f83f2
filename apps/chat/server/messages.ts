import { sql } from 'kysely'
import { forbidden, notFound, Problem } from '#contract/problem.ts'
import { seal, unseal } from '#server/crypto/seal.ts'
import { reveal, secret } from '#server/crypto/secret.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { type Message, messageChanged, messageSent, roomChanged } from '../contract.ts'
import { messageAbout, roomKeysOf } from './keys.ts'
import { isBlocked, partnerOf, type RoomRow, requireRoom } from './room-rows.ts'
import type { ChatTables } from './tables.ts'

type Row = ChatTables['chat_messages']
type Reactions = Pick<ChatTables['chat_reactions'], 'message_id' | 'user_id' | 'emoji'>[]
const both = ({ low_id, high_id }: RoomRow) => [low_id, high_id]

/** Throws `internal` when the room's key does not open: nothing may be written that nobody could read. */
function requireKey(site: Site, room: RoomRow): Buffer {
  const key = roomKeysOf(site).open(room)
  if (!key) throw new Problem('internal', 'This conversation cannot be opened any more.', { cause: new Error(`the key of room ${room.id} does not open`) })
  return key
}

export function view(site: Site, room: RoomRow, row: Row, reactions: Reactions): Message {
  const key = roomKeysOf(site).open(room)
  const opened = row.sealed && key ? unseal(key, messageAbout(room.id, row.id, row.sender_id), reveal(row.sealed)) : undefined
  const by = new Map<string, string[]>()
  for (const { message_id, emoji, user_id } of reactions) if (message_id === row.id) by.set(emoji, [...(by.get(emoji) ?? []), user_id])
  return {
    id: row.id,
    room_id: room.id,
    seq: row.seq,
    sender: row.sender_id,
    text: opened?.toString() ?? null,
    damaged: row.sealed !== null && opened === undefined,
    reply_to: row.reply_to,
    reactions: [...by].map(([emoji, user_ids]) => ({ emoji, user_ids })),
    sent_at: row.sent_at,
    edited_at: row.edited_at,
    deleted_at: row.deleted_at,
  }
}

async function viewAll(db: Db, site: Site, room: RoomRow, rows: Row[]): Promise<Message[]> {
  if (rows.length === 0) return []
  const reactions = await db
    .selectFrom('chat_reactions')
    .select(['message_id', 'user_id', 'emoji'])
    .where('room_id', '=', room.id)
    .where(
      'message_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('created_at')
    .execute()
  return rows.map((row) => view(site, room, row, reactions))
}

export async function messagesAt(db: Db, site: Site, room: RoomRow, seqs: number[]): Promise<Message[]> {
  const rows = await db.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('seq', 'in', seqs).orderBy('seq').execute()
  return viewAll(db, site, room, rows)
}

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

export interface NewMessage {
  id: string
  text: string
  reply_to?: string | undefined
}

/** What is slow or may fail without a trace happens before the write: finding the room and sealing the text. */
export async function prepareMessage(db: Db, site: Site, caller: Caller, room_id: string, { id, text }: NewMessage) {
  const room = await requireRoom(db, caller, room_id)
  return { room, sealed: secret(seal(requireKey(site, room), messageAbout(room_id, id, caller.id), text)) }
}

/**
 * Stores a message under the room's next number; the same id again gives the message that it made. The update of the room's row makes
 * senders of one room wait for each other, so numbers have no gap and no double.
 */
export async function sendMessage(
  tx: Tx,
  site: Site,
  caller: Caller,
  { room, sealed }: Awaited<ReturnType<typeof prepareMessage>>,
  message: NewMessage,
): Promise<Message> {
  const partner = partnerOf(room, caller.id)
  const taken = await tx
    .updateTable('chat_rooms')
    .set({ last_seq: sql<number>`last_seq + 1`, last_at: tx.now, updated_at: tx.now })
    .where('id', '=', room.id)
    .returning('last_seq')
    .executeTakeFirst()
  if (!taken) throw notFound('room')
  const before = await tx.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('id', '=', message.id).executeTakeFirst()
  if (before) return repeated(tx, site, caller, room, before, message)
  if (await isBlocked(tx, caller.id, partner)) throw forbidden('You cannot write to each other.')
  if (message.reply_to !== undefined) await requireMessage(tx, room, message.reply_to)
  const row: Row = {
    room_id: room.id,
    seq: taken.last_seq,
    id: message.id,
    sender_id: caller.id,
    sealed,
    reply_to: message.reply_to ?? null,
    sent_at: tx.now,
    edited_at: null,
    deleted_at: null,
  }
  await tx.insertInto('chat_messages').values(row).execute()
  await tx
    .updateTable('chat_members')
    .set((e) => ({ unread: e('unread', '+', 1) }))
    .where('room_id', '=', room.id)
    .where('user_id', '=', partner)
    .execute()
  await tx.audit({ action: 'chat.message_sent', model: 'chat_messages', object_id: message.id })
  const sent = view(site, room, row, [])
  tx.publish(messageSent, both(room), sent)
  return sent
}

/** Sent before: a retry after a lost answer. The number that was taken for it is given back. */
async function repeated(tx: Tx, site: Site, caller: Caller, room: RoomRow, row: Row, { text }: NewMessage): Promise<Message> {
  await tx
    .updateTable('chat_rooms')
    .set((e) => ({
      last_seq: e('last_seq', '-', 1),
      last_at: e
        .selectFrom('chat_messages')
        .select((m) => m.fn.max('sent_at').as('at'))
        .where('room_id', '=', room.id),
    }))
    .where('id', '=', room.id)
    .execute()
  const [message] = await viewAll(tx, site, room, [row])
  const same = row.sender_id === caller.id && (message?.text === text || row.edited_at !== null || row.deleted_at !== null)
  if (!message || !same) throw new Problem('conflict', 'There is another message with this id.')
  // The process that stored it may have died before it told anybody: both look again.
  tx.publish(roomChanged, both(room), { room_id: room.id })
  return message
}

async function requireMessage(db: Db, room: RoomRow, id: string): Promise<Row> {
  const row = await db.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('message')
  return row
}

/** Throws `forbidden` for the other one's message. */
async function requireOwn(tx: Tx, caller: Caller, room: RoomRow, id: string): Promise<Row> {
  const row = await requireMessage(tx, room, id)
  if (row.sender_id !== caller.id) throw forbidden('That is not your message.')
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
  const row = await requireOwn(tx, caller, room, id)
  const sealed = secret(seal(requireKey(site, room), messageAbout(room.id, row.id, caller.id), text))
  await tx.updateTable('chat_messages').set({ sealed, edited_at: tx.now }).where('room_id', '=', room.id).where('seq', '=', row.seq).execute()
  await tx.audit({ action: 'chat.message_edited', model: 'chat_messages', object_id: id })
  return changed(tx, site, room, id)
}

/** For both: the text is gone from the database, a mark stays where it was. */
export async function deleteMessage(tx: Tx, site: Site, caller: Caller, room_id: string, id: string): Promise<Message> {
  const room = await requireRoom(tx, caller, room_id)
  const row = await requireOwn(tx, caller, room, id)
  await tx.updateTable('chat_messages').set({ sealed: null, deleted_at: tx.now }).where('room_id', '=', room.id).where('seq', '=', row.seq).execute()
  await tx.deleteFrom('chat_reactions').where('room_id', '=', room.id).where('message_id', '=', id).execute()
  await tx.audit({ action: 'chat.message_deleted', model: 'chat_messages', object_id: id })
  return changed(tx, site, room, id)
}

export async function react(tx: Tx, site: Site, caller: Caller, room_id: string, id: string, emoji: string | null): Promise<Message> {
  const room = await requireRoom(tx, caller, room_id)
  const { deleted_at } = await requireMessage(tx, room, id)
  if (deleted_at) throw new Problem('gone', 'That message was deleted.')
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
