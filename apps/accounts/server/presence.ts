import { forbidden, invalid } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Read } from '#server/db/db.ts'
import { take } from '#server/http/admit.ts'
import { limits } from '#server/http/limits.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { requireRecentProof } from './recent-proof.ts'
import { hasSecondFactor } from './second-factor.ts'

/**
 * For what somebody at a forgotten screen, or with a stolen cookie, must not do: a recent proof, or the password along with the call where the account has
 * no second factor. Throws `proof_needed`, or `invalid` at the field for a wrong password.
 */
export async function requirePresence(site: Site, read: Read, caller: Account, current_password: string | undefined): Promise<void> {
  if (caller.via === 'key') throw forbidden('An API key cannot do that: sign in.')
  if (current_password === undefined || (await read((db) => hasSecondFactor(db, caller.id)))) return requireRecentProof(site, caller, read)
  await take(site, `proof:${caller.id}`, limits.proof)
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  const right = await passwordQueue.verify(current_password, password_hash ? reveal(password_hash) : nobodysHash)
  if (!password_hash || !right) throw invalid({ current_password: ['That is not your password.'] })
}
