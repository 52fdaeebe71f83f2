import { invalid } from '#contract/problem.ts'
import { secret } from '#server/crypto/secret.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { addressHash } from '#server/mail/budget.ts'
import { sealed, sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Account, ofProfile } from './account.ts'
import { claimantsOf, holderIn, ownAddress } from './addresses.ts'
import { noAccountMail, passwordChangedMail, resetMail } from './code-mails.ts'
import { codeNotValid, dropCodes, issueCode, spendCode, spendLink, type Used } from './codes.ts'
import { dropIdentities } from './identities.ts'
import { welcome } from './mail.ts'
import { countCodeMail, countCodeTry, mayNotify } from './mail-budget.ts'
import { readerOf } from './mail-reader.ts'
import { requireOwnPassword } from './own-password.ts'
import { passwordQueue } from './password-queue.ts'
import { passwordFault } from './password-rules.ts'
import { endSessions, type StartedSession, startSession } from './sessions.ts'

/**
 * Mails a code and a link, in the language of the request. One row, one mail, one entry, whoever has the address or has not. Throws 429.
 */
export async function requestReset(site: Site, write: Write, request: RequestFacts, email: string): Promise<void> {
  await countCodeMail(site, 'reset', email)
  const subject = addressHash(site, email)
  await write(async (tx) => {
    const holder = holderIn(await claimantsOf(tx, email))
    const user = holder?.alive ? holder : undefined
    const { code, token } = await issueCode(tx, site, { purpose: 'reset', subject, user_id: user?.id })
    const language = languageAsked(request)
    const mail = user ? resetMail(request.origin, { ...user, language }, code, token) : noAccountMail(request.origin, { email, language })
    await tx.enqueue(sendMail, await sealed(site, mail))
    await tx.audit({ action: 'accounts.password_reset_requested', model: 'codes', object_id: subject })
  })
}

export type ResetProof = { email: string; code: string } | { token: string }

/** Sets a new password by code or link, confirms the address that it came to, and ends every session. Throws `code_not_valid` and `invalid`. */
export async function resetPassword(site: Site, write: Write, request: RequestFacts, proof: ResetProof, new_password: string): Promise<void> {
  const byCode = 'email' in proof
  await refuseWeak(new_password, { username: '', email: byCode ? proof.email : '' })
  const subject = byCode ? addressHash(site, proof.email) : ''
  if (byCode) await countCodeTry(site, subject)
  // Hashed for wrong codes as well: the time tells nothing, and nothing slow happens inside the write.
  const hash = await passwordQueue.hash(new_password)
  const done = await write(async (tx) => {
    const used = byCode ? await spendCode(tx, site, 'reset', subject, proof.code) : await spendLink(tx, site, ['reset'], proof.token)
    if (!used) await tx.audit({ action: 'accounts.password_reset_failed', model: 'codes', object_id: subject || 'link' })
    return used ? setByMail(tx, site, request, used, new_password, hash) : false
  })
  if (!done) throw codeNotValid()
}

async function setByMail(tx: Tx, site: Site, request: RequestFacts, { user_id }: Used, new_password: string, hash: string): Promise<boolean> {
  const user = await tx
    .selectFrom('users')
    .select(['id', 'username', 'email', ofProfile('preferences')])
    .where('id', '=', user_id)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!user) return false
  // Thrown only at who has the right code, which is then still good: the write is rolled back.
  await refuseWeak(new_password, user)
  const owned = await ownAddress(tx, user_id, user.email)
  await tx
    .updateTable('users')
    .set({ password_hash: secret(hash), updated_at: tx.now })
    .where('id', '=', user_id)
    .execute()
  await endSessions(tx, user_id, 'the password was reset')
  // A change that a thief has asked for must not outlive this.
  await dropCodes(tx, user_id, ['reset', 'verify', 'mail_change'])
  await tx.deleteFrom('login_failures').where('subject', '=', user_id).execute()
  // Whoever made the account with an address that was not theirs may have linked an identity of their own.
  if (owned?.first) await dropIdentities(tx, user_id, '')
  await tx.audit({ action: 'accounts.password_reset', model: 'users', object_id: user_id, actor_id: user_id })
  const reader = readerOf(user, languageAsked(request))
  await tx.enqueue(sendMail, passwordChangedMail(request.origin, reader))
  if (owned?.first) await tx.enqueue(sendMail, welcome(site, request.origin, reader), { key: `welcome:${user_id}` })
  return true
}

async function refuseWeak(new_password: string, own: { username: string; email: string }): Promise<void> {
  const fault = await passwordFault(new_password, own)
  if (fault) throw invalid({ new_password: [fault] })
}

/** Ends all other sessions and keeps this one; a cookie session gets a new secret. Throws `invalid`. */
export async function changePassword(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  caller: Account,
  { current_password, new_password }: { current_password: string; new_password: string },
): Promise<StartedSession | undefined> {
  const action = 'accounts.change_password'
  const known = await requireOwnPassword(site, read, write, request, caller, current_password, action)
  await refuseWeak(new_password, caller)
  const hash = await passwordQueue.hash(new_password)
  const tell = await mayNotify(site, caller)
  return write(async (tx) => {
    const changed = await tx
      .updateTable('users')
      .set({ password_hash: secret(hash), updated_at: tx.now })
      .where('id', '=', caller.id)
      .where('password_hash', '=', known)
      .returning('email_key')
      .executeTakeFirst()
    if (!changed) throw invalid({ current_password: ['This is not your password.'] })
    await endSessions(tx, caller.id, 'the password was changed', { except: caller.session_id })
    await dropCodes(tx, caller.id, ['reset'])
    await tx.audit({ action, model: 'users', object_id: caller.id })
    // An address that another holds is told nothing of an account that only claims it.
    if (tell && changed.email_key !== null) await tx.enqueue(sendMail, passwordChangedMail(request.origin, readerOf(caller, languageAsked(request))))
    return caller.via === 'cookie' ? startSession(tx, caller.id, { site, kind: 'cookie', action: 'accounts.sign_in', request, before: caller }) : undefined
  })
}
