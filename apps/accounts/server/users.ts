import { sql } from 'kysely'
import { taken } from '#contract/problem.ts'
import type { Language } from '#contract/render.ts'
import { canonical } from '#server/canonical.ts'
import { secret } from '#server/crypto/secret.ts'
import { sameText, sign } from '#server/crypto/tokens.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import { isLoopback } from '#server/http/address.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Role } from '../contract/fields.ts'
import { type AccountRow, accountColumns } from './account.ts'
import { welcome } from './mail.ts'
import { readerOf } from './mail-reader.ts'
import { skeleton } from './skeleton.ts'

export interface NewUser {
  username: string
  email: string
  /** Null for who comes from an outside provider. */
  password_hash: string | null
  first_name?: string
  last_name?: string
  /** Asked for the role of admin by right of being first; the write decides. */
  may_be_first_admin: boolean
  role?: Role
  /** The address is known to be theirs: the operator or an identity provider says so. */
  email_verified?: boolean
  /** Of the welcome mail; English by default. */
  language?: Language
}

const first_admin = 'accounts.first_admin'
/** There is an admin now, by another way than being first: nobody becomes one by that any more. */
export const claimFirstAdmin = (tx: Tx) => tx.claim(first_admin)

/**
 * Adds a user with its empty profile. An address that somebody holds already is only claimed, which nobody can see from outside; the welcome mail waits
 * until it is confirmed. Throws `conflict` by field when the name is taken, and when an `email_verified` address is somebody's own.
 */
export async function addUser(tx: Tx, site: Site, user: NewUser, origin: string, action: string): Promise<AccountRow> {
  const names = { username_key: canonical(user.username), username_skeleton: skeleton(user.username) }
  await refuseTaken(tx, names)
  const address = await addressFor(tx, user)
  const role = user.role ?? (user.may_be_first_admin && (await tx.claim(first_admin)) ? 'admin' : 'user')
  if (user.role === 'admin') await claimFirstAdmin(tx)
  const id = Bun.randomUUIDv7()
  const row = await insertUser(tx, id, user, { ...names, ...address }, role)
  await tx
    .insertInto('profiles')
    .values({
      id: Bun.randomUUIDv7(),
      user_id: id,
      phone: '',
      address: '',
      bio: '',
      preferences: '{}',
      metadata: '{}',
      version: 1,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute()
  await tx.audit({ action, model: 'users', object_id: id, actor_id: id, after: { username: user.username, email: user.email, role } })
  if (user.email_verified) await tx.enqueue(sendMail, welcome(site, origin, readerOf(row, user.language)), { key: `welcome:${id}` })
  return row
}

interface Names {
  username_key: string
  username_skeleton: string
}

async function refuseTaken(tx: Tx, { username_key, username_skeleton }: Names): Promise<void> {
  const found = await tx
    .selectFrom('users')
    .select('id')
    .where((e) => e.or([e('username_key', '=', username_key), e('username_skeleton', '=', username_skeleton)]))
    .executeTakeFirst()
  if (found) throw taken({ username: ['This username is taken.'] })
}

interface Keys extends Names {
  email_key: string | null
  email_claim: string | null
  email_verified_at: string | null
}

/** Who has confirmed an address keeps it; who only claims it loses it to who has. */
async function addressFor(tx: Tx, { email, email_verified: verified = false }: NewUser): Promise<Omit<Keys, keyof Names>> {
  const key = canonical(email)
  const claim = { email_key: null, email_claim: key }
  if (verified) await tx.updateTable('users').set(claim).where('email_key', '=', key).where('email_verified_at', 'is', null).execute()
  const holder = await tx.selectFrom('users').select('id').where('email_key', '=', key).executeTakeFirst()
  if (verified && holder) throw taken({ email: ['There is an account with this e-mail address already.'] })
  return { ...(holder ? claim : { email_key: key, email_claim: null }), email_verified_at: verified ? tx.now : null }
}

async function insertUser(tx: Tx, id: string, user: NewUser, keys: Keys, role: Role): Promise<AccountRow> {
  const row = await tryInsert(tx, id, user, keys, role)
  if (row) return row
  // Somebody took the address between the look and the insert: then this account claims it beside them.
  const claimed = user.email_verified ? undefined : await tryInsert(tx, id, user, { ...keys, email_key: null, email_claim: keys.email_key }, role)
  if (!claimed) throw taken({ email: ['There is an account with this e-mail address already.'] })
  return claimed
}

/** Undefined where the address has just been taken. */
async function tryInsert(tx: Tx, id: string, user: NewUser, keys: Keys, role: Role): Promise<AccountRow | undefined> {
  try {
    return await tx
      .insertInto('users')
      .values({
        id,
        // PostgreSQL counts by itself; SQLite has one writer, so the next number is safe to compute.
        number: tx.dialect === 'postgres' ? sql<number>`default` : sql<number>`(select coalesce(max(number), 0) + 1 from users)`,
        username: user.username,
        email: user.email,
        ...keys,
        password_hash: user.password_hash === null ? null : secret(user.password_hash),
        first_name: user.first_name ?? '',
        last_name: user.last_name ?? '',
        role,
        is_active: 1,
        date_joined: tx.now,
        created_at: tx.now,
        updated_at: tx.now,
      })
      .onConflict((c) => c.column('email_key').doNothing())
      .returning(accountColumns)
      .executeTakeFirst()
  } catch (error) {
    if (isUniqueViolation(error)) throw taken({ username: ['This username is taken.'] })
    throw error
  }
}

export async function awaitsFirstAdmin(db: Db): Promise<boolean> {
  return (await db.selectFrom('claims').select('name').where('name', '=', first_admin).executeTakeFirst()) === undefined
}

/** What the start prints for a first sign-up from elsewhere; the same in every process of a cluster. */
export function setupToken(site: Site): string {
  return sign(site.config.SECRET_KEY, 'set-up', first_admin).slice(0, 22)
}

/** From the machine itself, or with the token that only its operator has seen. */
export function mayBeFirstAdmin(site: Site, request: RequestFacts): boolean {
  if (!site.config.FIRST_USER_IS_ADMIN) return false
  if (request.direct_from_loopback && isLoopback(request.address)) return true
  return sameText(request.raw.headers.get('x-setup-token') ?? '', setupToken(site))
}
