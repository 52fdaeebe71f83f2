import type { Configuration, CustomFetchOptions } from 'openid-client'
import { notFound } from '#contract/problem.ts'
import { type Config, google_issuer } from '#server/config.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

const timeout_seconds = 5
const max_answer_bytes = 256 * 1024
const trust_ms = milliseconds('1 hour')
/** The spelling that is registered at the provider. */
export const callback_path = '/auth/google/callback/'

/** As people call it; undefined where the operator has set none. */
export function providerName({ GOOGLE_CLIENT_ID, OIDC_ISSUER, OIDC_NAME }: Config): string | undefined {
  return GOOGLE_CLIENT_ID ? (OIDC_NAME ?? nameOf(OIDC_ISSUER)) : undefined
}

/** What to call an issuer that may not be the configured one any more. */
export const nameOf = (issuer: string) => (issuer === google_issuer ? 'Google' : (URL.parse(issuer)?.host ?? issuer))

/** Issuers that are a bare host are written with and without a slash at the end. */
export const isConfigured = ({ GOOGLE_CLIENT_ID, OIDC_ISSUER }: Config, issuer: string) => Boolean(GOOGLE_CLIENT_ID) && bare(issuer) === bare(OIDC_ISSUER)
const bare = (issuer: string) => issuer.replace(/\/$/, '')

const bySite = new WeakMap<Site, OpenIdProvider>()
/** The provider of a running site. Throws `not_found` where it has none. */
export function requireProvider(site: Site): OpenIdProvider {
  if (!providerName(site.config)) throw notFound('provider')
  const provider = bySite.get(site) ?? new OpenIdProvider(site)
  bySite.set(site, provider)
  return provider
}

/** What openid-client knows of the provider, fetched when somebody needs it and kept for an hour; an outage in between is survived on what is known. */
class OpenIdProvider {
  readonly #site: Site
  #found: Configuration | undefined
  #found_at = 0
  #looking: Promise<Configuration> | undefined

  constructor(site: Site) {
    this.#site = site
  }

  /** Rejects when the provider cannot be reached and never was. */
  async configuration(): Promise<Configuration> {
    if (this.#found && this.#site.now().getTime() - this.#found_at < trust_ms) return this.#found
    this.#looking ??= this.#discover().finally(() => {
      this.#looking = undefined
    })
    const found = this.#found
    return found ? this.#looking.catch(() => found) : this.#looking
  }

  async #discover(): Promise<Configuration> {
    const { GOOGLE_CLIENT_ID = '', GOOGLE_CLIENT_SECRET = '', OIDC_ISSUER, production } = this.#site.config
    const client = await import('openid-client')
    // By itself the code flow trusts the connection; the signature is checked as well.
    const execute = [client.enableNonRepudiationChecks, ...(production ? [] : [client.allowInsecureRequests])]
    const options = { execute, timeout: timeout_seconds, [client.customFetch]: boundedFetch }
    this.#found = await client.discovery(new URL(OIDC_ISSUER), GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, undefined, options)
    this.#found_at = this.#site.now().getTime()
    return this.#found
  }
}

/** A provider that answers without end must not fill the memory. */
async function boundedFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  const response = await fetch(url, options as RequestInit)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > max_answer_bytes) throw new TypeError('the answer of the provider is too long')
    parts.push(part)
  }
  const { status, headers } = response
  return new Response(status === 204 || status === 304 ? null : Buffer.concat(parts), { status, headers })
}
