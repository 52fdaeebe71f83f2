import { ownPage } from '#contract/own-page.ts'
import { digest, randomToken, sameText, sign } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import { cookieName, readCookie } from '#server/http/cookies.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Reply } from '#server/http/routes.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

const cookie = 'outside'
const life_ms = milliseconds('10 minutes')
export const default_next = '/profile/'

export interface Pending {
  next: string
  user_id: string | null
  session_id: string | null
}

/**
 * State, nonce and PKCE verifier of one trip to the provider, made from the key in the browser's cookie: the database holds none of them,
 * and whoever has the address of a callback but not the cookie has nothing.
 */
export function checksOf(site: Site, key: string) {
  const part = (purpose: string) => sign(site.config.SECRET_KEY, `outside sign-in: ${purpose}`, key)
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') }
}

/** Gives this browser a key of its own for ten minutes; the row is what makes it work once. */
export async function begin(tx: Tx, reply: Reply, key: string, next: string | undefined, link?: { user_id: string; session_id: string }): Promise<void> {
  const expires_at = new Date(Date.parse(tx.now) + life_ms).toISOString()
  await tx
    .insertInto('outside_sign_ins')
    .values({ id: digest(key), next: ownPage(next) ?? default_next, user_id: null, session_id: null, ...link, expires_at })
    .execute()
  reply.setCookie(cookie, key, { max_age: life_ms / 1000 })
}

export const newKey = randomToken

/** The key of the browser that comes back, if the state in its address was made from it. */
export function keyOf(site: Site, request: RequestFacts): string | undefined {
  const key = readCookie(request.raw.headers.get('cookie'), cookieName(cookie, request.secure))
  const state = new URLSearchParams(request.search).get('state')
  return key && state && sameText(state, checksOf(site, key).state) ? key : undefined
}

/** What this key was given for: for one caller, whoever else comes with it at the same moment. */
export async function take(tx: Tx, key: string): Promise<Pending | undefined> {
  const [row] = await tx
    .deleteFrom('outside_sign_ins')
    .where('id', '=', digest(key))
    .where('expires_at', '>', tx.now)
    .returning(['next', 'user_id', 'session_id'])
    .execute()
  return row
}

export const dropKey = (reply: Reply) => reply.setCookie(cookie, '', { max_age: 0 })
