import { sql } from 'kysely'
import { notFound, Problem } from '#contract/problem.ts'
import { Lru } from '#server/cache/lru.ts'
import { seal } from '#server/crypto/seal.ts'
import { type Secret, secret } from '#server/crypto/secret.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { type Message, messageSent, roomChanged } from '../contract.ts'
import { messageAbout, requireKey } from './keys.ts'
import { type MessageRow, viewAll } from './message-view.ts'
import { findMessage, requireMessage } from './messages.ts'
import { claimPictures, type SealedPicture, sealAlts, viewPicture } from './pictures.ts'
import { partnerOf, type RoomRow, refuseShut, requireRoom } from './room-rows.ts'

export interface NewMessage {
  id: string
  text: string
  reply_to?: string | undefined
  pictures: { id: string; alt: string }[]
}

interface Prepared {
  room: RoomRow
  sealed: Secret<string>
  alts: SealedPicture[]
}

const max_known_rooms = 10_000
/** Rooms in which somebody has just written, for what never changes of them: their two people and their key. */
const known = new WeakMap<Site, Lru<string, RoomRow>>()

async function roomOf(db: Db, site: Site, caller: Caller, id: string): Promise<RoomRow> {
  const rooms = known.get(site) ?? new Lru<string, RoomRow>(max_known_rooms)
  known.set(site, rooms)
  const before = rooms.get(id)
  if (before && (before.low_id === caller.id || before.high_id === caller.id)) return before
  const room = await requireRoom(db, caller, id)
  rooms.set(id, room)
  return room
}

const idsOf = (pictures: readonly { id: string }[]) => pictures.map(({ id }) => id)

/** What is slow or may fail without a trace happens before the write: finding the room and sealing what is said. */
export async function prepareMessage(db: Db, site: Site, caller: Caller, room_id: string, { id, text, pictures }: NewMessage): Promise<Prepared> {
  const room = await roomOf(db, site, caller, room_id)
  const sealed = secret(seal(requireKey(site, room), messageAbout(room_id, id, caller.id, idsOf(pictures)), text))
  return { room, sealed, alts: sealAlts(site, room, id, caller.id, pictures) }
}

/** The room's next number, unless one of the two has blocked the other or has left. */
const takeNumber = prepared<{ room_id: string; low_id: string; high_id: string; now: string }>()((tx: Tx, { room_id, low_id, high_id, now }) =>
  tx
    .updateTable('chat_rooms')
    .set({ last_seq: sql<number>`last_seq + 1`, last_at: now, updated_at: now })
    .where('id', '=', room_id)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('chat_blocks')
            .select('chat_blocks.user_id')
            .where((b) =>
              b.or([
                b.and([b('chat_blocks.user_id', '=', low_id), b('chat_blocks.blocked_id', '=', high_id)]),
                b.and([b('chat_blocks.user_id', '=', high_id), b('chat_blocks.blocked_id', '=', low_id)]),
              ]),
            ),
        ),
      ),
    )
    .where((e) =>
      e.not(e.exists(e.selectFrom('users').select('users.id').where('users.id', 'in', [low_id, high_id]).where('users.deleted_at', 'is not', null))),
    )
    .returning('last_seq'),
)

/** Gives nothing when the room has a message of that id. */
const insertMessage = prepared<{ [K in keyof MessageRow]: MessageRow[K] }>()((tx: Tx, row) =>
  tx
    .insertInto('chat_messages')
    .values({
      room_id: row.room_id,
      seq: row.seq,
      id: row.id,
      sender_id: row.sender_id,
      sealed: row.sealed,
      reply_to: row.reply_to,
      pictures: row.pictures,
      sent_at: row.sent_at,
      edited_at: row.edited_at,
      deleted_at: row.deleted_at,
    })
    .onConflict((c) => c.columns(['room_id', 'id']).doNothing())
    .returning('seq'),
)

const countUnread = prepared<{ room_id: string; user_id: string }>()((tx: Tx, { room_id, user_id }) =>
  tx.updateTable('chat_members').set({ unread: sql<number>`unread + 1` }).where('room_id', '=', room_id).where('user_id', '=', user_id),
)

/**
 * Stores a message under the room's next number; the same id again gives the message that it made. The update of the room's row makes
 * senders of one room wait for each other, so numbers have no gap and no double. It is the busiest write of all, so its queries are built once.
 */
export async function sendMessage(tx: Tx, site: Site, caller: Caller, { room, sealed, alts }: Prepared, message: NewMessage): Promise<Message> {
  const { id: room_id, low_id, high_id } = room
  const [taken] = await takeNumber(tx, { room_id, low_id, high_id, now: tx.now })
  if (!taken) return refused(tx, site, caller, room, message)
  if (message.reply_to !== undefined) await requireMessage(tx, room, message.reply_to)
  const row: MessageRow = {
    room_id,
    seq: taken.last_seq,
    id: message.id,
    sender_id: caller.id,
    sealed,
    reply_to: message.reply_to ?? null,
    pictures: alts.length,
    sent_at: tx.now,
    edited_at: null,
    deleted_at: null,
  }
  const [made] = await insertMessage(tx, { ...row })
  if (!made) {
    await giveNumberBack(tx, room)
    return repeated(tx, site, caller, room, await requireMessage(tx, room, message.id), message)
  }
  const pictures = alts.length > 0 ? await claimPictures(tx, room, message.id, caller.id, alts) : []
  await countUnread(tx, { room_id, user_id: partnerOf(room, caller.id) })
  await tx.audit({ action: 'chat.message_sent', model: 'chat_messages', object_id: message.id })
  const { sealed: _, sender_id: sender, ...shown } = row
  const sent = { ...shown, sender, text: message.text, damaged: false, reactions: [], pictures: pictures.map((picture) => viewPicture(site, room, picture)) }
  return tx.publish(messageSent, [low_id, high_id], sent)
}

/** There is no such room any more, one of them has blocked the other, or has left; what was stored before that is acknowledged all the same. */
async function refused(tx: Tx, site: Site, caller: Caller, room: RoomRow, message: NewMessage): Promise<Message> {
  const before = await findMessage(tx, room, message.id)
  if (before) return repeated(tx, site, caller, room, before, message)
  await refuseShut(tx, room)
  throw notFound('room')
}

async function giveNumberBack(tx: Tx, room: RoomRow): Promise<void> {
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
}

/** Sent before: a retry after a lost answer. */
async function repeated(tx: Tx, site: Site, caller: Caller, room: RoomRow, row: MessageRow, { text, pictures }: NewMessage): Promise<Message> {
  const [message] = await viewAll(tx, site, room, [row])
  const as_sent = message?.text === text && String(idsOf(message.pictures)) === String(idsOf(pictures))
  const same = row.sender_id === caller.id && (as_sent || row.edited_at !== null || row.deleted_at !== null)
  if (!message || !same) throw new Problem('conflict', 'There is another message with this id.')
  // The process that stored it may have died before it told anybody: both look again.
  tx.publish(roomChanged, [room.low_id, room.high_id], { room_id: room.id })
  return message
}
