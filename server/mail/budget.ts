import { Problem } from '#contract/problem.ts'
import { canonical } from '../canonical.ts'
import { sign } from '../crypto/tokens.ts'
import { take } from '../http/admit.ts'
import { type Limit, limits } from '../http/limits.ts'
import type { Site } from '../site.ts'

/** What stands for an address where nobody shall read it: in codes of addresses that have no account, and in counters. */
export const addressHash = (site: Site, email: string) => sign(site.config.SECRET_KEY, 'mail address', canonical(email))

/** Counts a mail that somebody who has proven nothing can cause, to whatever address. Throws 429 with the seconds to wait. */
export const countMail = (site: Site, email: string) => take(site, `mail:${addressHash(site, email)}`, limits.mail)

/** The same where nobody is to be kept waiting: when it gives false there is no mail. */
export const mayMail = (site: Site, email: string) => granted(() => countMail(site, email))

/** Counts against any limit; false when it is used up. */
export const mayTake = (site: Site, key: string, limit: Limit) => granted(() => take(site, key, limit))

async function granted(ask: () => undefined | Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'too_many_requests') return false
    throw error
  }
}
