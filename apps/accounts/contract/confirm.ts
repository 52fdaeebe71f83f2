import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenPassword, Otp, someone } from './fields.ts'
import { Assertion, RequestOptions } from './passkeys.ts'

export const getProofWays = endpoint({
  name: 'accounts.get_proof_ways',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/confirm',
  summary: 'How you can confirm that it is you',
  returns: z.object({ password: z.boolean(), second_factor: z.boolean(), passkey: z.boolean() }),
})

export const confirm = endpoint({
  name: 'accounts.confirm',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/confirm',
  summary: 'Confirm that it is you',
  description:
    'Sensitive changes answer 403 `proof_needed` unless the session began, or was confirmed here, within the last ten minutes. Takes the password, with `otp` where the account asks for a code, or what a passkey answered to POST /auth/confirm/options.',
  body: z
    .strictObject({ password: GivenPassword.optional(), otp: Otp, passkey: Assertion.optional() })
    .refine(({ password, passkey }) => (password === undefined) !== (passkey === undefined), { path: ['password'], message: 'Enter your password.' }),
  status: 204,
  errors: { 401: 'The password, the code or the passkey is wrong.', 403: 'The password is right, and the account asks for a code as well.' },
  example: { password: someone.password },
})

export const confirmOptions = endpoint({
  name: 'accounts.confirm_options',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/confirm/options',
  summary: 'What the browser needs to confirm with a passkey',
  returns: RequestOptions,
})
