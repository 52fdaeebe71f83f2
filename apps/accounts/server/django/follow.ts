import { reveal, secret } from '#server/crypto/secret.ts'
import type { Tx } from '#server/db/db.ts'
import { tellOfLooks, tellOfPresence } from '../public-looks.ts'
import { accessChanged, endSessions } from '../sessions.ts'
import type { Person } from './person.ts'
import { followed, type Taken, takenOf } from './take.ts'

/**
 * A later import of somebody who is here already. What changed in the old database since the last one comes over, but only where it still is here
 * as it was taken then: what its owner, or somebody who may, has changed here since stays. True when something came over.
 */
export async function followPerson(tx: Tx, user_id: string, taken: Taken, person: Person): Promise<boolean> {
  const row = await tx
    .selectFrom('users')
    .select(['number', ...followed])
    .where('id', '=', user_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return false
  const offered = takenOf(person)
  const here = takenOf({ ...row, password_hash: row.password_hash && reveal(row.password_hash) })
  const fields = followed.filter((field) => offered[field] !== taken[field] && here[field] === taken[field])
  if (fields.length === 0) return false
  const values = { ...person, password_hash: person.password_hash === null ? null : secret(person.password_hash) }
  await tx
    .updateTable('users')
    .set({ ...Object.fromEntries(fields.map((field) => [field, values[field]])), updated_at: tx.now })
    .where('id', '=', user_id)
    .execute()
  const kept = { ...taken, ...Object.fromEntries(fields.map((field) => [field, offered[field]])) }
  await tx
    .updateTable('imported_users')
    .set({ taken: JSON.stringify(kept), updated_at: tx.now })
    .where('user_id', '=', user_id)
    .execute()
  // Which fields, not what stands in them: one is a password.
  await tx.audit({ action: 'accounts.imported_again', model: 'users', object_id: user_id, after: { fields } })
  if (fields.some((field) => field === 'password_hash' || field === 'role' || field === 'is_active')) await endSessions(tx, user_id, 'changed by an import')
  tx.publish(accessChanged, [user_id], { user_id })
  if (fields.includes('is_active')) tellOfPresence(tx)
  if (fields.includes('first_name') || fields.includes('last_name')) tellOfLooks(tx, row)
  return true
}
