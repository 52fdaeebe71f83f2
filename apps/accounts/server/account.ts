import { sql } from 'kysely'
import type { Caller } from '#server/http/caller.ts'
import { anyone, type Guard, user } from '#server/http/guard.ts'
import type { Me, Preferences, Role } from '../contract/fields.ts'
import { avatarAddress } from './avatar-keys.ts'

/** The caller with what the accounts app knows of them; kept in memory with the session, so reading it costs no query. */
export interface Account extends Caller {
  number: number
  username: string
  email: string
  first_name: string
  last_name: string
  date_joined: string
  avatar: string | null
  preferences: Preferences
  /** When this session's holder last proved who they are, in milliseconds; see recent-proof.ts. */
  proved_at: number
}

/** The kernel's guards, telling the type of the caller that this app's authenticate makes. */
export const signedIn = user as Guard<Account>
/** Who proves themselves by what the call says, as programs do that want a token. */
export const program = anyone.withoutSession()
export const visitor = anyone as Guard<Account | undefined>

export interface AccountRow {
  id: string
  number: number
  username: string
  email: string
  first_name: string
  last_name: string
  role: Role
  email_verified_at: string | null
  date_joined: string
  avatar: string | null
  preferences: string | null
}

/** As a column beside those of `users`, so that queries need no join and a new row gives it too. */
export const ofProfile = <N extends 'avatar' | 'preferences'>(name: N) =>
  sql<string | null>`(select ${sql.ref(name)} from profiles where profiles.user_id = users.id)`.as(name)

export const accountColumns = [
  'users.id',
  'users.number',
  'users.username',
  'users.email',
  'users.first_name',
  'users.last_name',
  'users.role',
  'users.email_verified_at',
  'users.date_joined',
  ofProfile('avatar'),
  ofProfile('preferences'),
] as const

export const accountOf = ({ email_verified_at, preferences, ...row }: AccountRow, session_id: string, via: Caller['via'], proved_at = 0): Account => ({
  ...row,
  preferences: JSON.parse(preferences ?? '{}') as Preferences,
  verified: email_verified_at !== null,
  session_id,
  via,
  proved_at,
})

export const me = (a: Account): Me => ({
  id: a.id,
  username: a.username,
  email: a.email,
  first_name: a.first_name,
  last_name: a.last_name,
  role: a.role,
  email_verified: a.verified,
  date_joined: a.date_joined,
  avatar: avatarAddress(a.avatar),
  preferences: a.preferences,
})

/** The portal's contract counts its users. */
export const portalUser = (a: Account) => ({ id: a.number, username: a.username, email: a.email, is_admin: a.role === 'admin' })
