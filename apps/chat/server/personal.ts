import type { ExportedFile } from '#server/app.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { breathe } from '#server/files/zip.ts'
import type { Site } from '#server/site.ts'
import { max_stored_bytes } from '../contract/pictures.ts'
import { roomKeysOf } from './keys.ts'
import { messagesAt } from './message-view.ts'
import { keysOf, openPicture, reportedKeys } from './picture-files.ts'
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
    all.push(
      ...messages.map(({ sender, sent_at, edited_at, deleted_at, text, pictures }) => ({
        ...{ from_me: sender === user_id, sent_at, edited_at, deleted_at, text },
        ...(pictures.length > 0 && { pictures: pictures.map(({ id, alt }) => ({ file: fileName(id), alt })) }),
      })),
    )
    await breathe()
  }
  return all
}

const fileName = (id: string) => `pictures/${id}.webp`

/** The pictures of one's conversations, one's own first: as many as one may store oneself, since an archive is made in memory. */
export async function ownPictures(db: Db, user_id: string, site: Site): Promise<ExportedFile[]> {
  const rows = await db
    .selectFrom('chat_pictures')
    .innerJoin('chat_rooms', 'chat_rooms.id', 'chat_pictures.room_id')
    .selectAll('chat_pictures')
    .select(['chat_rooms.key_wrapped', 'chat_rooms.key_version'])
    .where((e) => e.or([e('low_id', '=', user_id), e('high_id', '=', user_id)]))
    .where('place', 'is not', null)
    .orderBy('chat_pictures.created_at', 'desc')
    .execute()
  const own = rows.filter(({ sender_id }) => sender_id === user_id)
  const theirs = rows.filter(({ sender_id }) => sender_id !== user_id)
  let left = max_stored_bytes
  return [...own, ...theirs].flatMap(({ key_wrapped, key_version, ...row }) => {
    left -= row.size
    if (left < 0) return []
    const key = roomKeysOf(site).open({ id: row.room_id, key_wrapped, key_version })
    return [{ name: fileName(row.id), read: async () => key && openPicture(site.files, key, row.file, row, 'large') }]
  })
}

/** What they said is gone for both; what was said to them stays with who said it, in a conversation with nobody. */
export async function eraseConversations(tx: Tx, user_id: string): Promise<string[]> {
  await tx
    .updateTable('chat_messages')
    .set({ sealed: null, pictures: 0, deleted_at: tx.now })
    .where('sender_id', '=', user_id)
    .where('deleted_at', 'is', null)
    .execute()
  await tx.deleteFrom('chat_reactions').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('chat_blocks').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('chat_blocks').where('blocked_id', '=', user_id).execute()
  const pictures = await tx.deleteFrom('chat_pictures').where('sender_id', '=', user_id).returning('file').execute()
  await tx.deleteFrom('chat_space').where('user_id', '=', user_id).execute()
  const reported = await tx
    .deleteFrom('chat_report_pictures')
    .where('report_id', 'in', (e) => e.selectFrom('chat_reports').select('id').where('sender_id', '=', user_id))
    .returning('file')
    .execute()
  await tx.deleteFrom('chat_members').where('user_id', '=', user_id).execute()
  await tx.updateTable('chat_reports').set({ note: '', updated_at: tx.now }).where('reporter_id', '=', user_id).execute()
  await tx.updateTable('chat_reports').set({ sealed: null, note: '', handled_note: null, updated_at: tx.now }).where('sender_id', '=', user_id).execute()
  return [...pictures.flatMap(({ file }) => keysOf(file)), ...reportedKeys(reported.map(({ file }) => file))]
}
