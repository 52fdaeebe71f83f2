import type { FileAnswer } from '#contract/answer.ts'
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

/** Private answers stay out of every cache, also the browser's. */
export const no_store = 'no-store'

/**
 * The headers of every answer, pages and errors alike, as ready-made templates: the runtime copies a `Headers` object in a fraction of the
 * time that it takes to read a plain one of a dozen names.
 */
export interface Templates {
  bare: Headers
  json: Headers
}

export function headerTemplates(config: Config): { plain: Templates; secure: Templates } {
  const https = Boolean(config.TLS_CERT) || config.TRUSTED_PROXIES.length > 0
  const plain = templatesOf(always)
  return { plain, secure: https ? templatesOf({ ...always, 'strict-transport-security': 'max-age=63072000; includeSubDomains' }) : plain }
}

function templatesOf(security: Record<string, string>): Templates {
  return { bare: new Headers(security), json: new Headers({ ...security, 'content-type': 'application/json; charset=utf-8', 'cache-control': no_store }) }
}

type Body = string | FileAnswer['data'] | null

/** Makes the answers to one request: each carries the templates' headers, the request's id, and what cross-origin callers need. */
export class Answers {
  readonly templates: Templates
  readonly #request_id: string
  readonly #cors: Record<string, string> | undefined

  constructor(templates: Templates, request_id: string, cors?: Record<string, string>) {
    this.templates = templates
    this.#request_id = request_id
    this.#cors = cors
  }

  /** Any body, with the headers of its own. */
  plain(body: Body, status: number, own: Record<string, string> = {}): Response {
    return this.from(this.templates.bare, body, status, own)
  }

  /** JSON that is nobody else's business. */
  json(body: unknown, status: number, own: Record<string, string> = {}): Response {
    return this.text(JSON.stringify(body), status, own)
  }

  /** The same of what is JSON already. */
  text(json: string, status: number, own?: Record<string, string>): Response {
    return this.from(this.templates.json, json, status, own)
  }

  /** From headers that hold the templates' already. */
  from(headers: Headers, body: Body, status: number, own?: Record<string, string>): Response {
    const response = new Response(body, { status, headers })
    response.headers.set('x-request-id', this.#request_id)
    for (const name in own) response.headers.set(name, own[name] as string)
    for (const name in this.#cors) response.headers.append(name, this.#cors[name] as string)
    return response
  }
}
