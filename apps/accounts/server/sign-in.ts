import { Problem } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Read, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type AccountRow, accountColumns } from './account.ts'
import { forgetFailures, recordFailure, refuseTooMany } from './login-failures.ts'
import { canonical } from './names.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { secondFactor, wrongCode } from './second-factor.ts'
import { type StartedSession, startSession } from './sessions.ts'
import type { SessionKind } from './tables.ts'

const wrong = () => new Problem('bad_credentials', 'Unknown user or wrong password.')

export interface SignIn {
  /** Username or e-mail address. */
  name: string
  password: string
  /** A code of the authenticator app or a recovery code, where the account asks for one. */
  otp?: string | undefined
  kind: SessionKind
  action: string
  before?: Caller | undefined
}

/**
 * Checks a name and password and starts a session. An unknown name costs what a known one costs (one read, one Argon2 verification, one
 * write) and gets the same answer, so that neither the answer nor its time tells who has an account. That there is a second factor is told
 * to whoever has the right password.
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
  if (!user?.password_hash || !right || user.is_active !== 1 || user.deleted_at) {
    await write((tx) => recordFailure(tx, subject, user?.id, given.action))
    throw wrong()
  }
  const { password_hash, is_active, deleted_at, ...row } = user
  const factor = await secondFactor(site, read, row, given.otp)
  const session = await write(async (tx) => {
    if (!(await factor(tx))) return
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
    await forgetFailures(tx, subject)
    return startSession(tx, row.id, { kind: given.kind, action: given.action, before: given.before, request })
  })
  if (session) return { row, session }
  await write((tx) => recordFailure(tx, subject, row.id, given.action, 'second factor'))
  throw wrongCode()
}

async function findByName(db: Db, key: string) {
  return db
    .selectFrom('users')
    .select([...accountColumns, 'users.password_hash', 'users.is_active', 'users.deleted_at'])
    .where(key.includes('@') ? 'email_key' : 'username_key', '=', key)
    .executeTakeFirst()
}
