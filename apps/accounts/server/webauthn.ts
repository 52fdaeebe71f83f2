import type { RequestFacts } from '#server/http/request.ts'
import type { Assertion, NewCredential } from '../contract/passkeys.ts'
import type { Challenge } from './passkey-challenge.ts'

/** Loaded when the first passkey comes: a start does not wait for it. */
const library = () => import('@simplewebauthn/server')
const helpers = () => import('@simplewebauthn/server/helpers')

/** EdDSA, ES256, RS256: what devices have and this runtime verifies. */
export const algorithms = [-8, -7, -257]

/** Whom a passkey is for: the host of PUBLIC_URL, or the one that was asked for, which has been checked against ALLOWED_HOSTS. */
export const relyingParty = ({ origin }: RequestFacts) => new URL(origin).hostname

export interface NewKey {
  credential_id: string
  public_key: string
  counter: number
  synced: 0 | 1
  transports: string[]
}

/** The key in the browser's answer; undefined when anything about it is wrong. */
export async function verifyNewKey(request: RequestFacts, challenge: Challenge, credential: NewCredential): Promise<NewKey | undefined> {
  const { verifyRegistrationResponse } = await library()
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: (await withoutAttestation(credential)) as never,
      expectedChallenge: challenge.text,
      expectedOrigin: request.origin,
      expectedRPID: relyingParty(request),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified || registrationInfo.credential.id !== credential.id) return
    const { credential: key, credentialBackedUp } = registrationInfo
    return {
      credential_id: key.id,
      public_key: Buffer.from(key.publicKey).toString('base64url'),
      counter: key.counter,
      synced: credentialBackedUp ? 1 : 0,
      transports: credential.response.transports ?? [],
    }
  } catch {
    // It says what is wrong by throwing, also for bytes that are no CBOR.
    return
  }
}

/**
 * We ask for no attestation, so a statement about the make of a device is thrown away unread: checking one would parse certificates that the
 * client made up, and fetch the addresses in them.
 */
async function withoutAttestation(credential: NewCredential): Promise<NewCredential> {
  const { decodeAttestationObject, isoBase64URL, isoCBOR } = await helpers()
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(credential.response.attestationObject)).get('authData')
  const plain = isoCBOR.encode(
    new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', authData],
    ]),
  )
  return { ...credential, response: { ...credential.response, attestationObject: isoBase64URL.fromBuffer(plain) } }
}

/** What the device counts after this use; undefined when the answer is not this key's own to this challenge on this site. */
export async function verifyAssertion(
  request: RequestFacts,
  challenge: Challenge,
  key: { credential_id: string; public_key: string },
  assertion: Assertion,
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await library()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion as never,
      expectedChallenge: challenge.text,
      expectedOrigin: request.origin,
      expectedRPID: relyingParty(request),
      requireUserVerification: true,
      // The library would look at the counter before the signature; we do after it, so that nobody without the key can sound the alarm.
      credential: { id: key.credential_id, publicKey: new Uint8Array(Buffer.from(key.public_key, 'base64url')), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return
  }
}
