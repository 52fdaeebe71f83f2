import { type Door, doorOf, portalDoor } from '#contract/door.ts'
import { notFound, Problem } from '#contract/problem.ts'
import { languageOf, type Render } from '#contract/render.ts'
import type { App } from './app.ts'
import { Lru } from './cache/lru.ts'
import { countCall } from './http/admit.ts'
import { no_store, securityHeaders } from './http/answer.ts'
import { callEndpoint, session_cookie } from './http/call.ts'
import type { Authenticate } from './http/caller.ts'
import { corsHeaders, preflight } from './http/cors.ts'
import { addDocs } from './http/docs-page.ts'
import { Encoded } from './http/encoded.ts'
import { errorAnswer, problemOf } from './http/failure.ts'
import { anyone } from './http/guard.ts'
import { sizes } from './http/limits.ts'
import { Pages } from './http/pages.ts'
import { canonicalPath, factReader, hostTest, type ReadFacts, type RequestFacts } from './http/request.ts'
import { makeRouter } from './http/router.ts'
import { robots, sitemap } from './http/sitemap.ts'
import type { StaticFiles } from './http/static-files.ts'
import { inboxPage } from './mail/inbox-page.ts'
import { healthRoutes } from './observe/health.ts'
import type { Site } from './site.ts'
import { version } from './version.ts'

export interface WebHalf {
  render: Render
  template: string
  read: (file: string) => string
}

const max_kept_answers = 500
const page_guard = anyone.counting('page')

/** Answers requests for one site: files, kept answers, endpoints, pages. Knows no port: tests call `handle`. */
export class Server {
  readonly #site: Site
  readonly #apps: App[]
  readonly #files: StaticFiles
  readonly #pages: Pages | undefined
  readonly #answers = new Lru<string, Encoded>(max_kept_answers)
  readonly #authenticate: Authenticate
  readonly #router: ReturnType<typeof makeRouter>
  readonly #headers: ReturnType<typeof securityHeaders>
  readonly #readFacts: ReadFacts
  readonly #hostAllowed: (host: string) => boolean

  constructor(site: Site, apps: App[], files: StaticFiles, authenticate: Authenticate, web?: WebHalf) {
    this.#site = site
    this.#apps = apps
    this.#files = files
    this.#authenticate = authenticate
    this.#headers = securityHeaders(site.config)
    this.#readFacts = factReader(site.config)
    this.#hostAllowed = hostTest(site.config.ALLOWED_HOSTS)
    const routes = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]
    this.#router = makeRouter(routes)
    addDocs(files, routes, version)
    this.#pages = web && this.#makePages(web)
  }

  /** Drops what was kept of pages and public answers: a write has changed them. */
  forgetAnswers(): void {
    this.#answers.clear()
    this.#pages?.forget()
  }

  /** The answer to a request; never throws. `peer` is the address at the other end of the connection. */
  async handle(request: Request, peer: string): Promise<Response> {
    const host = request.headers.get('host') ?? ''
    if (!this.#hostAllowed(host)) return this.#refuseHost()
    const facts = this.#readFacts(request, peer, host)
    const headers = this.#headersFor(facts)
    try {
      const response = await this.#answer(facts, headers)
      if (this.#site.config.LOG_REQUESTS === 'all')
        this.#site.log.info({ request_id: facts.id, method: facts.method, path: facts.path, status: response.status })
      return request.method === 'HEAD' && response.body ? new Response(null, response) : response
    } catch (error) {
      const problem = problemOf(error, facts, this.#site.log)
      return errorAnswer(this.#doorAt(facts.method, canonicalPath(facts.path)), problem, this.#site.now(), headers)
    }
  }

  /** The endpoint's own door, or for unknown paths the one that owns the prefix. */
  #doorAt(method: string, path: string): Door {
    const match = this.#router(method, path)
    return match && 'route' in match ? match.route.endpoint.door : (doorOf(path) ?? portalDoor)
  }

  #headersFor(facts: RequestFacts): Record<string, string> {
    const base = facts.secure ? this.#headers.secure : this.#headers.plain
    const origin = this.#site.config.CORS_ALLOWED_ORIGINS.length > 0 ? facts.raw.headers.get('origin') : null
    return { ...base, 'x-request-id': facts.id, ...(origin !== null && corsHeaders(this.#site.config.CORS_ALLOWED_ORIGINS, origin)) }
  }

  async #answer(facts: RequestFacts, headers: Record<string, string>): Promise<Response> {
    const { method, raw } = facts
    if (raw.url.length > sizes.max_url_bytes) throw new Problem('malformed', 'The address is too long.')
    const path = canonicalPath(facts.path)
    const door = doorOf(path)
    const read = method === 'GET' || method === 'HEAD'
    if (read) {
      const file = this.#files.get(path)
      if (file) return file.respond(raw, headers)
      const kept = door ? await this.#keptAnswer(facts, path) : this.#pages?.kept(facts)
      if (kept) return kept.respond(raw, headers)
    }
    if (method === 'OPTIONS' && door) return preflight(headers)
    if (door) return this.#endpoint(facts, path, headers)
    if (!read) throw new Problem('method_not_allowed', 'Pages are only read.', { headers: { allow: 'GET, HEAD' } })
    return (await this.#document(facts, path, headers)) ?? this.#page(facts, headers)
  }

  /** A visitor's call of an endpoint whose answer is the same for everybody; it is counted like any other. */
  async #keptAnswer(facts: RequestFacts, path: string): Promise<Encoded | undefined> {
    if (facts.raw.headers.has('authorization') || facts.raw.headers.has('cookie')) return
    const kept = this.#answers.get(path + facts.search)
    if (kept) await countCall(this.#site, facts, path, anyone, undefined)
    return kept
  }

  async #endpoint(facts: RequestFacts, path: string, headers: Record<string, string>): Promise<Response> {
    const match = this.#router(facts.method, path)
    if (!match) throw notFound('address')
    if ('allow' in match)
      throw new Problem('method_not_allowed', `This address takes ${match.allow.join(', ')}.`, { headers: { allow: match.allow.join(', ') } })
    const answer = await callEndpoint(this.#site, this.#authenticate, match.route, facts, match.params, headers)
    if (!(answer instanceof Encoded)) return answer
    this.#answers.set(path + facts.search, answer)
    return answer.respond(facts.raw, headers)
  }

  /** What is neither an endpoint nor a page: moved addresses, robots, sitemap, the development inbox. */
  async #document(facts: RequestFacts, path: string, headers: Record<string, string>): Promise<Response | undefined> {
    for (const app of this.#apps) {
      const to = app.moved?.(path)
      if (to) return new Response(null, { status: 301, headers: { ...headers, location: to + facts.search, 'cache-control': 'public, max-age=86400' } })
    }
    const text = (body: string, type: string) =>
      new Response(body, { headers: { ...headers, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' } })
    if (path === '/robots.txt') return text(robots(facts.origin), 'text/plain')
    if (path === '/sitemap.xml')
      return text(
        sitemap(
          facts.origin,
          this.#apps.flatMap((app) => app.pages?.() ?? []),
        ),
        'application/xml',
      )
    if (path !== '/dev/mail' && !path.startsWith('/dev/mail/')) return
    const inbox = await inboxPage(this.#site, path)
    if (inbox)
      for (const [name, value] of Object.entries({ ...headers, 'cache-control': no_store })) if (!inbox.headers.has(name)) inbox.headers.set(name, value)
    return inbox
  }

  async #page(facts: RequestFacts, headers: Record<string, string>): Promise<Response> {
    const { rest } = languageOf(facts.path)
    if (!this.#pages || /^\/assets\/|\.[a-z0-9]{1,5}$/i.test(rest)) throw notFound('page')
    return this.#pages.make(facts, headers)
  }

  #makePages(web: WebHalf): Pages {
    return new Pages({
      ...web,
      session_cookie,
      fetch: (facts, request) => this.#inProcess(facts, request),
      count: (facts) => countCall(this.#site, facts, 'page', page_guard, undefined),
    })
  }

  /** A page's own API call: the same endpoint, as the same visitor, without a network and without counting it twice. */
  async #inProcess(page: RequestFacts, request: Request): Promise<Response> {
    const url = new URL(request.url)
    const headers = new Headers(request.headers)
    const cookie = page.raw.headers.get('cookie')
    if (cookie) headers.set('cookie', cookie)
    const raw = new Request(request.url, { method: request.method, headers })
    const facts: RequestFacts = { ...page, method: request.method, path: url.pathname, search: url.search, raw }
    const path = canonicalPath(url.pathname)
    try {
      const match = this.#router(request.method, path)
      if (!match || 'allow' in match || request.method !== 'GET') throw notFound('address')
      const kept = this.#answers.get(path + url.search)
      if (kept) return kept.respond(raw, {})
      const unlimited = { ...match.route, guard: match.route.guard.counting('none') }
      const answer = await callEndpoint(this.#site, this.#authenticate, unlimited, facts, match.params, {})
      if (!(answer instanceof Encoded)) return answer
      this.#answers.set(path + url.search, answer)
      return answer.respond(raw, {})
    } catch (error) {
      return errorAnswer(this.#doorAt(request.method, path), problemOf(error, facts, this.#site.log), this.#site.now(), {})
    }
  }

  #refuseHost(): Response {
    const message = 'This site does not answer to that Host. Its operator lists hosts in ALLOWED_HOSTS.'
    return new Response(`${message}\n`, {
      status: 400,
      headers: { ...this.#headers.plain, 'content-type': 'text/plain; charset=utf-8', 'x-request-id': crypto.randomUUID(), 'cache-control': no_store },
    })
  }
}
