import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { marksMoved } from '../contract.ts'
import { partnerOf, type RoomRow, requireRoom } from './room-rows.ts'

/** Moves a mark forward, never back, never beyond the last message. What was read has been delivered. */
async function move(tx: Tx, caller: Caller, room: RoomRow, mark: 'read_seq' | 'delivered_seq', to: number): Promise<boolean> {
  const seq = Math.min(to, room.last_seq)
  const moved = await tx
    .updateTable('chat_members')
    .set({ [mark]: seq })
    .where('room_id', '=', room.id)
    .where('user_id', '=', caller.id)
    .where(mark, '<', seq)
    .returning(['read_seq', 'delivered_seq'])
    .executeTakeFirst()
  if (moved) tx.publish(marksMoved, [room.low_id, room.high_id], { room_id: room.id, user_id: caller.id, ...moved })
  return moved !== undefined
}

export async function markRead(tx: Tx, caller: Caller, room_id: string, seq: number) {
  const room = await requireRoom(tx, caller, room_id)
  await move(tx, caller, room, 'delivered_seq', seq)
  const moved = await move(tx, caller, room, 'read_seq', seq)
  const { read_seq, unread: counted } = await tx
    .selectFrom('chat_members')
    .select(['read_seq', 'unread'])
    .where('room_id', '=', room_id)
    .where('user_id', '=', caller.id)
    .executeTakeFirstOrThrow()
  // Counting anew is only for whoever holds the row, by having moved its mark: a message that is stored at this moment counts itself.
  if (!moved) return { read_seq, unread: counted }
  const { count } = await tx
    .selectFrom('chat_messages')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('room_id', '=', room_id)
    .where('seq', '>', read_seq)
    .where('sender_id', '=', partnerOf(room, caller.id))
    .executeTakeFirstOrThrow()
  const unread = Number(count)
  await tx.updateTable('chat_members').set({ unread }).where('room_id', '=', room_id).where('user_id', '=', caller.id).execute()
  return { read_seq, unread }
}

/** Rooms that are not the caller's are left out: another answer would tell which exist. */
export async function markDelivered(tx: Tx, caller: Caller, rooms: { room_id: string; seq: number }[]): Promise<void> {
  for (const { room_id, seq } of rooms) {
    const room = await requireRoom(tx, caller, room_id).catch(() => undefined)
    if (room) await move(tx, caller, room, 'delivered_seq', seq)
  }
}
