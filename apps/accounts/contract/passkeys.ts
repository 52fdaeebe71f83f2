import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { line, Me } from './fields.ts'

/** Bytes as WebAuthn's JSON has them. */
const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'Expected base64url without padding.')
const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
}
const clientDataJSON = base64url(8192)
const authenticatorData = base64url(8192)
const transports = z.array(z.string().max(20)).max(10)

/** What `navigator.credentials.create` gave, as its `toJSON` writes it. */
export const NewCredential = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON,
    attestationObject: base64url(65_536),
    authenticatorData: authenticatorData.optional(),
    transports: transports.optional(),
    publicKey: base64url(8192).nullish(),
    publicKeyAlgorithm: z.int().optional(),
  }),
})
export type NewCredential = z.output<typeof NewCredential>

/** What `navigator.credentials.get` gave. */
export const Assertion = z.strictObject({
  ...credential,
  response: z.strictObject({ clientDataJSON, authenticatorData, signature: base64url(8192), userHandle: base64url(128).nullish() }),
})
export type Assertion = z.output<typeof Assertion>

const descriptors = z.array(z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) }))
const challenge = z.string().meta({ description: 'Good once, for five minutes, for this visitor' })
const required = z.literal('required')

/** For `navigator.credentials.get`. */
export const RequestOptions = z.object({ challenge, timeout: z.int(), rpId: z.string(), userVerification: required, allowCredentials: descriptors })
const CreationOptions = z.object({
  challenge,
  timeout: z.int(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  authenticatorSelection: z.object({ residentKey: required, requireResidentKey: z.literal(true), userVerification: required }),
  attestation: z.literal('none'),
  excludeCredentials: descriptors,
})

/** An assertion that is well-formed, for the examples: no key made it. */
export const exampleAssertion = {
  id: 'a1b2c3',
  rawId: 'a1b2c3',
  type: 'public-key' as const,
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
}

const Passkey = z.object({
  id: z.uuid(),
  name: z.string(),
  synced: z.boolean().meta({ description: 'Its provider keeps a copy, so that your other devices have it too' }),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
})
const Name = line(60).pipe(z.string().min(1, 'Give it a name.').max(60, 'Use at most 60 characters.'))

const item = { door: sessionDoor, path: '/auth/passkeys/:id' } as const
const list = { door: sessionDoor, path: '/auth/passkeys' } as const
const proof = 'Needs a recent proof: see POST /auth/confirm.'

export const listPasskeys = endpoint({ ...list, name: 'accounts.list_passkeys', method: 'GET', summary: 'Your passkeys', returns: z.array(Passkey) })

export const passkeyOptions = endpoint({
  name: 'accounts.passkey_options',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/passkeys/options',
  summary: 'What the browser needs to make a passkey',
  description: proof,
  returns: CreationOptions,
  errors: { 409: 'You have 20 passkeys already.' },
})

export const addPasskey = endpoint({
  ...list,
  name: 'accounts.add_passkey',
  method: 'POST',
  summary: 'Keep the passkey that the browser made',
  description: proof,
  body: z.strictObject({ name: Name, credential: NewCredential }),
  returns: Passkey,
  status: 201,
  errors: { 409: 'You have 20 passkeys already, or this one is kept.' },
  example: {
    name: 'Phone',
    credential: {
      id: 'a1b2c3',
      rawId: 'a1b2c3',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: 'e30', attestationObject: 'o2NmbXRkbm9uZQ' },
    },
  },
})

export const renamePasskey = endpoint({
  ...item,
  name: 'accounts.rename_passkey',
  method: 'PATCH',
  summary: 'Give a passkey another name',
  body: z.strictObject({ name: Name }),
  returns: Passkey,
  example: { name: 'Old phone' },
})

export const removePasskey = endpoint({
  ...item,
  name: 'accounts.remove_passkey',
  method: 'DELETE',
  summary: 'Remove a passkey',
  description: proof,
  status: 204,
  errors: { 409: 'It is the last way into the account.' },
})

export const passkeySignInOptions = endpoint({
  name: 'accounts.passkey_sign_in_options',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/passkeys/sign-in/options',
  summary: 'What the browser needs to sign in with a passkey',
  returns: RequestOptions,
})

export const passkeySignIn = endpoint({
  name: 'accounts.passkey_sign_in',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/passkeys/sign-in',
  summary: 'Sign in with a passkey: a cookie session',
  body: z.strictObject({ credential: Assertion }),
  returns: Me,
  errors: { 401: 'No account of this site takes this passkey.' },
  example: { credential: exampleAssertion },
})
