import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { invalid, notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { type Room, roomChanged } from '../contract.ts'
import { masterVersion, newRoomKey } from './keys.ts'
import { messagesAt } from './message-view.ts'
import { personsBy } from './persons.ts'
import { isBlocked, partnerOf, type RoomRow, requireRoom, roomColumns } from './room-rows.ts'

/** Somebody who can be written to: confirmed, active, and not oneself. Throws `not_found`, also for whoever has blocked the caller. */
export async function requirePartner(db: Db, caller: Caller, username_key: string): Promise<string> {
  const person = await db
    .selectFrom('users')
    .select('id')
    .where('username_key', '=', username_key)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst()
  if (!person || person.id === caller.id) throw notFound('person')
  if (await isBlocked(db, caller.id, person.id)) throw notFound('person')
  return person.id
}

/** The room of two, made if there is none; of two at the same moment the unique pair lets one be. */
export async function openRoom(tx: Tx, site: Site, caller: Caller, partner_id: string): Promise<string> {
  const [low_id, high_id] = caller.id < partner_id ? [caller.id, partner_id] : [partner_id, caller.id]
  const known = () => tx.selectFrom('chat_rooms').select('id').where('low_id', '=', low_id).where('high_id', '=', high_id).executeTakeFirst()
  const before = await known()
  if (before) return before.id
  const id = Bun.randomUUIDv7()
  const key_version = await masterVersion(site, tx)
  const made = await tx
    .insertInto('chat_rooms')
    .values({
      id,
      low_id,
      high_id,
      key_wrapped: newRoomKey(site, id, key_version),
      key_version,
      last_seq: 0,
      last_at: null,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .onConflict((c) => c.columns(['low_id', 'high_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return (await known())?.id ?? id
  const member = (user_id: string) => ({ user_id, room_id: id, read_seq: 0, delivered_seq: 0, unread: 0, muted: 0 as const })
  await tx
    .insertInto('chat_members')
    .values([member(low_id), member(high_id)])
    .execute()
  await tx.audit({ action: 'chat.room_opened', model: 'chat_rooms', object_id: id })
  return id
}

const Position = z.object({ at: z.iso.datetime(), id: z.uuid() })
type Position = z.output<typeof Position>

const writeCursor = (position: Position) => Buffer.from(JSON.stringify(position)).toString('base64url')
function readCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw invalid({ cursor: ['This cursor is not valid: start from the first page.'] })
  }
}

/** Rooms in which something was said, the latest first; a room that one has just opened shows once it has a message. */
export async function roomsOf(db: Db, site: Site, caller: Caller, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Room>> {
  const from = readCursor(cursor)
  let query = db
    .selectFrom('chat_rooms')
    .select(roomColumns)
    .where((e) => e.or([e('low_id', '=', caller.id), e('high_id', '=', caller.id)]))
    .where('last_at', 'is not', null)
    .orderBy('last_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (from) query = query.where((e) => e.or([e('last_at', '<', from.at), e.and([e('last_at', '=', from.at), e('id', '<', from.id)])]))
  const found = await query.execute()
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last?.last_at ? writeCursor({ at: last.last_at, id: last.id }) : null
  return { items: await views(db, site, caller, rows), next, previous: null, limit }
}

export async function roomOf(db: Db, site: Site, caller: Caller, id: string): Promise<Room> {
  const [room] = await views(db, site, caller, [await requireRoom(db, caller, id)])
  if (!room) throw notFound('room')
  return room
}

async function views(db: Db, site: Site, caller: Caller, rows: RoomRow[]): Promise<Room[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const partners = rows.map((row) => partnerOf(row, caller.id))
  const [members, people, blocks, lasts] = await Promise.all([
    db
      .selectFrom('chat_members')
      .selectAll()
      .where('room_id', 'in', ids)
      .where('user_id', 'in', [caller.id, ...partners])
      .execute(),
    personsBy(db, partners),
    db.selectFrom('chat_blocks').select('blocked_id').where('user_id', '=', caller.id).where('blocked_id', 'in', partners).execute(),
    Promise.all(rows.map((row) => (row.last_seq > 0 ? messagesAt(db, site, row, [row.last_seq]) : []))),
  ])
  const member = (room_id: string, user_id: string) => members.find((m) => m.room_id === room_id && m.user_id === user_id)
  return rows.map((row, i) => {
    const other = partnerOf(row, caller.id)
    const [mine, theirs] = [member(row.id, caller.id), member(row.id, other)]
    return {
      id: row.id,
      with: people(other),
      last_message: lasts[i]?.[0] ?? null,
      last_seq: row.last_seq,
      unread: mine?.unread ?? 0,
      read_seq: mine?.read_seq ?? 0,
      their_read_seq: theirs?.read_seq ?? 0,
      their_delivered_seq: theirs?.delivered_seq ?? 0,
      muted: mine?.muted === 1,
      blocked: blocks.some(({ blocked_id }) => blocked_id === other),
      created_at: row.created_at,
    }
  })
}

export async function mute(tx: Tx, caller: Caller, room_id: string, muted: boolean): Promise<void> {
  await requireRoom(tx, caller, room_id)
  await tx
    .updateTable('chat_members')
    .set({ muted: muted ? 1 : 0 })
    .where('room_id', '=', room_id)
    .where('user_id', '=', caller.id)
    .execute()
  await tx.audit({ action: muted ? 'chat.room_muted' : 'chat.room_unmuted', model: 'chat_rooms', object_id: room_id })
  tx.publish(roomChanged, [caller.id], { room_id })
}

/** People whom somebody shares a conversation with. */
export async function partnersOf(db: Db, user_id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('chat_rooms')
    .select(['low_id', 'high_id'])
    .where((e) => e.or([e('low_id', '=', user_id), e('high_id', '=', user_id)]))
    .where('last_at', 'is not', null)
    .orderBy('last_at', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => partnerOf(row, user_id))
}
