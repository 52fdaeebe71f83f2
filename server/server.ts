import type { Server as BunServer } from 'bun'
import { type Door, doorOf, portalDoor } from '#contract/door.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { notFound, Problem } from '#contract/problem.ts'
import { languageOf, type Render } from '#contract/render.ts'
import type { App } from './app.ts'
import { Lru } from './cache/lru.ts'
import { Media, mediaAddress } from './files/media.ts'
import { countCall } from './http/admit.ts'
import { Answers, headerTemplates, no_store } from './http/answer.ts'
import { comesInChunks, isEndless, refuseHuge } from './http/body.ts'
import { callEndpoint, session_cookie } from './http/call.ts'
import type { MakeAuthenticate } from './http/caller.ts'
import { corsHeaders, preflight } from './http/cors.ts'
import { addDocs } from './http/docs-page.ts'
import { Documents } from './http/documents.ts'
import { Encoded } from './http/encoded.ts'
import { errorAnswer, problemOf } from './http/failure.ts'
import { anyone } from './http/guard.ts'
import { sizes } from './http/limits.ts'
import { type Hears, Pages } from './http/pages.ts'
import { canonicalPath, factReader, hostTest, inside, type ReadFacts, type RequestFacts } from './http/request.ts'
import { makeRouter } from './http/router.ts'
import type { StaticFiles } from './http/static-files.ts'
import { healthRoutes } from './observe/health.ts'
import { addAsyncApi } from './realtime/asyncapi.ts'
import type { Connection } from './realtime/connection.ts'
import { Hub } from './realtime/hub.ts'
import type { Site } from './site.ts'
import { version } from './version.ts'

export interface WebHalf {
  render: Render
  template: string
  read: (file: string) => string
}

/** Who is behind a credential, and the event after which that may have changed. */
export type Identity = Pick<ReturnType<MakeAuthenticate>, 'authenticate'> & { access_changed?: string }

interface Ready {
  answer: Encoded
  route: string
  /** The endpoint's path, for the limits; pages that are kept are not counted. */
  counted_as: string | undefined
}

const max_kept_answers = 500
const page_guard = anyone.counting('page')

/** Answers requests for one site: files, kept answers, endpoints, pages. Knows no port: tests call `handle`. */
export class Server {
  /** The open sockets. */
  readonly hub: Hub
  readonly #site: Site
  readonly #apps: App[]
  readonly #files: StaticFiles
  readonly #media: Media
  readonly #pages: Pages | undefined
  readonly #answers = new Lru<string, Encoded>(max_kept_answers)
  readonly #ready = new Lru<string, Ready>(max_kept_answers * 2)
  readonly #authenticate: Identity['authenticate']
  readonly #router: ReturnType<typeof makeRouter>
  readonly #templates: ReturnType<typeof headerTemplates>
  readonly #readFacts: ReadFacts
  readonly #hostAllowed: (host: string) => boolean
  readonly #logs_all: boolean
  readonly #documents: Documents

  constructor(site: Site, apps: App[], files: StaticFiles, { authenticate, access_changed }: Identity, web?: WebHalf) {
    this.#site = site
    this.#apps = apps
    this.#files = files
    this.#media = new Media(
      site,
      apps.flatMap((app) => app.media ?? []),
    )
    this.#authenticate = authenticate
    this.#templates = headerTemplates(site.config)
    this.#readFacts = factReader(site.config)
    this.#hostAllowed = hostTest(site.config.ALLOWED_HOSTS)
    this.#logs_all = site.config.LOG_REQUESTS === 'all'
    const routes = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]
    this.#router = makeRouter(routes)
    this.#documents = new Documents(site, apps, web?.template)
    addDocs(files, routes, version, web?.template)
    addAsyncApi(files, apps, routes, version)
    this.hub = new Hub(site, apps, routes, authenticate, access_changed)
    this.#pages = web && this.#makePages(web)
  }

  /** Drops what was kept of pages and public answers: a write has changed them. */
  forgetAnswers(): void {
    this.#ready.clear()
    this.#answers.clear()
    this.#pages?.forget()
    this.#documents.forget()
  }

  /** The answer to a request; never throws. `peer` is the address at the other end of the connection. */
  handle(request: Request, peer: string): Response | Promise<Response> {
    const began = performance.now()
    const facts = this.#readFacts(request, peer)
    const answer = this.#handle(request, facts)
    return answer instanceof Promise ? answer.then((late) => this.#counted(facts, late, began)) : this.#counted(facts, answer, began)
  }

  #counted({ route = 'none', method }: RequestFacts, response: Response, began: number): Response {
    this.#site.metrics.requests.count(route, method, response.status, performance.now() - began)
    return response
  }

  #handle(request: Request, facts: RequestFacts): Response | Promise<Response> {
    const answers = this.#answersTo(facts)
    const ready = this.#ready.get(readyKey(facts))
    if (!ready || this.#isStale(ready.answer) || this.#logs_all || request.method !== 'GET' || speaksForSomebody(request) || comesInChunks(request))
      return this.#handleFully(facts, answers)
    facts.route = ready.route
    try {
      const counted = ready.counted_as === undefined ? undefined : countCall(this.#site, facts, ready.counted_as, anyone, undefined)
      if (!counted) return ready.answer.respond(request, answers)
      return counted.then(() => ready.answer.respond(request, answers)).catch((error: unknown) => this.#fail(error, facts, answers))
    } catch (error) {
      return this.#fail(error, facts, answers)
    }
  }

  /** Makes a socket of a request to `/ws/…`; gives an answer when it does not. */
  async upgrade(request: Request, peer: string, sockets: BunServer<Connection>): Promise<Response | undefined> {
    const began = performance.now()
    const facts = this.#readFacts(request, peer)
    const answers = this.#answersTo(facts)
    const refused = this.#hostAllowed(facts.host)
      ? await this.hub.upgrade(facts, sockets).catch((error: unknown) => this.#fail(error, facts, answers))
      : refuseHost(answers)
    this.#site.metrics.requests.count('/ws', facts.method, refused?.status ?? 101, performance.now() - began)
    return refused && hangUpOn(request, refused)
  }

  async #handleFully(facts: RequestFacts, answers: Answers): Promise<Response> {
    if (!this.#hostAllowed(facts.host)) return hangUpOn(facts.raw, refuseHost(answers))
    const response = await this.#answer(facts, answers).catch((error: unknown) => this.#fail(error, facts, answers))
    if (this.#logs_all) this.#site.log.info({ request_id: facts.id, method: facts.method, path: facts.path, status: response.status })
    return hangUpOn(facts.raw, facts.method === 'HEAD' && response.body ? await withoutBody(response) : response)
  }

  #fail(error: unknown, facts: RequestFacts, answers: Answers): Response {
    return errorAnswer(this.#doorAt(facts.method, canonicalPath(facts.path)), problemOf(error, facts, this.#site.log), this.#site.now(), answers)
  }

  /** The endpoint's own door, or for unknown paths the one that owns the prefix. */
  #doorAt(method: string, path: string): Door {
    return this.#endpointAt(method, path)?.door ?? doorOf(path) ?? portalDoor
  }

  #endpointAt(method: string, path: string): Endpoint | undefined {
    const match = this.#router(method, path)
    return match && 'route' in match ? match.route.endpoint : undefined
  }

  #answersTo(facts: RequestFacts): Answers {
    const { CORS_ALLOWED_ORIGINS: allowed } = this.#site.config
    const cors = allowed.length > 0 ? corsHeaders(allowed, facts.raw.headers.get('origin')) : undefined
    return new Answers(facts.secure ? this.#templates.secure : this.#templates.plain, facts.id, cors)
  }

  async #answer(facts: RequestFacts, answers: Answers): Promise<Response> {
    const { method, raw } = facts
    refuseHuge(raw)
    if (raw.url.length > sizes.max_url_bytes) throw new Problem('malformed', 'The address is too long.')
    const path = canonicalPath(facts.path)
    const door = doorOf(path)
    const read = method === 'GET' || method === 'HEAD'
    if (read) {
      const file = this.#files.get(path)
      if (file) {
        facts.route = 'file'
        return file.respond(raw, answers)
      }
      const kept = speaksForSomebody(raw) && door ? undefined : door ? this.#keptAnswer(path + facts.search) : this.#pages?.kept(facts)
      if (kept) return await this.#sendKept(kept, door ? path : undefined, facts, answers)
    }
    if (method === 'OPTIONS' && door) return preflight(answers, this.#allowed(path))
    if (door) return this.#endpoint(facts, path, answers)
    if (!read) throw new Problem('method_not_allowed', 'Pages are only read.', { headers: { allow: 'GET, HEAD' } })
    if (path.startsWith(mediaAddress(''))) return this.#mediaFile(path, facts, answers)
    const document = await this.#documents.answer(path, facts, answers)
    facts.route = document ? 'document' : 'page'
    return document ?? this.#page(facts, answers)
  }

  #keptAnswer(key: string): Encoded | undefined {
    const answer = this.#answers.get(key)
    return answer && !this.#isStale(answer) ? answer : undefined
  }

  #isStale({ stamp }: Encoded): boolean {
    return stamp !== undefined && !this.#site.freshness.holds(stamp)
  }

  /** The same for every visitor: from the second time on it is sent without looking further, but counted like any other call. */
  async #sendKept(answer: Encoded, counted_as: string | undefined, facts: RequestFacts, answers: Answers): Promise<Response> {
    const route = counted_as === undefined ? 'page' : (this.#endpointAt(facts.method, counted_as)?.path ?? 'none')
    facts.route = route
    if (counted_as !== undefined) await countCall(this.#site, facts, counted_as, anyone, undefined)
    if (!speaksForSomebody(facts.raw)) this.#ready.set(readyKey(facts), { answer, route, counted_as })
    return answer.respond(facts.raw, answers)
  }

  async #endpoint(facts: RequestFacts, path: string, answers: Answers): Promise<Response> {
    const match = this.#router(facts.method, path)
    if (!match || 'allow' in match) {
      const allow = this.#allowed(path).join(', ')
      throw allow ? new Problem('method_not_allowed', `This address takes ${allow}.`, { headers: { allow } }) : notFound('address')
    }
    facts.route = match.route.endpoint.path
    const answer = await callEndpoint(this.#site, this.#authenticate, match.route, facts, match.params, answers)
    if (!(answer instanceof Encoded)) return answer
    this.#answers.set(path + facts.search, answer)
    return answer.respond(facts.raw, answers)
  }

  /** The methods of an address below a door; none where nothing is there. */
  #allowed(path: string): readonly string[] {
    const match = this.#router('OPTIONS', path)
    if (match && 'allow' in match) return match.allow
    return this.#files.get(path) ? ['GET', 'HEAD'] : []
  }

  async #mediaFile(path: string, facts: RequestFacts, answers: Answers): Promise<Response> {
    facts.route = 'media'
    const file = await this.#media.at(path)
    if (!file) throw notFound('file')
    return file.respond(facts.raw, answers)
  }

  async #page(facts: RequestFacts, answers: Answers): Promise<Response> {
    const { rest } = languageOf(facts.path)
    const named = this.#apps.some((app) => app.named_pages?.some((path) => rest.startsWith(path)))
    if (!this.#pages || rest.startsWith('/assets/') || (!named && /\.(?!html?$)[a-z0-9]{1,5}$/i.test(rest))) throw notFound('page')
    return this.#pages.make(facts, answers)
  }

  #makePages(web: WebHalf): Pages {
    return new Pages({
      ...web,
      session_cookie,
      freshness: this.#site.freshness,
      fetch: (facts, request, hears) => this.#inProcess(facts, request, hears),
      count: async (facts) => countCall(this.#site, facts, 'page', page_guard, undefined),
    })
  }

  /** A page's own API call: the same endpoint, as the same visitor, without a network and without counting it twice. */
  async #inProcess(page: RequestFacts, request: Request, hears: Hears): Promise<Response> {
    const headers = new Headers(request.headers)
    const cookie = page.raw.headers.get('cookie')
    if (cookie) headers.set('cookie', cookie)
    const raw = new Request(request.url, { method: request.method, headers })
    const facts = inside(page, raw)
    const answers = this.#answersTo(facts)
    const path = canonicalPath(facts.path)
    const match = this.#router(request.method, path)
    const route = match && 'route' in match && request.method === 'GET' ? match.route : undefined
    // Whether there is an answer or a refusal: it is the same the next time.
    const lasting = route?.options.cached || route?.options.same_for_visitors
    try {
      if (!match || 'allow' in match || !route) throw notFound('address')
      const kept = this.#keptAnswer(path + facts.search)
      // What has a stamp was made for visitors: who is signed in may get another answer.
      if (kept && !(kept.stamp && cookie)) {
        if (kept.stamp) hears.stamped(kept.stamp)
        return kept.respond(raw, answers)
      }
      const uncounted = { ...route, guard: route.guard.counting('none') }
      const answer = await callEndpoint(this.#site, this.#authenticate, uncounted, facts, match.params, answers)
      if (!(answer instanceof Encoded)) {
        if (!lasting) hears.passing()
        return answer
      }
      if (answer.stamp) hears.stamped(answer.stamp)
      this.#answers.set(path + facts.search, answer)
      return answer.respond(raw, answers)
    } catch (error) {
      if (!lasting) hears.passing()
      return errorAnswer(this.#doorAt(request.method, path), problemOf(error, facts, this.#site.log), this.#site.now(), answers)
    }
  }
}

/** The whole address as the visitor sees it: the host has been checked when the answer was kept. */
const readyKey = ({ secure, raw }: RequestFacts) => (secure ? `s${raw.url}` : raw.url)

/** Cookies and credentials may change what is answered, and an origin its headers. */
const speaksForSomebody = ({ headers }: Request) => headers.has('cookie') || headers.has('authorization') || headers.has('origin')

/** As GET would answer, its length included: the runtime would say 0. */
async function withoutBody(response: Response): Promise<Response> {
  let size = 0
  for await (const part of response.body ?? []) size += part.length
  response.headers.set('content-length', String(size))
  return new Response(null, response)
}

/** Otherwise the runtime would go on taking a body that nobody wants for as long as it comes. */
function hangUpOn(request: Request, response: Response): Response {
  if (isEndless(request)) response.headers.set('connection', 'close')
  return response
}

function refuseHost(answers: Answers): Response {
  const message = 'This site does not answer to that Host. Its operator lists hosts in ALLOWED_HOSTS.'
  return answers.plain(`${message}\n`, 400, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': no_store })
}
