import { Problem } from '#contract/problem.ts'
import type { Db, Read, Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Site } from '#server/site.ts'
import type { Preferences } from '../contract/fields.ts'
import { spendRecoveryCode } from './recovery-codes.ts'
import { matchingStep, spendStep } from './totp.ts'

export const wrongCode = () => new Problem('bad_credentials', 'That code is not right, or it was used before.')

/** Does a password alone not do for this account? */
export const hasSecondFactor = async (db: Db, user_id: string): Promise<boolean> =>
  (await db.selectFrom('totp_factors').select('id').where('user_id', '=', user_id).where('confirmed_at', 'is not', null).executeTakeFirst()) !== undefined

interface Person {
  id: string
  username: string
  email: string
  preferences: string | null | Preferences
}

const confirmedFactor = prepared<{ user_id: string }>()((db, { user_id }) =>
  db.selectFrom('totp_factors').select('secret_wrapped').where('user_id', '=', user_id).where('confirmed_at', 'is not', null),
)

/** Spends the code that was given, inside the write that lets the person in: false for a wrong or used one. */
type Spend = (tx: Tx) => Promise<boolean>

/**
 * What has to happen after the right password. Call it only then, since it tells whether the account has a second factor: throws
 * `second_factor_required` where it has and no code came along.
 */
export async function secondFactor(site: Site, read: Read, person: Person, otp: string | undefined): Promise<Spend> {
  const [factor] = await read((db) => confirmedFactor(db, { user_id: person.id }))
  if (!factor) return async () => true
  const code = otp?.normalize('NFKC').replaceAll(/[\s-]/g, '')
  if (!code) throw new Problem('second_factor_required', 'Send the code of your authenticator app, or a recovery code, as `otp` as well.')
  if (!/^\d{6}$/.test(code)) return (tx) => spendRecoveryCode(tx, site, person, code)
  const step = await matchingStep(site, person.id, factor.secret_wrapped, code)
  return async (tx) => step !== undefined && (await spendStep(tx, person.id, step))
}
