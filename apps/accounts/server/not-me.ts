import { canonical } from '#server/canonical.ts'
import { reveal } from '#server/crypto/secret.ts'
import type { Tx, Write } from '#server/db/db.ts'
import { addressHash } from '#server/mail/budget.ts'
import type { Site } from '#server/site.ts'
import { claimAddress, ownAddress } from './addresses.ts'
import { codeNotValid, dropCodes, dropCodesSince, issueCode, spendLink, type Used } from './codes.ts'
import { dropIdentities } from './identities.ts'
import { endSessions } from './sessions.ts'

/**
 * “It was not me”: ends the sign-in that the mail told of, or takes a change of address back and ends them all. The old password is void, since whoever it
 * was may know it; the answer is a link to choose another. Throws `code_not_valid`.
 */
export async function notMe(site: Site, write: Write, token: string): Promise<string> {
  const reset = await write(async (tx) => {
    const used = await spendLink(tx, site, ['new_device', 'mail_change_undo'], token)
    return used && undo(tx, site, used)
  })
  if (reset === undefined) throw codeNotValid()
  return reset
}

/** What was added since, by whoever it was: passkeys, the codes of an app, API keys. */
async function dropFactorsSince(tx: Tx, user_id: string, since: string): Promise<void> {
  await tx.deleteFrom('passkeys').where('user_id', '=', user_id).where('created_at', '>=', since).execute()
  const app = await tx.deleteFrom('totp_factors').where('user_id', '=', user_id).where('created_at', '>=', since).returning('id').executeTakeFirst()
  if (app) await tx.deleteFrom('recovery_codes').where('user_id', '=', user_id).execute()
  const keys = await tx.selectFrom('sessions').select('id').where('user_id', '=', user_id).where('kind', '=', 'key').where('created_at', '>=', since).execute()
  for (const { id } of keys) await endSessions(tx, user_id, 'it was not the owner', { id })
}

async function undo(tx: Tx, site: Site, { purpose, user_id, address, session_id, created_at }: Used): Promise<string | undefined> {
  const user = await tx.selectFrom('users').select(['email', 'password_hash']).where('id', '=', user_id).executeTakeFirst()
  if (!user) return undefined
  if (purpose === 'new_device' && session_id) await endSessions(tx, user_id, 'it was not the owner', { id: session_id })
  else await endSessions(tx, user_id, 'it was not the owner')
  if (address && canonical(address) !== canonical(user.email) && !(await ownAddress(tx, user_id, address))) await claimAddress(tx, user_id, address)
  await dropCodes(tx, user_id, ['mail_change', 'verify', 'reset'])
  await dropCodesSince(tx, user_id, created_at)
  await dropIdentities(tx, user_id, created_at)
  await dropFactorsSince(tx, user_id, created_at)
  if (user.password_hash && reveal(user.password_hash))
    await tx.updateTable('users').set({ password_hash: null, updated_at: tx.now }).where('id', '=', user_id).execute()
  await tx.audit({ action: 'accounts.not_me', model: 'users', object_id: user_id, actor_id: user_id, after: { about: purpose } })
  return (await issueCode(tx, site, { purpose: 'reset', subject: addressHash(site, address ?? user.email), user_id })).token
}
