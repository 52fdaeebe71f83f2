import type { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { User as UserView } from '../contract/fields.ts'
import type { changeProfileV1, getProfileV1 } from '../contract/profile.ts'
import { type Account, ofProfile } from './account.ts'
import { avatarAddress } from './avatar-keys.ts'
import { publicName, tellOfLooks } from './public-looks.ts'
import { accessChanged } from './sessions.ts'

type Profile = z.output<typeof getProfileV1.returns>
type User = z.output<typeof UserView>
type Changes = z.output<typeof changeProfileV1.body>

/** What is read of somebody to show them as they see themselves. */
export const user_columns = [
  'users.id',
  'users.email',
  'users.username',
  'users.first_name',
  'users.last_name',
  'users.role',
  'users.is_active',
  'users.date_joined',
  'users.last_login',
  ofProfile('avatar'),
] as const

export interface UserRow extends Omit<User, 'is_active' | 'is_staff'> {
  is_active: 0 | 1
}
export const userView = (row: UserRow): User => ({ ...row, is_active: row.is_active === 1, is_staff: row.role !== 'user', avatar: avatarAddress(row.avatar) })

export async function requireUser(db: Db, id: string): Promise<User> {
  return userView(await db.selectFrom('users').select(user_columns).where('id', '=', id).executeTakeFirstOrThrow())
}

export async function ownProfile(db: Db, { id }: Pick<Account, 'id'>): Promise<Profile> {
  const { preferences, metadata, phone, address, bio, version, ...user } = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select([...user_columns, 'profiles.phone', 'profiles.address', 'profiles.bio', 'profiles.preferences', 'profiles.metadata', 'profiles.version'])
    .where('users.id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    ...userView(user),
    phone,
    address,
    bio,
    preferences: JSON.parse(preferences) as Profile['preferences'],
    metadata: JSON.parse(metadata) as Profile['metadata'],
    version,
  }
}

/**
 * Changes what is given and leaves the rest; preferences are merged key by key. Whoever sends the version they saw gets `stale` with the
 * present profile when it has changed since: one conditional statement decides, so of two tabs at once one is told.
 */
export async function changeProfile(tx: Tx, caller: Account, { version, ...changes }: Changes): Promise<Profile> {
  const before = await ownProfile(tx, caller)
  const wanted = { ...changes, ...(changes.preferences && { preferences: { ...before.preferences, ...changes.preferences } }) }
  const touched = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((key) => wanted[key] !== undefined && !Bun.deepEquals(before[key], wanted[key]))
  if (version !== undefined && version !== before.version) throw stale(before)
  if (touched.length === 0) return before
  const { first_name, last_name, preferences, metadata, ...own } = Object.fromEntries(touched.map((key) => [key, wanted[key]])) as Partial<typeof wanted>
  const changed = await tx
    .updateTable('profiles')
    .set({
      ...own,
      ...(preferences && { preferences: JSON.stringify(preferences) }),
      ...(metadata && { metadata: JSON.stringify(metadata) }),
      version: before.version + 1,
      updated_at: tx.now,
    })
    .where('user_id', '=', caller.id)
    .where('version', '=', before.version)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw stale(await ownProfile(tx, caller))
  const names = { ...(first_name !== undefined && { first_name }), ...(last_name !== undefined && { last_name }) }
  if (Object.keys(names).length > 0)
    await tx
      .updateTable('users')
      .set({ ...names, updated_at: tx.now })
      .where('id', '=', caller.id)
      .execute()
  const after = await ownProfile(tx, caller)
  const pick = (of: Profile) => Object.fromEntries(touched.map((key) => [key, of[key]]))
  await tx.audit({ action: 'accounts.profile_changed', model: 'users', object_id: caller.id, before: pick(before), after: pick(after) })
  // Names and preferences are remembered with the session.
  tx.publish(accessChanged, [caller.id], { user_id: caller.id })
  if (publicName(after) !== publicName(before)) tellOfLooks(tx, caller)
  return after
}

const stale = (current: Profile) => new Problem('stale', 'Your profile has been changed elsewhere meanwhile.', { current })
