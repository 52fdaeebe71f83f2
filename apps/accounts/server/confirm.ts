import { Problem } from '#contract/problem.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Db, Read, Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { forgetFailures, recordFailure, refuseTooMany } from './login-failures.ts'
import { nobodysHash, passwordQueue } from './password-queue.ts'
import { renewProof } from './recent-proof.ts'
import { secondFactor, wrongCode } from './second-factor.ts'

const wrong = () => new Problem('bad_credentials', 'Wrong password.')

/** What this account can confirm with; none of it where it only ever signed in through another site. */
export async function proofWays(db: Db, { id }: Account) {
  const user = await db
    .selectFrom('users')
    .leftJoin('totp_factors', 'totp_factors.user_id', 'users.id')
    .select(['users.password_hash', 'totp_factors.confirmed_at'])
    .where('users.id', '=', id)
    .executeTakeFirstOrThrow()
  const passkey = await db.selectFrom('passkeys').select('id').where('user_id', '=', id).limit(1).executeTakeFirst()
  return { password: user.password_hash !== null, second_factor: (user.confirmed_at ?? null) !== null, passkey: passkey !== undefined }
}

/** The password as at a sign-in, with the second factor where there is one: guesses count and are slowed as there. */
export async function confirmByPassword(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  caller: Account,
  given: { password: string; otp?: string | undefined },
): Promise<void> {
  await refuseTooMany(site, read, write, request, caller.id, caller.id)
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  const right = await passwordQueue.verify(given.password, password_hash ? reveal(password_hash) : nobodysHash)
  if (!password_hash || !right) {
    await write((tx) => recordFailure(tx, caller.id, caller.id, 'accounts.confirm'))
    throw wrong()
  }
  const factor = await secondFactor(site, read, caller, given.otp)
  const proven = await write(async (tx) => {
    if (!(await factor(tx))) return false
    await forgetFailures(tx, caller.id)
    await renewProof(tx, caller, 'password')
    return true
  })
  if (proven) return
  await write((tx) => recordFailure(tx, caller.id, caller.id, 'accounts.confirm', 'second factor'))
  throw wrongCode()
}
