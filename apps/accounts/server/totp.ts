import { invalid, Problem } from '#contract/problem.ts'
import { reveal, type Secret, secret } from '#server/crypto/secret.ts'
import { unwrap, wrap } from '#server/crypto/wrap.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { totpTurned } from './factor-mail.ts'
import { readerOf } from './mail-reader.ts'
import { dropRecoveryCodes, recoveryCodesLeft, replaceRecoveryCodes } from './recovery-codes.ts'

/** Loaded when somebody uses it: a start does not wait for it. */
const otpauth = () => import('otpauth')

const issuer = 'Pocket India'
/** What every authenticator app takes. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** Steps that a clock may be off. */
const tolerance = 1
const purpose = 'totp secrets'

/** The time step that a code belongs to; undefined for a wrong one. */
export async function matchingStep(site: Site, user_id: string, wrapped: Secret<string>, code: string): Promise<number | undefined> {
  const { Secret: Shared, TOTP } = await otpauth()
  const shared = Shared.fromBase32(await unwrap(site.config.SECRET_KEY, purpose, user_id, reveal(wrapped)))
  const timestamp = site.now().getTime()
  const off = TOTP.validate({ token: code, secret: shared, timestamp, window: tolerance, ...settings })
  return off === null ? undefined : TOTP.counter({ timestamp, period: settings.period }) + off
}

/** True for one caller a step, and never for a step before one that was used: a code that was read over a shoulder is worthless. */
export async function spendStep(tx: Tx, user_id: string, step: number): Promise<boolean> {
  const spent = await tx
    .updateTable('totp_factors')
    .set({ last_step: step, updated_at: tx.now })
    .where('user_id', '=', user_id)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  return spent !== undefined
}

export async function totpOf(db: Db, { id }: Account) {
  const factor = await db.selectFrom('totp_factors').select('confirmed_at').where('user_id', '=', id).executeTakeFirst()
  const since = factor?.confirmed_at ?? null
  return { on: since !== null, since, recovery_codes_left: since === null ? 0 : await recoveryCodesLeft(db, id) }
}

/** A new secret, which counts for nothing until a code confirms it; starting again replaces it. Throws `conflict` where codes are on. */
export async function startTotp(site: Site, read: Read, write: Write, caller: Account): Promise<{ secret: string; uri: string }> {
  const { password_hash } = await read((db) => db.selectFrom('users').select('password_hash').where('id', '=', caller.id).executeTakeFirstOrThrow())
  if (password_hash === null) throw new Problem('conflict', 'Your account has no password, so there is no sign-in by password to protect.')
  const { Secret: Shared, TOTP } = await otpauth()
  const totp = new TOTP({ issuer, label: caller.username, secret: new Shared({ size: 20 }), ...settings })
  const wrapped = secret(await wrap(site.config.SECRET_KEY, purpose, caller.id, totp.secret.base32))
  await write((tx) => keepSecret(tx, caller, wrapped))
  return { secret: totp.secret.base32, uri: totp.toString() }
}

async function keepSecret(tx: Tx, { id: user_id }: Account, secret_wrapped: Secret<string>): Promise<void> {
  const kept = await tx
    .insertInto('totp_factors')
    .values({ id: Bun.randomUUIDv7(), user_id, secret_wrapped, confirmed_at: null, last_step: 0, created_at: tx.now, updated_at: tx.now })
    .onConflict((c) => c.column('user_id').doUpdateSet({ secret_wrapped, last_step: 0, updated_at: tx.now }).where('totp_factors.confirmed_at', 'is', null))
    .returning('id')
    .executeTakeFirst()
  if (!kept) throw new Problem('conflict', 'Codes are on already. Turn them off first to use another app.')
  await tx.audit({ action: 'accounts.start_totp', model: 'totp_factors', object_id: kept.id })
}

/** Turns the codes on with a first one from the app, and gives the recovery codes. */
export async function confirmTotp(site: Site, read: Read, write: Write, request: RequestFacts, caller: Account, code: string): Promise<string[]> {
  const pending = await read((db) =>
    db.selectFrom('totp_factors').select(['id', 'secret_wrapped']).where('user_id', '=', caller.id).where('confirmed_at', 'is', null).executeTakeFirst(),
  )
  if (!pending) throw notStarted()
  const step = await matchingStep(site, caller.id, pending.secret_wrapped, code)
  if (step === undefined) throw invalid({ code: ['That code is not right. Check that the clock of your device is.'] })
  return write(async (tx) => {
    const turned = await tx
      .updateTable('totp_factors')
      .set({ confirmed_at: tx.now, last_step: step, updated_at: tx.now })
      .where('id', '=', pending.id)
      .where('secret_wrapped', '=', pending.secret_wrapped)
      .where('confirmed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!turned) throw notStarted()
    await tx.audit({ action: 'accounts.totp_on', model: 'totp_factors', object_id: pending.id })
    await tx.enqueue(sendMail, totpTurned(site, readerOf(caller, languageAsked(request)), 'on'))
    return replaceRecoveryCodes(tx, site, caller.id)
  })
}

const notStarted = () => new Problem('conflict', 'There is nothing to confirm: start setting up the app again.')

/** Also gives up a set-up that was not finished. Doing it twice is no error. */
export async function turnTotpOff(tx: Tx, site: Site, request: RequestFacts, caller: Account): Promise<void> {
  const factor = await tx.deleteFrom('totp_factors').where('user_id', '=', caller.id).returning(['id', 'confirmed_at']).executeTakeFirst()
  if (!factor) return
  await dropRecoveryCodes(tx, caller.id)
  await tx.audit({ action: 'accounts.totp_off', model: 'totp_factors', object_id: factor.id })
  if (factor.confirmed_at !== null) await tx.enqueue(sendMail, totpTurned(site, readerOf(caller, languageAsked(request)), 'off'))
}

export async function newRecoveryCodes(tx: Tx, site: Site, caller: Account): Promise<string[]> {
  // The factor's row is written first, so that of two calls at once the later one's codes stand alone.
  const factor = await tx
    .updateTable('totp_factors')
    .set({ updated_at: tx.now })
    .where('user_id', '=', caller.id)
    .where('confirmed_at', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (!factor) throw new Problem('conflict', 'Recovery codes belong to the codes of an app, which are not on.')
  await tx.audit({ action: 'accounts.new_recovery_codes', model: 'totp_factors', object_id: factor.id })
  return replaceRecoveryCodes(tx, site, caller.id)
}
