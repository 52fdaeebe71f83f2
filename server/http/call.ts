import { takes } from '#contract/endpoint.ts'
import type { Page } from '#contract/page.ts'
import { forbidden, tokenNotValid } from '#contract/problem.ts'
import { plain_form, typesOf, type Upload } from '#contract/upload.ts'
import { isShown } from '../shown.ts'
import type { Site } from '../site.ts'
import { milliseconds } from '../units.ts'
import { countCall } from './admit.ts'
import type { Answers } from './answer.ts'
import { sendFile, sendOn } from './answer-kinds.ts'
import type { Authenticate, Caller, Credential } from './caller.ts'
import { cookieName, readCookie, writeCookie } from './cookies.ts'
import { checkCsrfToken, checkFormToken, checkOrigin } from './csrf.ts'
import { Encoded } from './encoded.ts'
import { isKnown } from './etag.ts'
import type { Stamp } from './freshness.ts'
import { keepAnswer } from './keep-answer.ts'
import { type ParsedRequest, parseRequest } from './parse.ts'
import { once, type RepeatKey, repeatKeyOf } from './repeats.ts'
import type { RequestFacts } from './request.ts'
import type { Reply, Route } from './routes.ts'
import { typeOf } from './upload.ts'

export const session_cookie = 'sessionid'

/** What a request brings as proof: a header speaks before a cookie. */
export function credentialOf({ raw, secure }: RequestFacts): Credential | undefined {
  const header = raw.headers.get('authorization')
  if (header) {
    const match = /^(?:Bearer|Token)\s+(\S{1,8192})$/i.exec(header)
    return { kind: 'bearer', secret: match?.[1] ?? '' }
  }
  const secret = readCookie(raw.headers.get('cookie'), cookieName(session_cookie, secure))
  return secret ? { kind: 'cookie', secret } : undefined
}

/** Runs one call of an endpoint over HTTP: who, how often, may they, is it well said, do it, wrap it. Throws problems. */
export async function callEndpoint(
  site: Site,
  authenticate: Authenticate,
  route: Route,
  facts: RequestFacts,
  params: Record<string, string>,
  answers: Answers,
): Promise<Response | Encoded> {
  const { endpoint, guard, options } = route
  const brought = credentialOf(facts)
  const credential = brought?.kind === 'cookie' && !guard.by_session ? undefined : brought
  const found = credential && authenticate(credential, facts)
  const caller = found instanceof Promise ? await found : found
  const counted = countCall(site, facts, endpoint.name, guard, caller)
  if (counted) await counted
  const own_form = caller?.via === 'cookie' && isPlainForm(facts, route)
  if (endpoint.method !== 'GET') refuseForgery(site, facts, route, credential, caller, own_form)
  if (credential?.kind === 'bearer' && credential.secret && !caller && guard.who !== 'anyone') throw tokenNotValid()
  admit(route, caller)
  const kept = caller && route.kept?.get(caller)
  if (kept !== undefined) return answers.text(kept, endpoint.status)
  const parse = () => parseRequest(endpoint, facts.raw, facts.search, params)
  const reply = new OwnHeaders(facts.secure)
  if (options.kept_while && caller) {
    const make = async () => wrap(route, await handle(site, route, facts, caller, await parse(), reply), site)
    return keepAnswer(site, options.kept_while, caller, facts, answers, make)
  }
  const stamp = site.freshness.begin()
  const parsed = await (own_form ? ownForm(site, caller, parse()) : parse())
  const repeat = options.repeatable && repeatKeyOf(facts, endpoint.name, caller, parsed)
  const value = await handle(site, route, facts, caller, parsed, reply, repeat)
  if (isUnchanged(route, facts, reply)) return answers.from(answers.templates.json, null, 304, reply.headers)
  if (endpoint.answers !== 'json') return withCookies(endpoint.answers === 'redirect' ? sendOn(value, reply, answers) : sendFile(value, reply, answers), reply)
  const body = wrap(route, value, site)
  if (caller && route.kept) return keep(route.kept, caller, endpoint.status, body, answers)
  if (options.cached) return encode(body, `public, max-age=${milliseconds(options.cached) / 1000}`)
  if (!credential && reply.tags.length > 0) return encode(body, 'no-cache', addTags(stamp, reply.tags))
  return answer(route, body, reply, answers)
}

/** Whether they may, for every endpoint of every app, over HTTP and the socket. What is not a GET writes. Throws what they are told. */
export function admit({ endpoint, guard }: Route, caller: Caller | undefined): void {
  if (caller?.read_only && endpoint.method !== 'GET') throw forbidden('This API key may only read.')
  guard.admit(caller)
}

/** Runs the handler, with no handle for what it may not do: shared by HTTP and the socket. */
export async function handle(
  site: Site,
  { endpoint, handle }: Route,
  facts: RequestFacts,
  caller: Caller | undefined,
  parsed: ParsedRequest,
  reply: Reply,
  repeat?: RepeatKey,
): Promise<unknown> {
  const context = { actor_id: caller?.id ?? null, ip: facts.address, request_id: facts.id }
  const { store } = site
  return handle({
    ...parsed,
    caller,
    request: facts,
    reply,
    site,
    ...(endpoint.method === 'GET'
      ? { db: store.db }
      : {
          read: <T>(work: (db: typeof store.db) => Promise<T>) => work(store.db),
          write: <T>(work: Parameters<typeof store.write<T>>[1]) => store.write(context, repeat ? once(repeat, reply, work) : work),
        }),
  })
}

/** The handler has named what it gives, and the caller has it. */
function isUnchanged({ endpoint }: Route, { raw }: RequestFacts, { headers }: OwnHeaders): boolean {
  const { etag } = headers
  return etag !== undefined && endpoint.method === 'GET' && isKnown(raw.headers.get('if-none-match'), etag)
}

/** What a browser sends by itself, where the endpoint takes such a thing: its token is among its fields and looked at when they have been read. */
const isPlainForm = ({ raw }: RequestFacts, { endpoint }: Route): boolean =>
  typesOf(endpoint.body).includes(plain_form) && typeOf(raw) === plain_form && !raw.headers.has('x-csrftoken')

/** What cannot be read carries no token either. */
async function ownForm({ config }: Site, caller: Caller, parsing: Promise<ParsedRequest>): Promise<ParsedRequest> {
  const parsed = await parsing.catch(() => ({ params: {}, query: undefined, body: { data: new Uint8Array() } satisfies Upload }))
  checkFormToken(config, (parsed.body as Upload).data, caller)
  return parsed
}

function refuseForgery(
  site: Site,
  facts: RequestFacts,
  { endpoint }: Route,
  credential: Credential | undefined,
  caller: Caller | undefined,
  own_form: boolean,
): void {
  if (credential?.kind === 'bearer') return
  checkOrigin(site.config, facts)
  // The token of its own form is looked at with its fields.
  if (own_form) return
  if (caller || endpoint.door.name === 'session') checkCsrfToken(site.config, facts, caller)
}

/** Only declared fields leave: the answer goes through the contract's own schema. */
export function wrap({ endpoint }: Route, value: unknown, site: Site): unknown {
  if (endpoint.status === 204) return undefined
  const data = takes(endpoint.returns) ? (isShown(endpoint.returns, value) ? value : endpoint.returns.parse(value)) : undefined
  if (endpoint.bare) return data
  // Few doors tell the time, and writing it out costs more than the rest of the envelope.
  const context = {
    get now() {
      return site.now().toISOString()
    },
  }
  return endpoint.paged ? endpoint.door.page(data as Page<unknown>, context) : endpoint.door.success(data, context)
}

function keep(answers_of: WeakMap<object, string>, caller: Caller, status: number, body: unknown, answers: Answers): Response {
  const text = JSON.stringify(body)
  answers_of.set(caller, text)
  return answers.text(text, status)
}

function encode(body: unknown, cache_control: string, stamp?: Stamp): Encoded {
  return new Encoded(JSON.stringify(body), { type: 'application/json; charset=utf-8', cache_control, ...(stamp && { stamp }) })
}

function addTags(stamp: Stamp, tags: readonly string[]): Stamp {
  for (const tag of tags) stamp.tags.add(tag)
  return stamp
}

function answer({ endpoint }: Route, body: unknown, reply: OwnHeaders, answers: Answers): Response {
  const response = endpoint.status === 204 ? answers.from(answers.templates.json, null, 204, reply.headers) : answers.json(body, endpoint.status, reply.headers)
  if (endpoint.status === 204) response.headers.delete('content-type')
  return withCookies(response, reply)
}

function withCookies(response: Response, { cookies }: OwnHeaders): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

export class OwnHeaders implements Reply {
  readonly headers: Record<string, string> = {}
  readonly cookies: string[] = []
  readonly tags: string[] = []
  readonly #secure: boolean
  constructor(secure: boolean) {
    this.#secure = secure
  }
  header(name: string, value: string) {
    this.headers[name.toLowerCase()] = value
  }
  setCookie(name: string, value: string, options: Parameters<Reply['setCookie']>[2]) {
    this.cookies.push(writeCookie(name, value, this.#secure, options))
  }
  keepUntil(...tags: string[]) {
    this.tags.push(...tags)
  }
}
