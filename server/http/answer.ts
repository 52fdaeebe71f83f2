import type { Config } from '../config.ts'

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'content-security-policy': csp,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

export type SecurityHeaders = Record<string, string>

/** The headers of every answer: pages, API, files and errors alike. */
export function securityHeaders(config: Config): { plain: SecurityHeaders; secure: SecurityHeaders } {
  const https = Boolean(config.TLS_CERT) || config.TRUSTED_PROXIES.length > 0
  const plain = { ...always }
  return { plain, secure: https ? { ...plain, 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : plain }
}

/** Private answers stay out of every cache, also the browser's. */
export const no_store = 'no-store'

/** JSON as Banyan sends it. */
export function jsonAnswer(body: unknown, status: number, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
}
