import type { Site } from '#server/site.ts'
import type { Duration } from '#server/units.ts'
import { milliseconds } from '#server/units.ts'
import { algorithm, type SigningKeys } from './signing-keys.ts'
import type { KeyPurpose } from './tables.ts'

/** Loaded when the first token comes: a start does not wait for it. */
const jose = () => import('jose')

/** A token that is longer than this is not one of ours. */
const max_length = 4096

/** Access and refresh tokens differ in type, audience and key, so that one never passes for the other. */
const kinds = {
  access: { typ: 'at+jwt', aud: 'banyan' },
  refresh: { typ: 'rt+jwt', aud: 'banyan-refresh' },
} as const

export interface Claims {
  user_id: string
  session_id: string
  /** For a refresh token its secret part. */
  jti: string
  /** Milliseconds. */
  issued_at: number
  expires_at: number
}

const issuerOf = ({ config }: Site) => config.PUBLIC_URL ?? 'banyan'

/** Signs the same token for the same claims every time (Ed25519 has no randomness), whoever asks. */
export async function signToken(site: Site, keys: SigningKeys, purpose: KeyPurpose, claims: Omit<Claims, 'expires_at'>, life: Duration): Promise<string> {
  const { SignJWT } = await jose()
  const { id, private_key } = await keys.current(purpose)
  const issued = Math.floor(claims.issued_at / 1000)
  return new SignJWT({ token_type: purpose, sid: claims.session_id, user_id: claims.user_id })
    .setProtectedHeader({ alg: algorithm, kid: id, typ: kinds[purpose].typ })
    .setIssuer(issuerOf(site))
    .setAudience(kinds[purpose].aud)
    .setSubject(claims.user_id)
    .setJti(claims.jti)
    .setIssuedAt(issued)
    .setExpirationTime(issued + milliseconds(life) / 1000)
    .sign(private_key)
}

/** What a token says, if it is ours, of this kind, whole and not expired; undefined otherwise, whatever is wrong with it. */
export async function readToken(site: Site, keys: SigningKeys, purpose: KeyPurpose, token: string): Promise<Claims | undefined> {
  if (token.length > max_length || token.split('.').length !== 3) return undefined
  const { decodeProtectedHeader, jwtVerify } = await jose()
  try {
    const { kid } = decodeProtectedHeader(token)
    const key = typeof kid === 'string' ? await keys.verifying(purpose, kid) : undefined
    if (!key) return undefined
    const { payload } = await jwtVerify(token, key.public_key, {
      algorithms: [algorithm],
      issuer: issuerOf(site),
      audience: kinds[purpose].aud,
      typ: kinds[purpose].typ,
      requiredClaims: ['sub', 'jti', 'iat', 'exp', 'sid'],
      currentDate: site.now(),
    })
    const { sub, jti, iat, exp, sid, token_type } = payload
    if (token_type !== purpose || typeof sid !== 'string' || !sub || !jti || !iat || !exp) return undefined
    return { user_id: sub, session_id: sid, jti, issued_at: iat * 1000, expires_at: exp * 1000 }
  } catch (error) {
    // jose's own errors say that the token is bad; anything else (the database) must not look like that.
    if ((error as { code?: string }).code?.startsWith('ERR_J') || error instanceof TypeError) return undefined
    throw error
  }
}
