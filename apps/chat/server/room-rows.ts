import { forbidden, notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { WrappedKey } from './keys.ts'

/** A room as its two people's queries need it. */
export interface RoomRow extends WrappedKey {
  low_id: string
  high_id: string
  last_seq: number
  last_at: string | null
  created_at: string
}

export const partnerOf = ({ low_id, high_id }: Pick<RoomRow, 'low_id' | 'high_id'>, user_id: string) => (low_id === user_id ? high_id : low_id)

export const roomColumns = ['id', 'low_id', 'high_id', 'key_wrapped', 'key_version', 'last_seq', 'last_at', 'created_at'] as const

const ownRoom = prepared<{ id: string; user_id: string }>()((db: Db, { id, user_id }) =>
  db
    .selectFrom('chat_rooms')
    .select(roomColumns)
    .where('id', '=', id)
    .where((e) => e.or([e('low_id', '=', user_id), e('high_id', '=', user_id)])),
)

/** Throws `not_found`, for other people's rooms as well. */
export async function requireRoom(db: Db, caller: Pick<Caller, 'id'>, id: string): Promise<RoomRow> {
  const [room] = await ownRoom(db, { id, user_id: caller.id })
  if (!room) throw notFound('room')
  return room
}

export const isBlocked = (db: Db, one: string, other: string) =>
  db
    .selectFrom('chat_blocks')
    .select('user_id')
    .where((e) => e.or([e.and([e('user_id', '=', one), e('blocked_id', '=', other)]), e.and([e('user_id', '=', other), e('blocked_id', '=', one)])]))
    .limit(1)
    .executeTakeFirst()
    .then((row) => row !== undefined)

/** Throws `forbidden` when one of the two has blocked the other, or has left: nothing that the other would see is said any more. */
export async function refuseShut(db: Db, { low_id, high_id }: Pick<RoomRow, 'low_id' | 'high_id'>): Promise<void> {
  const left = await db.selectFrom('users').select('id').where('id', 'in', [low_id, high_id]).where('deleted_at', 'is not', null).executeTakeFirst()
  if (left) throw forbidden('This account has been deleted. Nobody can write here any more.')
  if (await isBlocked(db, low_id, high_id)) throw forbidden('You cannot write to each other.')
}
