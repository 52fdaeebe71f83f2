import { forbidden, invalid } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Read } from '#server/db/db.ts'
import { take } from '#server/http/admit.ts'
import { limits } from '#server/http/limits.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { passwordQueue } from './password-queue.ts'
import { isRecent } from './recent-proof.ts'

/**
 * A key outlives the browser it was made in, so whoever makes one has just signed in or gives the password: a screen that was left open is not
 * enough. Tries are counted like sign-ins, per account. Throws `invalid` at `current_password`.
 */
export async function requireProof(site: Site, read: Read, caller: Account, current_password: string | undefined): Promise<void> {
  if (isRecent(site, caller.proved_at)) return
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  if (!password_hash) throw forbidden('You signed in a while ago: sign in again first.')
  if (current_password === undefined) throw invalid({ current_password: ['Enter your password: you signed in a while ago.'] })
  if (site.config.RATE_LIMITS) await take(site, `proof:${caller.id}`, limits.login)
  if (!(await passwordQueue.verify(current_password, reveal(password_hash)))) throw invalid({ current_password: ['This is not your password.'] })
}
