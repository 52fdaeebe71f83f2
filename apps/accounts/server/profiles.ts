import type { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { changeProfileV1, getProfileV1, getUserV1, listUsersV1, loginV1 } from '../contract/versioned-door.ts'
import type { Account } from './account.ts'
import { canonical } from './names.ts'
import { accessChanged } from './sessions.ts'

type Profile = z.output<typeof getProfileV1.returns>
type User = z.output<typeof loginV1.returns>['user']
type Public = z.output<typeof getUserV1.returns>
type Changes = z.output<typeof changeProfileV1.body>

const columns = [
  'users.id',
  'users.email',
  'users.username',
  'users.first_name',
  'users.last_name',
  'users.role',
  'users.is_active',
  'users.date_joined',
] as const

interface UserRow extends Omit<User, 'is_active' | 'is_staff'> {
  is_active: 0 | 1
}
const view = (row: UserRow): User => ({ ...row, is_active: row.is_active === 1, is_staff: row.role !== 'user' })

export async function requireUser(db: Db, id: string): Promise<User> {
  return view(await db.selectFrom('users').select(columns).where('id', '=', id).executeTakeFirstOrThrow())
}

export async function ownProfile(db: Db, { id }: Account): Promise<Profile> {
  const { preferences, phone, address, bio, ...user } = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select([...columns, 'profiles.phone', 'profiles.address', 'profiles.bio', 'profiles.preferences'])
    .where('users.id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...view(user), phone, address, bio, preferences: JSON.parse(preferences) as Profile['preferences'] }
}

/** Changes what is given and leaves the rest; preferences are merged key by key. */
export async function changeProfile(tx: Tx, caller: Account, changes: Changes): Promise<Profile> {
  const before = await ownProfile(tx, caller)
  const { first_name, last_name, preferences, ...own } = changes
  const names = { ...(first_name !== undefined && { first_name }), ...(last_name !== undefined && { last_name }) }
  const profile = { ...own, ...(preferences && { preferences: JSON.stringify({ ...before.preferences, ...preferences }) }) }
  if (Object.keys(names).length > 0)
    await tx
      .updateTable('users')
      .set({ ...names, updated_at: tx.now })
      .where('id', '=', caller.id)
      .execute()
  const given = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined))
  if (Object.keys(given).length > 0)
    await tx
      .updateTable('profiles')
      .set({ ...given, updated_at: tx.now })
      .where('user_id', '=', caller.id)
      .execute()
  const after = await ownProfile(tx, caller)
  const touched = (Object.keys(changes) as (keyof Changes)[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (touched.length > 0) {
    const pick = (of: Profile) => Object.fromEntries(touched.map((key) => [key, of[key]]))
    await tx.audit({ action: 'accounts.profile_changed', model: 'users', object_id: caller.id, before: pick(before), after: pick(after) })
    // The names are remembered with the session.
    tx.publish(accessChanged, [caller.id], { user_id: caller.id })
  }
  return after
}

/** Throws `not_found`, for deleted and disabled accounts as well. */
export async function publicUser(db: Db, id: string): Promise<Public> {
  const row = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'users.first_name', 'users.last_name', 'users.date_joined', 'profiles.bio'])
    .where('users.id', '=', id)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw notFound('user')
  return row
}

export async function usersBy(db: Db, { cursor, limit, q, role }: z.output<typeof listUsersV1.query>): Promise<Page<User>> {
  const page = await pageOfRows(cursor, limit, (position, count) => {
    let query = db.selectFrom('users').select(columns).where('deleted_at', 'is', null).limit(count)
    if (role) query = query.where('role', '=', role)
    const start = q && canonical(q)
    // By the beginning of name or address: that is what an index can find.
    if (start)
      query = query.where((e) =>
        e.or([
          e.and([e('username_key', '>=', start), e('username_key', '<', `${start}\u{10ffff}`)]),
          e.and([e('email_key', '>=', start), e('email_key', '<', `${start}\u{10ffff}`)]),
        ]),
      )
    if (position && 'before' in position) return query.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? query.where('id', '<', position.after) : query).orderBy('id', 'desc').execute()
  })
  return { ...page, items: page.items.map(view) }
}
