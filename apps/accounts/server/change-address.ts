import { invalid } from '#contract/problem.ts'
import { canonical } from '#server/canonical.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { addressHash } from '#server/mail/budget.ts'
import { sealed, sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { claimantsOf, ownAddress, ownerIn } from './addresses.ts'
import { addressChangeMail, addressInUseMail, newAddressMail } from './code-mails.ts'
import { codeNotValid, dropCodes, issueCode, spendCode } from './codes.ts'
import { welcome } from './mail.ts'
import { countCodeMail, countCodeTry, mayNotify } from './mail-budget.ts'
import { readerOf } from './mail-reader.ts'
import { requireOwnPassword } from './own-password.ts'

export interface AddressChange {
  email: string
  current_password?: string | undefined
}

/**
 * Asks to move an account to another address: a code goes there, and a notice with a way back to the old one if it is confirmed. Whether the new one is
 * taken is told only to who has it. Throws `invalid` and 429.
 */
export async function requestAddress(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  caller: Account,
  { email, current_password }: AddressChange,
): Promise<void> {
  const action = 'accounts.change_email'
  if (caller.verified && canonical(email) === canonical(caller.email)) throw invalid({ email: ['This is your address already.'] })
  await requireOwnPassword(site, read, write, request, caller, current_password, action)
  await countCodeMail(site, 'mail_change', email)
  // Without the notice there is no change: the way back must not be lost by asking often.
  if (caller.verified && !(await mayNotify(site, caller))) throw invalid({ email: ['You have changed your address often just now. Try again in an hour.'] })
  const reader = readerOf(caller, languageAsked(request))
  const subject = addressHash(site, email)
  await write(async (tx) => {
    const owner = ownerIn((await claimantsOf(tx, email)).filter((one) => one.id !== caller.id))
    await dropCodes(tx, caller.id, ['mail_change'])
    const { code } = await issueCode(tx, site, { purpose: 'mail_change', subject, user_id: caller.id, address: email })
    const mail = owner ? addressInUseMail(request.origin, { ...owner, language: reader.language }) : newAddressMail({ ...reader, email }, code)
    await tx.enqueue(sendMail, await sealed(site, mail))
    if (caller.verified) await tellOldAddress(tx, site, request, caller, email)
    await tx.audit({ action, model: 'users', object_id: caller.id })
  })
}

async function tellOldAddress(tx: Tx, site: Site, request: RequestFacts, caller: Account, email: string): Promise<void> {
  const subject = `${caller.id} ${addressHash(site, caller.email)}`
  const { token } = await issueCode(tx, site, { purpose: 'mail_change_undo', subject, user_id: caller.id, address: caller.email })
  await tx.enqueue(sendMail, await sealed(site, addressChangeMail(request.origin, readerOf(caller, languageAsked(request)), email, token)))
}

/** Moves the account to the address that the code was sent to. Throws `code_not_valid`. */
export async function confirmAddress(site: Site, read: Read, write: Write, request: RequestFacts, caller: Account, code: string): Promise<string> {
  const asked = await read((db) =>
    db
      .selectFrom('codes')
      .select(['subject'])
      .where('user_id', '=', caller.id)
      .where('purpose', '=', 'mail_change')
      .orderBy('updated_at', 'desc')
      .executeTakeFirst(),
  )
  const subject = asked?.subject ?? addressHash(site, caller.email)
  await countCodeTry(site, subject)
  const moved = await write(async (tx) => {
    const used = await spendCode(tx, site, 'mail_change', subject, code, caller.id)
    const owned = used?.address ? await ownAddress(tx, caller.id, used.address) : undefined
    if (!used?.address || !owned) {
      await tx.audit({ action: 'accounts.confirm_email_failed', model: 'codes', object_id: subject })
      return undefined
    }
    // What was sent to the old address opens nothing any more, but for the way back.
    await dropCodes(tx, caller.id, ['reset', 'verify'])
    if (owned.first)
      await tx.enqueue(sendMail, welcome(site, request.origin, { ...readerOf(caller, languageAsked(request)), email: used.address }), {
        key: `welcome:${caller.id}`,
      })
    return used.address
  })
  if (moved === undefined) throw codeNotValid()
  return moved
}
