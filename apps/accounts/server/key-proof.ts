import { forbidden, invalid } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Read } from '#server/db/db.ts'
import { take } from '#server/http/admit.ts'
import { limits } from '#server/http/limits.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Account } from './account.ts'
import { passwordQueue } from './password-queue.ts'

const fresh_ms = milliseconds('10 minutes')

/**
 * A key outlives the browser it was made in, so whoever makes one has just signed in or gives the password: a screen that was left open is not
 * enough. Tries are counted like sign-ins, per account. Throws `invalid` at `current_password`.
 */
export async function requireProof(site: Site, read: Read, caller: Account, current_password: string | undefined): Promise<void> {
  const { created_at, password_hash } = await read((db) =>
    db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['sessions.created_at', 'users.password_hash'])
      .where('sessions.id', '=', caller.session_id)
      .executeTakeFirstOrThrow(),
  )
  if (site.now().getTime() - Date.parse(created_at) <= fresh_ms) return
  if (!password_hash) throw forbidden('You signed in a while ago: sign in again first.')
  if (current_password === undefined) throw invalid({ current_password: ['Enter your password: you signed in a while ago.'] })
  if (site.config.RATE_LIMITS) await take(site, `proof:${caller.id}`, limits.login)
  if (!(await passwordQueue.verify(current_password, reveal(password_hash)))) throw invalid({ current_password: ['This is not your password.'] })
}
