import type { Db, Tx } from '#server/db/db.ts'
import { breathe } from '#server/files/zip.ts'
import type { Site } from '#server/site.ts'
import { messagesAt } from './messages.ts'
import { partnerOf, type RoomRow, roomColumns } from './room-rows.ts'

const at_a_time = 200

/** One's conversations as one reads them, decrypted: both sides of each, since that is what one was told. */
export async function ownConversations(db: Db, user_id: string, site: Site): Promise<Record<string, unknown>> {
  const rooms: RoomRow[] = await db
    .selectFrom('chat_rooms')
    .select(roomColumns)
    .where((e) => e.or([e('low_id', '=', user_id), e('high_id', '=', user_id)]))
    .execute()
  const conversations = []
  for (const room of rooms) {
    const partner = await db.selectFrom('users').select('username').where('id', '=', partnerOf(room, user_id)).executeTakeFirst()
    conversations.push({ with: partner?.username ?? null, messages: await allMessages(db, site, room, user_id) })
  }
  const blocked = await db
    .selectFrom('chat_blocks')
    .innerJoin('users', 'users.id', 'chat_blocks.blocked_id')
    .select(['users.username', 'chat_blocks.created_at'])
    .where('chat_blocks.user_id', '=', user_id)
    .execute()
  return { conversations, blocked }
}

async function allMessages(db: Db, site: Site, room: RoomRow, user_id: string) {
  const all = []
  for (let from = 1; from <= room.last_seq; from += at_a_time) {
    const seqs = Array.from({ length: Math.min(at_a_time, room.last_seq - from + 1) }, (_, i) => from + i)
    const messages = await messagesAt(db, site, room, seqs)
    all.push(...messages.map(({ sender, sent_at, edited_at, deleted_at, text }) => ({ from_me: sender === user_id, sent_at, edited_at, deleted_at, text })))
    await breathe()
  }
  return all
}

/** What they said is gone for both; what was said to them stays with who said it, in a conversation with nobody. */
export async function eraseConversations(tx: Tx, user_id: string): Promise<string[]> {
  await tx.updateTable('chat_messages').set({ sealed: null, deleted_at: tx.now }).where('sender_id', '=', user_id).where('deleted_at', 'is', null).execute()
  await tx.deleteFrom('chat_reactions').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('chat_blocks').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('chat_blocks').where('blocked_id', '=', user_id).execute()
  await tx.deleteFrom('chat_members').where('user_id', '=', user_id).execute()
  await tx.updateTable('chat_reports').set({ note: '', updated_at: tx.now }).where('reporter_id', '=', user_id).execute()
  await tx.updateTable('chat_reports').set({ sealed: null, updated_at: tx.now }).where('sender_id', '=', user_id).execute()
  return []
}
