import { Problem } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type AccountRow, accountColumns } from './account.ts'
import { mailConfirmation } from './confirmation.ts'
import { mayMailCode } from './mail-budget.ts'
import { canonical } from './names.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { type SignInKind, type StartedSession, startSession } from './sessions.ts'

/** After this many failures in a row one try a minute is left to strangers; never none. */
const free_failures = 100
const slow_ms = 60_000

/** The right password of somebody who has to confirm the address first; told only to who knows the password. */
const notVerified = () => new Problem('email_not_verified', 'Confirm your e-mail address first: we have sent you a code.')
const wrong = () => new Problem('bad_credentials', 'Unknown user or wrong password.')

export interface SignIn {
  /** Username or e-mail address. */
  name: string
  password: string
  kind: SignInKind
  action: string
  before?: Caller | undefined
}

/**
 * Checks a name and password and starts a session. An unknown name costs what a known one costs (the same reads, Argon2 verifications and writes) and
 * gets the same answer, so that neither the answer nor its time tells who has an account.
 */
export async function signIn(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  given: SignIn,
): Promise<{ row: AccountRow; session: StartedSession }> {
  const key = canonical(given.name)
  const candidates = await read((db) => findByName(db, key))
  const known = candidates.find((one) => one !== undefined)
  const subject = known ? known.id : `name:${sign(site.config.SECRET_KEY, 'login failures', key)}`
  await refuseTooMany(site, read, write, request, subject, known?.id)
  const user = await whosePassword(candidates, given.password)
  if (!user?.password_hash || user.is_active !== 1 || user.deleted_at) {
    await write((tx) => recordFailure(tx, subject, known?.id, given.action))
    throw wrong()
  }
  if (user.email_verified_at === null && site.config.EMAIL_VERIFICATION === 'mandatory') {
    if (await mayMailCode(site, 'verify', user.email)) await write((tx) => mailConfirmation(tx, site, request.origin, user))
    throw notVerified()
  }
  const { password_hash, is_active, deleted_at, ...row } = user
  const session = await write(async (tx) => {
    // Whoever was disabled or changed the password while we hashed does not get in by the old one.
    const still = await tx
      .updateTable('users')
      .set({ last_login: tx.now })
      .where('id', '=', row.id)
      .where('is_active', '=', 1)
      .where('deleted_at', 'is', null)
      .where('password_hash', '=', password_hash)
      .returning('id')
      .executeTakeFirst()
    if (!still) throw wrong()
    // Only one's own: who claims an address must not wipe out the failures of who owns it.
    await tx.deleteFrom('login_failures').where('subject', '=', row.id).execute()
    return startSession(tx, row.id, { site, kind: given.kind, action: given.action, before: given.before, request })
  })
  return { row, session }
}

type Candidate = Awaited<ReturnType<typeof selectUser>> | undefined

const selectUser = (db: Db, column: 'username_key' | 'email_key' | 'email_claim', key: string) =>
  db
    .selectFrom('users')
    .select([...accountColumns, 'users.password_hash', 'users.is_active', 'users.deleted_at'])
    .where(column, '=', key)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

/**
 * By name there is one. By mail there are always two places: who has confirmed the address, and the last who claims it. If only the former could sign in
 * by mail, signing up with somebody's address and trying would tell whether they have an account.
 */
async function findByName(db: Db, key: string): Promise<Candidate[]> {
  if (!key.includes('@')) return [await selectUser(db, 'username_key', key)]
  const holder = await selectUser(db, 'email_key', key)
  const claim = await selectUser(db, 'email_claim', key)
  if (!holder || holder.email_verified_at !== null) return [holder, claim]
  return [undefined, claim && claim.number > holder.number ? claim : holder]
}

/** Verifies as often as there are places, with nobody's hash in the empty ones; the right one ends it. */
async function whosePassword(candidates: Candidate[], password: string): Promise<Candidate> {
  for (const user of candidates) {
    const right = await passwordQueue.verify(password, user?.password_hash ? reveal(user.password_hash) : nobodysHash)
    if (right && user?.password_hash) return user
  }
  return undefined
}

/**
 * After many failures in a row one try a minute is left to strangers, claimed by one conditional statement so that of many at once one
 * passes. An address that the owner has signed in from is never slowed, or a stranger could keep taking the owner's turn.
 */
export async function refuseTooMany(site: Site, read: Read, write: Write, request: RequestFacts, subject: string, user_id: string | undefined): Promise<void> {
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

export async function recordFailure(tx: Tx, subject: string, user_id: string | undefined, action: string): Promise<void> {
  await tx
    .insertInto('login_failures')
    .values({ subject, failures: 1, last_failed_at: tx.now })
    .onConflict((c) => c.column('subject').doUpdateSet((e) => ({ failures: e('login_failures.failures', '+', 1), last_failed_at: tx.now })))
    .execute()
  // What was typed as a name is left out: people type passwords there.
  await tx.audit({ action: `${action}_failed`, model: 'users', object_id: user_id ?? subject })
}
