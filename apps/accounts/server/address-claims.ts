import { canonical } from '#server/canonical.ts'
import type { Tx } from '#server/db/db.ts'
import { ofProfile } from './account.ts'
import { dropCodes } from './codes.ts'
import { accessChanged, endSessions } from './sessions.ts'

/** The account that has this address, proven or only claimed. Its row is locked, so that what was found stays true in this write. */
export async function holderOfAddress(tx: Tx, email: string) {
  return tx
    .updateTable('users')
    .set({ updated_at: tx.now })
    .where('email_key', '=', canonical(email))
    .returning(['id', 'username', 'email', 'email_verified_at', 'is_active', 'deleted_at', ofProfile('preferences')])
    .executeTakeFirst()
}

/**
 * The owner of an address that this account had only claimed has proven it. Whoever made the account may be somebody else, who waits for
 * exactly that: so everything that opened it ends before the owner gets in, and the address is proven from now on.
 */
export async function endClaim(tx: Tx, user_id: string): Promise<void> {
  await tx.updateTable('users').set({ password_hash: null, email_verified_at: tx.now, updated_at: tx.now }).where('id', '=', user_id).execute()
  await endSessions(tx, user_id, 'the owner of the address has proven it')
  await tx.deleteFrom('passkeys').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('totp_factors').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('recovery_codes').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('identities').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('outside_sign_ins').where('user_id', '=', user_id).execute()
  await dropCodes(tx, user_id, ['verify', 'reset', 'mail_change', 'mail_change_undo', 'new_device'])
  await tx.deleteFrom('login_failures').where('subject', '=', user_id).execute()
  await tx.audit({ action: 'accounts.claim_ended', model: 'users', object_id: user_id, actor_id: user_id, after: { email_verified_at: tx.now } })
  tx.publish(accessChanged, [user_id], { user_id })
}
