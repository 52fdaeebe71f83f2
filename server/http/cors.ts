import type { Answers } from './answer.ts'

const methods = 'GET, POST, PUT, PATCH, DELETE'

/**
 * CORS headers for a listed origin, none for others: a browser then keeps the answer from the page. `Vary` says to caches that it depends on
 * who asks, also when nobody's page did.
 */
export function corsHeaders(allowed: string[], origin: string | null): Record<string, string> {
  if (!origin || !allowed.includes(origin)) return { vary: 'origin' }
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-request-id, retry-after, ratelimit, ratelimit-policy, etag, link, content-disposition',
    vary: 'origin',
  }
}

/** The answer to a browser's question before a cross-origin call, and to whoever else asks what an address takes. */
export function preflight(answers: Answers, allow: readonly string[]): Response {
  return answers.plain(null, 204, {
    ...(allow.length > 0 && { allow: [...allow, 'OPTIONS'].join(', ') }),
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'authorization, content-type, if-match, if-none-match, idempotency-key, x-csrftoken, x-setup-token',
    'access-control-max-age': '600',
  })
}
