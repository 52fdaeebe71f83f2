import { Problem } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import type { Tx, Write } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { addressHash } from '#server/mail/budget.ts'
import { sealed, sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Account, type AccountRow, accountColumns } from './account.ts'
import { type Claimant, claimantsOf, ownAddress, ownerIn } from './addresses.ts'
import { addressInUseMail, alreadyConfirmedMail, confirmMail, noAccountMail } from './code-mails.ts'
import { codeNotValid, issueCode, spendCode } from './codes.ts'
import { welcome } from './mail.ts'
import { countCodeMail, countCodeTry } from './mail-budget.ts'
import { readerOf } from './mail-reader.ts'
import { hasSecondFactor } from './second-factor.ts'
import { type StartedSession, startSession } from './sessions.ts'

/** Who asks without a session gets a code for an account this young; later they sign in first, which proves that it is theirs. */
const young_ms = 86_400_000

/**
 * Mails what belongs to an account that has just been made, or whose password was right: a code, or, where somebody else has confirmed the
 * address, a word to them. The same work in either case, so it is in the language of the request: whose account it is, is not looked up for that.
 */
export async function mailConfirmation(tx: Tx, site: Site, request: RequestFacts, user: { id: string; username: string; email: string }): Promise<void> {
  const owner = ownerIn((await claimantsOf(tx, user.email)).filter((one) => one.id !== user.id))
  const { code } = await issueCode(tx, site, { purpose: 'verify', subject: addressHash(site, user.email), user_id: owner ? undefined : user.id })
  const language = languageAsked(request)
  const mail = owner ? addressInUseMail(request.origin, { ...owner, language }) : confirmMail({ ...user, language }, code)
  await tx.enqueue(sendMail, await sealed(site, mail))
}

interface Asked {
  email: string
  username?: string | undefined
}

/** Another code. One row, one mail, one entry, whoever has the address or has not: the answer and its time tell nothing. Throws 429. */
export async function resendCode(site: Site, write: Write, request: RequestFacts, caller: Account | undefined, asked: Asked): Promise<void> {
  await countCodeMail(site, 'verify', asked.email)
  const language = caller?.preferences.language ?? languageAsked(request)
  const subject = addressHash(site, asked.email)
  await write(async (tx) => {
    const claimants = await claimantsOf(tx, asked.email)
    const owner = ownerIn(claimants)
    const user = owner ? undefined : whoConfirms(claimants, caller, asked.username, Date.parse(tx.now))
    const { code } = await issueCode(tx, site, { purpose: 'verify', subject, user_id: user?.id })
    const mail = user
      ? confirmMail({ ...user, language }, code)
      : owner?.alive
        ? alreadyConfirmedMail(request.origin, { ...owner, language })
        : noAccountMail(request.origin, { email: asked.email, language })
    await tx.enqueue(sendMail, await sealed(site, mail))
    await tx.audit({ action: 'accounts.resend_otp', model: 'codes', object_id: subject })
  })
}

function whoConfirms(claimants: Claimant[], caller: Account | undefined, username: string | undefined, now: number): Claimant | undefined {
  const alive = claimants.filter((one) => one.alive)
  const own = alive.find((one) => one.id === caller?.id)
  if (own) return own
  const young = alive.filter((one) => now - Date.parse(one.date_joined) < young_ms)
  return username === undefined ? young[0] : young.find((one) => canonical(one.username) === canonical(username))
}

/**
 * Confirms an address by its code and signs in. The code of another account than the one that asks is refused, though it be right: so nobody ends up in
 * an account that somebody else has made with their address. Throws `code_not_valid`.
 */
export async function confirmByCode(
  site: Site,
  write: Write,
  request: RequestFacts,
  caller: Account | undefined,
  { email, username, code }: Asked & { code: string },
): Promise<{ row: AccountRow; session: StartedSession }> {
  const subject = addressHash(site, email)
  await countCodeTry(site, subject)
  const outcome = await write(async (tx) => {
    const only = await whoMay(tx, email, caller, username)
    const used = await spendCode(tx, site, 'verify', subject, code, only)
    if (!used) await tx.audit({ action: 'accounts.verify_otp_failed', model: 'codes', object_id: subject })
    return used && signInConfirmed(tx, site, request, caller, used.user_id)
  })
  if (!outcome) throw codeNotValid()
  return outcome
}

const nobodys_id = '00000000-0000-7000-8000-000000000000'

/** The one account that may be confirmed by this call; undefined where the call does not say. */
async function whoMay(tx: Tx, email: string, caller: Account | undefined, username: string | undefined): Promise<string | undefined> {
  const key = canonical(username ?? '')
  const named = await tx.selectFrom('users').select('id').where('username_key', '=', key).executeTakeFirst()
  if (caller && !caller.verified && canonical(caller.email) === canonical(email)) return caller.id
  return username === undefined ? undefined : (named?.id ?? nobodys_id)
}

async function signInConfirmed(tx: Tx, site: Site, request: RequestFacts, caller: Account | undefined, user_id: string) {
  // A code by mail is no way round the second factor: who has one signs in first. Told only to who has the code.
  if (caller?.id !== user_id && (await hasSecondFactor(tx, user_id))) throw new Problem('second_factor_required', 'Sign in first, then confirm your address.')
  const user = await tx.selectFrom('users').select('email').where('id', '=', user_id).executeTakeFirst()
  const owned = user && (await ownAddress(tx, user_id, user.email))
  if (!owned) return undefined
  const row = await tx.selectFrom('users').select(accountColumns).where('id', '=', user_id).executeTakeFirstOrThrow()
  if (owned.first) await tx.enqueue(sendMail, welcome(site, request.origin, readerOf(row, languageAsked(request))), { key: `welcome:${user_id}` })
  await tx.updateTable('users').set({ last_login: tx.now }).where('id', '=', user_id).execute()
  return { row, session: await startSession(tx, user_id, { site, kind: 'cookie', action: 'accounts.verify_otp', request, before: caller }) }
}
