import type { z } from 'zod'
import { notFound } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import type { Db } from '#server/db/db.ts'
import type { Preferences } from '../contract/fields.ts'
import type { getPerson } from '../contract/people.ts'
import type { PublicUser } from '../contract/profile.ts'
import { avatarAddress } from './avatar-keys.ts'

/** What everybody may see of somebody: names only where the person says so, the bio unless they say not. Disabled and deleted accounts are nobody. */
async function findShown(db: Db, by: 'users.id' | 'users.username_key', value: string) {
  const row = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'users.first_name', 'users.last_name', 'users.date_joined', 'users.email_verified_at'])
    .select(['profiles.bio', 'profiles.avatar', 'profiles.preferences'])
    .where(by, '=', value)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { show_name = false, show_bio = true } = JSON.parse(row.preferences) as Preferences
  const { preferences, email_verified_at, ...shown } = row
  return {
    ...shown,
    ...(!show_name && { first_name: '', last_name: '' }),
    ...(!show_bio && { bio: '' }),
    avatar: avatarAddress(row.avatar),
    verified: email_verified_at !== null,
  }
}

/** Throws `not_found`. */
export async function publicUser(db: Db, id: string): Promise<z.output<typeof PublicUser>> {
  const shown = await findShown(db, 'users.id', id)
  if (!shown) throw notFound('user')
  return shown
}

/** By name, in any spelling of it. Throws `not_found`. */
export async function requirePerson(db: Db, username: string): Promise<z.output<typeof getPerson.returns>> {
  const shown = await findShown(db, 'users.username_key', canonical(username))
  if (!shown) throw notFound('person')
  const { bio, avatar, verified } = shown
  return {
    username: shown.username,
    name: `${shown.first_name} ${shown.last_name}`.trim(),
    bio,
    avatar,
    reachable: verified,
    joined: shown.date_joined.slice(0, 7),
    // Pages with links are what spammers sign up for.
    listed: verified && bio !== '',
  }
}
