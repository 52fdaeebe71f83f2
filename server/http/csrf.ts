import { Problem } from '#contract/problem.ts'
import type { Config } from '../config.ts'
import { randomToken, sameText, sign } from '../crypto/tokens.ts'
import type { Caller } from './caller.ts'
import { cookieName, readCookie } from './cookies.ts'
import type { RequestFacts } from './request.ts'
import type { Reply } from './routes.ts'

export const csrf_cookie = 'csrftoken'

/** The token of this visitor and session: worthless with another cookie, after a sign-in, and in another session. */
function tokenFor(config: Config, cookie: string, session_id: string | undefined): string {
  return sign(config.SECRET_KEY, 'csrf', `${cookie}\n${session_id ?? 'visitor'}`)
}

/** Gives the token for X-CSRFToken, and the cookie that it goes with when the visitor has none yet. */
export function issueCsrfToken(config: Config, request: RequestFacts, caller: Caller | undefined, reply: Reply): string {
  let cookie = readCookie(request.raw.headers.get('cookie'), cookieName(csrf_cookie, request.secure))
  if (!cookie || !/^[\w-]{43}$/.test(cookie)) {
    cookie = randomToken()
    reply.setCookie(csrf_cookie, cookie, { max_age: 365 * 86_400 })
  }
  return tokenFor(config, cookie, caller?.session_id)
}

/** What tells a visitor without a session from others: every unsafe call of the session door brings it. Throws where it is missing. */
export function visitorsCookie(request: RequestFacts): string {
  const cookie = readCookie(request.raw.headers.get('cookie'), cookieName(csrf_cookie, request.secure))
  if (!cookie) throw noToken()
  return cookie
}

const noToken = () => new Problem('csrf', 'The CSRF token is missing or wrong: get one from /auth/csrf/ and send it as X-CSRFToken.')

/** Throws unless an unsafe call that a browser's cookies speak for was made by our own page. */
export function checkCsrfToken(config: Config, request: RequestFacts, caller: Caller | undefined): void {
  const cookie = readCookie(request.raw.headers.get('cookie'), cookieName(csrf_cookie, request.secure))
  const token = request.raw.headers.get('x-csrftoken')
  if (!cookie || !token || !sameText(token, tokenFor(config, cookie, caller?.session_id))) throw noToken()
}

/** The same for a form that a browser sends without scripts, which cannot set a header: of this session only, and another each time that a page shows it. */
export function formTokenOf(config: Config, { session_id }: Caller): string {
  const nonce = randomToken()
  return `${nonce}.${formSignature(config, nonce, session_id)}`
}

/** Throws unless the fields of a plain form carry such a token of this session. */
export function checkFormToken(config: Config, form: Uint8Array, { session_id }: Caller): void {
  const token = new URLSearchParams(new TextDecoder().decode(form)).get('csrf')
  const [, nonce, given] = /^([\w-]{43})\.([\w-]{43})$/.exec(token ?? '') ?? []
  if (nonce === undefined || given === undefined || !sameText(given, formSignature(config, nonce, session_id)))
    throw new Problem('csrf', 'This form was not shown for this sign-in. Go back, load the page again and send it from there.')
}

const formSignature = (config: Config, nonce: string, session_id: string) => sign(config.SECRET_KEY, 'csrf form', `${nonce}\n${session_id}`)

/** Throws when a browser says that another site's page made this unsafe call; programs send neither header. */
export function checkOrigin(config: Config, request: RequestFacts): void {
  const { headers } = request.raw
  const origin = headers.get('origin')
  const fetch_site = headers.get('sec-fetch-site')
  if (origin !== null && !isOwn(config, request, origin)) throw crossSite()
  if (origin === null && fetch_site !== null && fetch_site !== 'same-origin' && fetch_site !== 'none') throw crossSite()
}

const crossSite = () => new Problem('csrf', 'Calls from other sites are refused.')

function isOwn(config: Config, request: RequestFacts, origin: string): boolean {
  if (origin === request.origin || config.CORS_ALLOWED_ORIGINS.includes(origin)) return true
  const host = request.raw.headers.get('host')
  return origin === `${request.secure ? 'https' : 'http'}://${host}`
}
