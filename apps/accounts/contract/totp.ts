import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'

const codes = z.object({ recovery_codes: z.array(z.string()) })

export const getTotp = endpoint({
  name: 'accounts.get_totp',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/totp',
  summary: 'Whether signing in by password asks for a code of an app',
  returns: z.object({ on: z.boolean(), since: z.iso.datetime().nullable(), recovery_codes_left: z.int() }),
})

export const startTotp = endpoint({
  name: 'accounts.start_totp',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/totp',
  summary: 'Begin to set up an authenticator app',
  description: 'Shows the secret once; it counts from the confirmation on. Needs a recent proof: see POST /auth/confirm.',
  returns: z.object({ secret: z.string(), uri: z.string() }),
  errors: { 409: 'It is on already, or the account has no password.' },
})

export const confirmTotp = endpoint({
  name: 'accounts.confirm_totp',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/totp/confirmation',
  summary: 'Turn it on with a first code of the app; gives ten recovery codes, shown once',
  body: z.strictObject({
    code: z
      .string()
      .transform((code) => code.replaceAll(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits that your app shows.')),
  }),
  returns: codes,
  errors: { 409: 'Nothing has been begun.' },
  example: { code: '492039' },
})

export const turnTotpOff = endpoint({
  name: 'accounts.turn_totp_off',
  door: sessionDoor,
  method: 'DELETE',
  path: '/auth/totp',
  summary: 'Turn it off',
  description: 'The recovery codes end with it. Needs a recent proof.',
  status: 204,
})

export const newRecoveryCodes = endpoint({
  name: 'accounts.new_recovery_codes',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/totp/recovery-codes',
  summary: 'Ten new recovery codes; the ones before are worthless from then on',
  description: 'Needs a recent proof.',
  returns: codes,
  errors: { 409: 'Codes are not on.' },
})
