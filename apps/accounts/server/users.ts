import { sql } from 'kysely'
import { taken } from '#contract/problem.ts'
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
import { canonical } from './names.ts'

export interface NewUser {
  username: string
  email: string
  /** Null for who comes from an outside provider. */
  password_hash: string | null
  first_name?: string
  last_name?: string
  /** The provider vouches for the address. */
  email_verified?: boolean
  /** Asked for the role of admin by right of being first; the write decides. */
  may_be_first_admin: boolean
  role?: Role
}

const first_admin = 'accounts.first_admin'
/** There is an admin now, by another way than being first: nobody becomes one by that any more. */
export const claimFirstAdmin = (tx: Tx) => tx.claim(first_admin)

/** Adds a user with its empty profile and the welcome mail. Throws `conflict` by field when the name or address is taken. */
export async function addUser(tx: Tx, site: Site, user: NewUser, origin: string, action: string): Promise<AccountRow> {
  const keys = { username_key: canonical(user.username), email_key: canonical(user.email) }
  await refuseTaken(tx, keys)
  const role = user.role ?? (user.may_be_first_admin && (await tx.claim(first_admin)) ? 'admin' : 'user')
  if (user.role === 'admin') await claimFirstAdmin(tx)
  const id = Bun.randomUUIDv7()
  const row = await insertUser(tx, id, user, keys, role)
  await tx
    .insertInto('profiles')
    .values({ id: Bun.randomUUIDv7(), user_id: id, phone: '', address: '', bio: '', preferences: '{}', metadata: '{}', created_at: tx.now, updated_at: tx.now })
    .execute()
  await tx.audit({ action, model: 'users', object_id: id, actor_id: id, after: { username: user.username, email: user.email, role } })
  await tx.enqueue(sendMail, welcome(site, origin, user), { key: `welcome:${id}` })
  return row
}

async function refuseTaken(tx: Tx, { username_key, email_key }: { username_key: string; email_key: string }): Promise<void> {
  const found = await tx
    .selectFrom('users')
    .select(['username_key', 'email_key'])
    .where((e) => e.or([e('username_key', '=', username_key), e('email_key', '=', email_key)]))
    .execute()
  const fields = {
    ...(found.some((row) => row.username_key === username_key) && { username: ['This username is taken.'] }),
    ...(found.some((row) => row.email_key === email_key) && { email: ['There is an account with this e-mail address already.'] }),
  }
  if (Object.keys(fields).length > 0) throw taken(fields)
}

async function insertUser(tx: Tx, id: string, user: NewUser, keys: { username_key: string; email_key: string }, role: Role): Promise<AccountRow> {
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
        email_verified_at: user.email_verified ? tx.now : null,
        role,
        is_active: 1,
        date_joined: tx.now,
        created_at: tx.now,
        updated_at: tx.now,
      })
      .returning(accountColumns)
      .executeTakeFirstOrThrow()
  } catch (error) {
    if (isUniqueViolation(error)) throw taken({ username: ['This username or e-mail address has just been taken.'] })
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
