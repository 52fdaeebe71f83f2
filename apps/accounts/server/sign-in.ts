import { Problem } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type AccountRow, accountColumns } from './account.ts'
import { mailConfirmation } from './confirmation.ts'
import { beingDeleted } from './deletion.ts'
import { isDjangoHash } from './django-hashes.ts'
import { forgetFailures, recordFailure, refuseTooMany } from './login-failures.ts'
import { mayMailCode } from './mail-budget.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { secondFactor, wrongCode } from './second-factor.ts'
import { type SignInKind, type StartedSession, startSession } from './sessions.ts'

/** The right password of somebody who has to confirm the address first; told only to who knows the password. */
const notVerified = () => new Problem('email_not_verified', 'Confirm your e-mail address first: we have sent you a code.')
const wrong = () => new Problem('bad_credentials', 'Unknown user or wrong password.')

export interface SignIn {
  /** Username or e-mail address. */
  name: string
  password: string
  /** A code of the authenticator app or a recovery code, where the account asks for one. */
  otp?: string | undefined
  kind: SignInKind
  action: string
  before?: Caller | undefined
}

/**
 * Checks a name and password and starts a session. An unknown name costs what a known one costs (the same reads, Argon2 verifications and writes) and
 * gets the same answer, so that neither the answer nor its time tells who has an account. That there is a second factor is told to whoever has the
 * right password. The exception are people who came from Django and have not signed in here yet: theirs costs what Django's hasher costs (PBKDF2 some
 * 50 to 250 ms, bcrypt 350 ms, Argon2 with 100 MiB 200 ms), so until then a patient stranger can tell that a name was imported.
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
  const leaving = user?.is_active === 1 ? beingDeleted(site, user) : undefined
  if (!user?.password_hash || user.is_active !== 1 || (user.deleted_at && !leaving)) {
    await write((tx) => recordFailure(tx, subject, known?.id, given.action))
    throw wrong()
  }
  if (!leaving && user.email_verified_at === null && site.config.EMAIL_VERIFICATION === 'mandatory') {
    if (await mayMailCode(site, 'verify', user.email)) await write((tx) => mailConfirmation(tx, site, request, user))
    throw notVerified()
  }
  const { password_hash, is_active, deleted_at, erase_at, ...row } = user
  const factor = await secondFactor(site, read, row, given.otp)
  const upgraded = !leaving && isDjangoHash(reveal(password_hash)) ? await upgrade(given.password) : undefined
  const outcome = await write(async (tx) => {
    if (!(await factor(tx))) return 'wrong code'
    if (leaving) {
      await tx.audit({ action: `${given.action}_refused`, model: 'users', object_id: row.id, after: { reason: 'being deleted' } })
      return 'leaving'
    }
    // Whoever was disabled or changed the password while we hashed does not get in by the old one.
    const [still] = await noteSignIn(tx, { id: row.id, now: tx.now, checked: password_hash, hash: upgraded ?? password_hash })
    if (!still) throw new Changed()
    // Only one's own: who claims an address must not wipe out the failures of who owns it.
    await forgetFailures(tx, row.id)
    return startSession(tx, row.id, { site, kind: given.kind, action: given.action, before: given.before, request })
  }).catch((error: unknown) => {
    if (error instanceof Changed) return 'changed'
    throw error
  })
  if (typeof outcome === 'object') return { row, session: outcome }
  // Whoever has closed the account and comes back in time is told how to keep it; only the right password and code get this far.
  if (outcome === 'leaving' && leaving) throw leaving
  // Of two first sign-ins at once the other has upgraded the hash: this one is checked against the new one, once.
  if (outcome === 'changed' && upgraded) return signIn(site, read, write, request, given)
  if (outcome === 'changed') throw wrong()
  await write((tx) => recordFailure(tx, subject, row.id, given.action, 'second factor'))
  throw wrongCode()
}

/** The account was disabled or got another password meanwhile; thrown so that a code is not spent for nothing. */
class Changed extends Error {}

/** Django's hash as ours; when the queue is full it stays as it is until next time. */
async function upgrade(password: string): Promise<Secret<string> | undefined> {
  const hash = await passwordQueue.hash(password).catch(() => undefined)
  return hash === undefined ? undefined : secret(hash)
}

const noteSignIn = prepared<{ id: string; now: string; checked: Secret<string>; hash: Secret<string> }>()((tx: Tx, { id, now, checked, hash }) =>
  tx
    .updateTable('users')
    .set({ last_login: now, password_hash: hash })
    .where('id', '=', id)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .where('password_hash', '=', checked)
    .returning('id'),
)

type Candidate = Awaited<ReturnType<ReturnType<typeof userBy>>>[number] | undefined

const userBy = (column: 'username_key' | 'email_key' | 'email_claim') =>
  prepared<{ key: string }>()((db, { key }) =>
    db
      .selectFrom('users')
      .select([...accountColumns, 'users.password_hash', 'users.is_active', 'users.deleted_at', 'users.erase_at'])
      .where(column, '=', key)
      .orderBy('number', 'desc')
      .limit(1),
  )
const byUsername = userBy('username_key')
const byAddress = userBy('email_key')
const byClaim = userBy('email_claim')

/**
 * By name there is one. By mail there are always two places: who has confirmed the address, and the last who claims it. If only the former could sign in
 * by mail, signing up with somebody's address and trying would tell whether they have an account.
 */
async function findByName(db: Db, key: string): Promise<Candidate[]> {
  if (!key.includes('@')) return [(await byUsername(db, { key }))[0]]
  const [holder] = await byAddress(db, { key })
  const [claim] = await byClaim(db, { key })
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
