import type { Config } from '../config.ts'
import { clientAddress, networkTest } from './address.ts'

/** What is known of a request before anybody looks at its body. */
export interface RequestFacts {
  id: string
  method: string
  /** As sent, without the query. */
  path: string
  /** With its `?`, or empty. */
  search: string
  /** Scheme and host, such as `https://example.com`: the configured one, or of an allowed host. */
  origin: string
  secure: boolean
  address: string
  /** The call came from this machine itself, with no proxy in between. */
  direct_from_loopback: boolean
  user_agent: string
  raw: Request
}

/** Path and query of an absolute URL, without the cost of parsing it. */
export function splitUrl(url: string): { path: string; search: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return { path: '/', search: '' }
  const query = url.indexOf('?', start)
  return query < 0 ? { path: url.slice(start), search: '' } : { path: url.slice(start, query), search: url.slice(query) }
}

/** The one spelling of a path that routes and limits know: no trailing slash. */
export function canonicalPath(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Tests a Host header against ALLOWED_HOSTS: exact names, `.example.com` for sub-domains, `*` for any. */
export function hostTest(allowed: string[]): (host: string) => boolean {
  const names = new Set(allowed.map((name) => name.toLowerCase()))
  const suffixes = [...names].filter((name) => name.startsWith('.'))
  const known = new Map<string, boolean>()
  return (host) => {
    const before = known.get(host)
    if (before !== undefined) return before
    const name = host.toLowerCase().replace(/:\d+$/, '')
    const good = names.has('*') || names.has(name) || suffixes.some((s) => name.endsWith(s) || name === s.slice(1))
    const plain = /^([\p{L}\p{N}.-]+|\[[0-9a-f:]+\])(:\d+)?$/iu.test(host)
    if (known.size < 1000) known.set(host, good && plain)
    return good && plain
  }
}

export type ReadFacts = (request: Request, peer: string, host: string) => RequestFacts

export function factReader(config: Config): ReadFacts {
  const trusted = networkTest(config.TRUSTED_PROXIES)
  const tls = Boolean(config.TLS_CERT)
  return (request, peer, host) => {
    const { headers } = request
    const forwarded = headers.get('x-forwarded-for')
    const fromProxy = config.TRUSTED_PROXIES.length > 0 && trusted(peer)
    const secure = tls || (fromProxy && headers.get('x-forwarded-proto') === 'https')
    const given_id = fromProxy ? headers.get('x-request-id') : null
    const { path, search } = splitUrl(request.url)
    return {
      id: given_id && /^[\w-]{8,64}$/.test(given_id) ? given_id : crypto.randomUUID(),
      method: request.method,
      path,
      search,
      origin: config.PUBLIC_URL ?? `${secure ? 'https' : 'http'}://${host}`,
      secure,
      address: fromProxy ? clientAddress(peer, forwarded, trusted) : peer,
      direct_from_loopback: !forwarded && !headers.has('forwarded'),
      user_agent: (headers.get('user-agent') ?? '').slice(0, 300),
      raw: request,
    }
  }
}
