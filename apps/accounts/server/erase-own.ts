import type { Tx } from '#server/db/db.ts'
import { avatar_sides, avatarKey } from './avatar-keys.ts'
import { fileKey } from './export-file.ts'

/** What this app holds of a person beside the row in `users`, which `erase.ts` empties. A new table with a `user_id` gets its line here; a test looks. */
export async function eraseOwn(tx: Tx, user_id: string): Promise<string[]> {
  const exports = await tx.deleteFrom('data_exports').where('user_id', '=', user_id).returning('id').execute()
  const profiles = await tx.deleteFrom('profiles').where('user_id', '=', user_id).returning('avatar').execute()
  await tx.deleteFrom('codes').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('known_devices').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('totp_factors').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('recovery_codes').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('passkeys').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('identities').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('outside_sign_ins').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('sessions').where('user_id', '=', user_id).execute()
  // The digest of where they came from stays, or the next import would bring them back.
  await tx.updateTable('imported_users').set({ taken: '{}', updated_at: tx.now }).where('user_id', '=', user_id).execute()
  await tx.deleteFrom('login_failures').where('subject', '=', user_id).execute()
  const pictures = profiles.flatMap(({ avatar }) => (avatar === null ? [] : avatar_sides.map((side) => avatarKey(avatar, side))))
  return [...exports.map(({ id }) => fileKey(id)), ...pictures]
}
