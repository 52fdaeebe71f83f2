import { Problem } from '#contract/problem.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type AccountRow, accountColumns } from './account.ts'
import { beingDeleted } from './deletion.ts'
import { isDjangoHash } from './django-hashes.ts'
import { canonical } from './names.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { type StartedSession, startSession } from './sessions.ts'
import type { SessionKind } from './tables.ts'

/** After this many failures in a row one try a minute is left to strangers; never none. */
const free_failures = 100
const slow_ms = 60_000

const wrong = () => new Problem('bad_credentials', 'Unknown user or wrong password.')

export interface SignIn {
  /** Username or e-mail address. */
  name: string
  password: string
  kind: SessionKind
  action: string
  before?: Caller | undefined
}

/**
 * Checks a name and password and starts a session. An unknown name costs what a known one costs (one read, one Argon2 verification, one
 * write) and gets the same answer, so that neither the answer nor its time tells who has an account. The exception are people who came from
 * Django and have not signed in here yet: theirs costs what Django's hasher costs (PBKDF2 some 50 to 250 ms, bcrypt 350 ms, Argon2 with 100 MiB
 * 200 ms), so until then a patient stranger can tell that a name was imported. Their first sign-in ends that.
 */
export async function signIn(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  given: SignIn,
): Promise<{ row: AccountRow; session: StartedSession }> {
  const key = canonical(given.name)
  const user = await read((db) => findByName(db, key))
  const subject = user ? user.id : `name:${sign(site.config.SECRET_KEY, 'login failures', key)}`
  await refuseTooMany(site, read, write, request, subject, user?.id)
  const hash = user?.password_hash ? reveal(user.password_hash) : nobodysHash
  const right = await passwordQueue.verify(given.password, hash)
  if (right && user?.is_active === 1) await refuseLeaving(site, write, user, given.action)
  if (!user?.password_hash || !right || user.is_active !== 1 || user.deleted_at) {
    await write((tx) => recordFailure(tx, subject, user?.id, given.action))
    throw wrong()
  }
  const { password_hash, is_active, deleted_at, erase_at, ...row } = user
  const upgraded = isDjangoHash(hash) ? await upgrade(given.password) : undefined
  const session = await write(async (tx) => {
    // Whoever was disabled or changed the password while we hashed does not get in by the old one.
    const still = await tx
      .updateTable('users')
      .set({ last_login: tx.now, ...(upgraded && { password_hash: upgraded }) })
      .where('id', '=', row.id)
      .where('is_active', '=', 1)
      .where('deleted_at', 'is', null)
      .where('password_hash', '=', password_hash)
      .returning('id')
      .executeTakeFirst()
    if (!still) return
    await tx.deleteFrom('login_failures').where('subject', '=', subject).execute()
    return startSession(tx, row.id, { kind: given.kind, action: given.action, before: given.before, request })
  })
  if (session) return { row, session }
  // Of two first sign-ins at once the other has upgraded the hash: this one is checked against the new one, once.
  if (upgraded) return signIn(site, read, write, request, given)
  throw wrong()
}

/** Whoever has closed the account and comes back in time is told, and how to keep it; only the right password gets this far. */
async function refuseLeaving(site: Site, write: Write, user: Parameters<typeof beingDeleted>[1], action: string): Promise<void> {
  const leaving = beingDeleted(site, user)
  if (!leaving) return
  await write((tx) => tx.audit({ action: `${action}_refused`, model: 'users', object_id: user.id, after: { reason: 'being deleted' } }))
  throw leaving
}

/** Django's hash as ours; when the queue is full it stays as it is until next time. */
async function upgrade(password: string): Promise<Secret<string> | undefined> {
  const hash = await passwordQueue.hash(password).catch(() => undefined)
  return hash === undefined ? undefined : secret(hash)
}

async function findByName(db: Db, key: string) {
  return db
    .selectFrom('users')
    .select([...accountColumns, 'users.password_hash', 'users.is_active', 'users.deleted_at', 'users.erase_at'])
    .where(key.includes('@') ? 'email_key' : 'username_key', '=', key)
    .executeTakeFirst()
}

/**
 * After many failures in a row one try a minute is left to strangers, claimed by one conditional statement so that of many at once one
 * passes. An address that the owner has signed in from is never slowed, or a stranger could keep taking the owner's turn.
 */
async function refuseTooMany(site: Site, read: Read, write: Write, request: RequestFacts, subject: string, user_id: string | undefined): Promise<void> {
  const row = await read((db) => db.selectFrom('login_failures').selectAll().where('subject', '=', subject).executeTakeFirst())
  if (!row || row.failures < free_failures) return
  if (user_id && (await read((db) => hasSignedInFrom(db, user_id, request.address)))) return
  const minute_ago = new Date(site.now().getTime() - slow_ms).toISOString()
  const claimed = await write((tx) =>
    tx
      .updateTable('login_failures')
      .set({ last_failed_at: tx.now })
      .where('subject', '=', subject)
      .where('last_failed_at', '<=', minute_ago)
      .returning('subject')
      .executeTakeFirst(),
  )
  if (!claimed) throw new Problem('too_many_requests', 'Too many wrong passwords. Try again in a minute.', { retry_after: slow_ms / 1000 })
}

async function hasSignedInFrom(db: Db, user_id: string, address: string): Promise<boolean> {
  const query = db.selectFrom('sessions').select('id').where('user_id', '=', user_id).where('ip_created', '=', address)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

async function recordFailure(tx: Tx, subject: string, user_id: string | undefined, action: string): Promise<void> {
  await tx
    .insertInto('login_failures')
    .values({ subject, failures: 1, last_failed_at: tx.now })
    .onConflict((c) => c.column('subject').doUpdateSet((e) => ({ failures: e('login_failures.failures', '+', 1), last_failed_at: tx.now })))
    .execute()
  // What was typed as a name is left out: people type passwords there.
  await tx.audit({ action: `${action}_failed`, model: 'users', object_id: user_id ?? subject })
}
