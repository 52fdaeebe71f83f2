import { invalid } from '#contract/problem.ts'
import { reveal, type Secret } from '#server/crypto/secret.ts'
import type { Read, Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { recordFailure, refuseTooMany } from './login-failures.ts'
import { passwordQueue } from './password-queue.ts'
import { requireRecentProof } from './recent-proof.ts'
import { hasSecondFactor } from './second-factor.ts'

/**
 * Checks the password of somebody who is signed in, before a change that a found or stolen session alone may not make. Wrong ones count with the failed
 * sign-ins of the account. Gives the hash that was right, for the write to look whether it still is. Throws `invalid`.
 */
export async function requireOwnPassword(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  caller: Account,
  given: string | undefined,
  action: string,
): Promise<Secret<string>> {
  // Who has a second factor has shown it a short while ago: a password alone changes nothing.
  if (await read((db) => hasSecondFactor(db, caller.id))) await requireRecentProof(site, caller, read)
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  if (!password_hash) throw invalid({ current_password: ['This account has no password yet. Choose one by “Forgot your password?”.'] })
  if (!given) throw invalid({ current_password: ['Enter your password.'] })
  await refuseTooMany(site, read, write, request, caller.id, caller.id)
  if (await passwordQueue.verify(given, reveal(password_hash))) return password_hash
  await write((tx) => recordFailure(tx, caller.id, caller.id, action))
  throw invalid({ current_password: ['This is not your password.'] })
}
