import { type Secret, secret } from '#server/crypto/secret.ts'
import { sign } from '#server/crypto/tokens.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Preferences } from '../contract/fields.ts'
import { recoveryCodeUsed } from './factor-mail.ts'
import { readerOf } from './mail-reader.ts'

const count = 10
/** Crockford's: no letter looks like a digit or another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 10

/** Fifty random bits, written `ABCDE-FGHJK`. */
function newCode(): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % alphabet.length]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}

/** However it was copied: without hyphen, in small letters, O for 0. */
const plain = (code: string) => code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
const hashOf = (site: Site, user_id: string, code: string): Secret<string> =>
  secret(sign(site.config.SECRET_KEY, 'recovery code', `${user_id}\n${plain(code)}`))

/** Ten new codes, shown once; the ones before are worthless. */
export async function replaceRecoveryCodes(tx: Tx, site: Site, user_id: string): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode)
  await dropRecoveryCodes(tx, user_id)
  const times = { created_at: tx.now, updated_at: tx.now }
  await tx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ id: Bun.randomUUIDv7(), user_id, code_hash: hashOf(site, user_id, code), used_at: null, ...times })))
    .execute()
  return codes
}

export async function dropRecoveryCodes(tx: Tx, user_id: string): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_id', '=', user_id).execute()
}

export async function recoveryCodesLeft(db: Db, user_id: string): Promise<number> {
  const query = db.selectFrom('recovery_codes').select((e) => e.fn.countAll<number>().as('left'))
  return (await query.where('user_id', '=', user_id).where('used_at', 'is', null).executeTakeFirstOrThrow()).left
}

interface Person {
  id: string
  username: string
  email: string
  preferences: string | null | Preferences
}

/** True for one caller ever; its owner is told by mail, since a thief uses these too. */
export async function spendRecoveryCode(tx: Tx, site: Site, person: Person, code: string): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_codes')
    .set({ used_at: tx.now, updated_at: tx.now })
    .where('user_id', '=', person.id)
    .where('code_hash', '=', hashOf(site, person.id, code))
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!used) return false
  const left = await recoveryCodesLeft(tx, person.id)
  await tx.audit({ action: 'accounts.recovery_code_used', model: 'recovery_codes', object_id: used.id, actor_id: person.id, after: { left } })
  await tx.enqueue(sendMail, recoveryCodeUsed(site, readerOf(person), left), { key: `recovery_code_used:${used.id}` })
  return true
}
