import { TOTP } from 'otpauth'
import type { TestSite, Visitor } from '#server/testing.ts'
import { confirmTotp, startTotp } from '../contract/totp.ts'

export interface AuthenticatorApp {
  /** The code that it shows; of a later step, or an earlier one, where its clock is off. */
  code(steps_off?: number): string
  recovery_codes: string[]
}

/** What a phone shows for this secret by the site's clock. */
export const codeFor = (t: TestSite, secret: string, steps_off = 0) => new TOTP({ secret }).generate({ timestamp: t.site.now().getTime() + steps_off * 30_000 })

/** Turns codes on for somebody who has just signed in. The code that it took is of the step before, so that the present one is still good. */
export async function withAuthenticatorApp(t: TestSite, visitor: Visitor): Promise<AuthenticatorApp> {
  const started = await visitor.call(startTotp, {})
  if (started.status !== 200) throw new Error(`starting gave ${started.status}: ${JSON.stringify(started.body)}`)
  const { secret } = started.data
  // Half a step is always enough for the call: at the end of one the code of the step before would be two steps old on arrival.
  const into_step = t.site.now().getTime() % 30_000
  if (into_step > 15_000) t.pass(30_000 - into_step)
  const confirmed = await visitor.call(confirmTotp, { body: { code: codeFor(t, secret, -1) } })
  if (confirmed.status !== 200) throw new Error(`confirming gave ${confirmed.status}: ${JSON.stringify(confirmed.body)}`)
  return { code: (steps_off) => codeFor(t, secret, steps_off), recovery_codes: confirmed.data.recovery_codes }
}
