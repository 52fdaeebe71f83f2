import { unseal } from '#server/crypto/seal.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Db } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import type { Message } from '../contract.ts'
import { messageAbout, roomKeysOf } from './keys.ts'
import { type PictureRow, picturesOf, viewPicture } from './pictures.ts'
import type { RoomRow } from './room-rows.ts'
import type { ChatTables } from './tables.ts'

export type MessageRow = ChatTables['chat_messages']
type Reactions = Pick<ChatTables['chat_reactions'], 'message_id' | 'user_id' | 'emoji'>[]

/** `pictures` are those of several messages, in order. */
export function view(site: Site, room: RoomRow, row: MessageRow, reactions: Reactions, pictures: readonly PictureRow[]): Message {
  const key = roomKeysOf(site).open(room)
  const own = row.pictures > 0 ? pictures.filter(({ message_id }) => message_id === row.id) : []
  const about = messageAbout(
    room.id,
    row.id,
    row.sender_id,
    own.map(({ id }) => id),
  )
  const opened = row.sealed && key ? unseal(key, about, reveal(row.sealed)) : undefined
  const by = new Map<string, string[]>()
  for (const { message_id, emoji, user_id } of reactions) if (message_id === row.id) by.set(emoji, [...(by.get(emoji) ?? []), user_id])
  return {
    id: row.id,
    room_id: room.id,
    seq: row.seq,
    sender: row.sender_id,
    text: opened?.toString() ?? null,
    damaged: row.sealed !== null && opened === undefined,
    pictures: opened ? own.map((picture) => viewPicture(site, room, picture)) : [],
    reply_to: row.reply_to,
    reactions: [...by].map(([emoji, user_ids]) => ({ emoji, user_ids })),
    sent_at: row.sent_at,
    edited_at: row.edited_at,
    deleted_at: row.deleted_at,
  }
}

export async function viewAll(db: Db, site: Site, room: RoomRow, rows: MessageRow[]): Promise<Message[]> {
  if (rows.length === 0) return []
  const pictures = await picturesOf(db, room, rows)
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
  return rows.map((row) => view(site, room, row, reactions, pictures))
}

export async function messagesAt(db: Db, site: Site, room: RoomRow, seqs: number[]): Promise<Message[]> {
  const rows = await db.selectFrom('chat_messages').selectAll().where('room_id', '=', room.id).where('seq', 'in', seqs).orderBy('seq').execute()
  return viewAll(db, site, room, rows)
}
