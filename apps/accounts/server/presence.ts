import { forbidden, invalid, Problem } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Read } from '#server/db/db.ts'
import { take } from '#server/http/admit.ts'
import { limits } from '#server/http/limits.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Account } from './account.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'

const recent_ms = milliseconds('10 minutes')

/**
 * For what somebody at a forgotten screen, or with a stolen cookie, must not do: the password, or a session that began within the last ten
 * minutes (so people without a password sign in anew). Throws `proof_needed`, or `invalid` at the field for a wrong password.
 */
export async function requirePresence(site: Site, read: Read, caller: Account, current_password: string | undefined): Promise<void> {
  if (caller.via === 'key') throw forbidden('An API key cannot do that: sign in.')
  if (current_password === undefined) return requireFreshSession(site, read, caller)
  await take(site, `proof:${caller.id}`, limits.proof)
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  const right = await passwordQueue.verify(current_password, password_hash ? reveal(password_hash) : nobodysHash)
  if (!password_hash || !right) throw invalid({ current_password: ['That is not your password.'] })
}

async function requireFreshSession(site: Site, read: Read, caller: Account): Promise<void> {
  const session = await read((db) => db.selectFrom('sessions').select('created_at').where('id', '=', caller.session_id).executeTakeFirst())
  if (!session || site.now().getTime() - Date.parse(session.created_at) > recent_ms) throw new Problem('proof_needed', 'Enter your password to go on.')
}
