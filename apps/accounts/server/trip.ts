import type { IDToken } from 'openid-client'
import { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { Email, line } from '../contract/fields.ts'
import type { OutsideProblem } from '../contract/google.ts'
import { checksOf } from './outside-sign-ins.ts'
import { callback_path, requireProvider } from './provider.ts'

/** Who came back from the provider, as far as we believe it. */
export interface OutsidePerson {
  issuer: string
  subject: string
  email: string | undefined
  /** Only a literal `true` counts: a text `"true"` is no promise. */
  email_verified: boolean
  first_name: string
  last_name: string
  /** What a username can be made from, best first. */
  names: string[]
}

/** Ends the trip with a message on a page. */
export class Refusal extends Error {
  readonly problem: OutsideProblem
  constructor(problem: OutsideProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }
}

/** OpenID gives subjects at most 255 ASCII characters. */
const Subject = z.string().regex(/^[\x20-\x7e]{1,255}$/)
const name = line(100).pipe(z.string().max(100)).catch('')
/** Everything but issuer and subject may be missing or nonsense: then it counts as not said. */
const Claims = z.object({
  iss: z.string().max(500),
  sub: Subject,
  email: Email.optional().catch(undefined),
  email_verified: z.literal(true).optional().catch(undefined),
  given_name: name,
  family_name: name,
  name,
  preferred_username: name,
})

/** The address at the provider where this browser signs in. Throws Refusal where there is none to be had. */
export async function addressThere(site: Site, request: RequestFacts, key: string): Promise<string> {
  const provider = requireProvider(site)
  try {
    const configuration = await provider.configuration()
    const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client')
    const { state, nonce, verifier } = checksOf(site, key)
    // Refuses what is no web address, and plain http in production.
    const to = buildAuthorizationUrl(configuration, {
      redirect_uri: request.origin + callback_path,
      scope: 'openid email profile',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return to.href
  } catch (cause) {
    throw new Refusal('unreachable', { cause })
  }
}

/** Exchanges the code for an ID token and checks all of it: signature, issuer, audience, expiry, nonce. Throws Refusal. */
export async function whoCame(
  site: Site,
  request: RequestFacts,
  key: string,
  isKnown: (issuer: string, subject: string) => Promise<boolean>,
): Promise<OutsidePerson> {
  try {
    const configuration = await requireProvider(site).configuration()
    const { authorizationCodeGrant, fetchUserInfo } = await import('openid-client')
    const { state, nonce, verifier } = checksOf(site, key)
    const here = new URL(request.origin + callback_path + request.search)
    const tokens = await authorizationCodeGrant(configuration, here, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims() as IDToken
    const { iss, sub } = Claims.parse(claims)
    // Some providers say the address only when asked for it; of somebody known nothing more is needed.
    const asks = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined && !(await isKnown(iss, sub))
    if (!asks) return personOf(claims)
    // What vouches for the address must come with the address.
    const { email_verified, ...names } = claims
    return personOf({ ...names, ...(await fetchUserInfo(configuration, tokens.access_token, sub)), iss, sub })
  } catch (error) {
    throw refusalOf(error)
  }
}

function personOf(claims: unknown): OutsidePerson {
  const { iss, sub, email, email_verified = false, given_name, family_name, name, preferred_username } = Claims.parse(claims)
  const names = [preferred_username, name, `${given_name} ${family_name}`, email ?? ''].map((text) => text.replace(/@.*/s, ''))
  return { issuer: iss, subject: sub, email, email_verified, first_name: given_name, last_name: family_name, names }
}

/** Codes that openid-client gives to what never reached the provider, or was no answer of one. */
const outages = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'])

function refusalOf(error: unknown): Refusal | Problem {
  if (error instanceof Refusal || error instanceof Problem) return error
  const { code, error: said } = error as { code?: string; error?: string }
  if (said === 'access_denied' || said === 'consent_required' || said === 'login_required' || said === 'interaction_required')
    return new Refusal('denied', { cause: error })
  const silent = code === undefined && !(error instanceof z.ZodError)
  const unreachable = silent || outages.has(code ?? '') || said === 'temporarily_unavailable' || said === 'server_error'
  return new Refusal(unreachable ? 'unreachable' : 'unproven', { cause: error })
}
