import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { announce } from '#server/realtime/announce.ts'
import type { Site } from '#server/site.ts'
import { type Person, presenceChanged, roomChanged } from '../contract.ts'
import { personOf } from './persons.ts'
import { isBlocked } from './room-rows.ts'
import { partnersOf } from './rooms.ts'

const max_found = 20

/** The form by which accounts compare names. */
export const nameKey = (name: string) => name.normalize('NFKC').trim().toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')

/** People who can be written to, by the beginning of their name; nobody learns who has blocked them by it. */
export async function findPeople(db: Db, caller: Caller, q: string): Promise<Person[]> {
  const start = nameKey(q)
  const rows = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'profiles.avatar'])
    .where('username_key', '>=', start)
    .where('username_key', '<', `${start}\u{10ffff}`)
    .where('users.id', '!=', caller.id)
    .where('is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .where('email_verified_at', 'is not', null)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('chat_blocks')
            .select('chat_blocks.user_id')
            .where((b) =>
              b.or([
                b.and([b('chat_blocks.user_id', '=', b.ref('users.id')), b('chat_blocks.blocked_id', '=', caller.id)]),
                b.and([b('chat_blocks.blocked_id', '=', b.ref('users.id')), b('chat_blocks.user_id', '=', caller.id)]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('username_key')
    .limit(max_found)
    .execute()
  return rows.map(personOf)
}

export async function block(tx: Tx, caller: Caller, user_id: string): Promise<void> {
  const person = await tx.selectFrom('users').select('id').where('id', '=', user_id).executeTakeFirst()
  if (!person || user_id === caller.id) throw notFound('person')
  const made = await tx
    .insertInto('chat_blocks')
    .values({ user_id: caller.id, blocked_id: user_id, created_at: tx.now })
    .onConflict((c) => c.columns(['user_id', 'blocked_id']).doNothing())
    .returning('blocked_id')
    .executeTakeFirst()
  if (made) await told(tx, caller, user_id, 'chat.person_blocked')
}

export async function unblock(tx: Tx, caller: Caller, user_id: string): Promise<void> {
  const gone = await tx.deleteFrom('chat_blocks').where('user_id', '=', caller.id).where('blocked_id', '=', user_id).returning('blocked_id').executeTakeFirst()
  if (gone) await told(tx, caller, user_id, 'chat.person_unblocked')
  else if (!(await tx.selectFrom('users').select('id').where('id', '=', user_id).executeTakeFirst())) throw notFound('person')
}

/** Only the one who blocks hears of it, on every device. */
async function told(tx: Tx, caller: Caller, user_id: string, action: string): Promise<void> {
  await tx.audit({ action, model: 'users', object_id: user_id })
  const [low_id, high_id] = caller.id < user_id ? [caller.id, user_id] : [user_id, caller.id]
  const room = await tx.selectFrom('chat_rooms').select('id').where('low_id', '=', low_id).where('high_id', '=', high_id).executeTakeFirst()
  if (room) tx.publish(roomChanged, [caller.id], { room_id: room.id })
}

export async function blocksOf(db: Db, caller: Caller): Promise<Person[]> {
  const rows = await db
    .selectFrom('chat_blocks')
    .innerJoin('users', 'users.id', 'chat_blocks.blocked_id')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'users.deleted_at', 'profiles.avatar'])
    .where('chat_blocks.user_id', '=', caller.id)
    .orderBy('users.username_key')
    .execute()
  return rows.map(personOf)
}

/** Whoever has blocked somebody, or was blocked, does not see them come and go. */
export async function onlineFor(db: Db, site: Site, caller: Caller): Promise<string[]> {
  const here = (await partnersOf(db, caller.id)).filter((id) => site.presence.online(id))
  const seen = await Promise.all(here.map(async (id) => ((await isBlocked(db, caller.id, id)) ? [] : [id])))
  return seen.flat()
}

export async function tellPresence(site: Site, user_id: string, online: boolean): Promise<void> {
  const { db } = site.store
  const here = (await partnersOf(db, user_id)).filter((id) => site.presence.online(id))
  for (const id of here) if (!(await isBlocked(db, user_id, id))) announce(site, presenceChanged, [id], { user_id, online })
}
