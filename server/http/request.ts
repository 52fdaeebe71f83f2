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
  host: string
  secure: boolean
  address: string
  /** The call came from this machine itself, with no proxy in between. */
  direct_from_loopback: boolean
  user_agent: string
  raw: Request
  /** Of what kind the address is: an endpoint's path, `page`, `file`; for the metrics, so never what was sent. */
  route?: string
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
    const [, , port = ':80'] = /^([\p{L}\p{N}.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/iu.exec(host) ?? [undefined, undefined, ':0']
    const plain = Number(port.slice(1)) > 0 && Number(port.slice(1)) < 65_536
    if (known.size < 1000) known.set(host, good && plain)
    return good && plain
  }
}

export type ReadFacts = (request: Request, peer: string) => RequestFacts

export function factReader(config: Config): ReadFacts {
  const settings: ReaderSettings = {
    trusted: networkTest(config.TRUSTED_PROXIES),
    proxied: config.TRUSTED_PROXIES.length > 0,
    tls: Boolean(config.TLS_CERT),
    public_url: config.PUBLIC_URL,
  }
  return (request, peer) => new Facts(request, peer, settings)
}

interface ReaderSettings {
  trusted: (address: string) => boolean
  proxied: boolean
  tls: boolean
  public_url: string | undefined
}

/** Reads each header when somebody asks for what it says: most requests need few of them. */
class Facts implements RequestFacts {
  readonly raw: Request
  readonly id: string
  readonly method: string
  readonly path: string
  readonly search: string
  readonly secure: boolean
  route?: string
  readonly #peer: string
  readonly #settings: ReaderSettings
  readonly #from_proxy: boolean

  constructor(raw: Request, peer: string, settings: ReaderSettings) {
    this.raw = raw
    this.method = raw.method
    this.#peer = peer
    this.#settings = settings
    this.#from_proxy = settings.proxied && settings.trusted(peer)
    this.secure = settings.tls || (this.#from_proxy && raw.headers.get('x-forwarded-proto') === 'https')
    const given = this.#from_proxy ? raw.headers.get('x-request-id') : null
    this.id = given && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID()
    const { path, search } = splitUrl(raw.url)
    this.path = path
    this.search = search
  }

  get host(): string {
    return this.raw.headers.get('host') ?? ''
  }
  get origin(): string {
    return this.#settings.public_url ?? `${this.secure ? 'https' : 'http'}://${this.host}`
  }
  get address(): string {
    return this.#from_proxy ? clientAddress(this.#peer, this.raw.headers.get('x-forwarded-for'), this.#settings.trusted) : this.#peer
  }
  get direct_from_loopback(): boolean {
    return !this.raw.headers.has('x-forwarded-for') && !this.raw.headers.has('forwarded')
  }
  get user_agent(): string {
    return (this.raw.headers.get('user-agent') ?? '').slice(0, 300)
  }
}

/** The facts of a page's own call inside the process: the visitor's, with another address. */
export function inside(page: RequestFacts, raw: Request): RequestFacts {
  const { path, search } = splitUrl(raw.url)
  const { id, origin, host, secure, address, direct_from_loopback, user_agent } = page
  return { id, origin, host, secure, address, direct_from_loopback, user_agent, method: raw.method, path, search, raw }
}
