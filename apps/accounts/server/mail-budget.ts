import { Problem } from '#contract/problem.ts'
import { take } from '#server/http/admit.ts'
import { limits } from '#server/http/limits.ts'
import { addressHash, countMail, mayMail, mayTake } from '#server/mail/budget.ts'
import type { Site } from '#server/site.ts'
import type { CodePurpose } from './tables.ts'

/** Counts a mail with a code to an address, whoever has it. Throws 429 with the seconds to wait. */
export async function countCodeMail(site: Site, purpose: CodePurpose, email: string): Promise<void> {
  await take(site, `mail_pause:${purpose}:${addressHash(site, email)}`, limits.mail_pause)
  await countMail(site, email)
}

/** The same where nobody is to be kept waiting: then there is no mail. */
export async function mayMailCode(site: Site, purpose: CodePurpose, email: string): Promise<boolean> {
  try {
    await countCodeMail(site, purpose, email)
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'too_many_requests') return false
    throw error
  }
}

/** Whether an account's address may be told something: an address that is only claimed counts like one that gets codes. */
export const mayNotify = (site: Site, { id, email, verified }: { id: string; email: string; verified: boolean }) =>
  verified ? mayTake(site, `notice:${id}`, limits.notice) : mayMail(site, email)

/** Counts a try of a code. Throws 429: from then on only the links in the mails work. */
export const countCodeTry = (site: Site, address_hash: string) => take(site, `code_tries:${address_hash}`, limits.code_tries)
