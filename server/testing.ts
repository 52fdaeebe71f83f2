import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Args, addressOf, type Endpoint, type Returns, takes } from '#contract/endpoint.ts'
import type { App } from './app.ts'
import { type Environment, readConfig } from './config.ts'
import { openSite, type Running } from './main.ts'
import { makeLog } from './observe/log.ts'
import type { WebHalf } from './server.ts'
import { dropDatabase, freshDatabase, freshFile } from './testing-database.ts'

export interface TestSite extends Running {
  /** What the site logged, line by line. */
  logged: string[]
  /** Everything published since the start. */
  published: { event: string; to: string[] | 'everyone'; data: unknown }[]
  /** Moves the site's clock forward. */
  pass(ms: number): void
  /** A visitor with a cookie jar. */
  visitor(options?: { address?: string; headers?: Record<string, string> }): Visitor
  /** Somebody new, signed in with a cookie session and a CSRF token. Needs the accounts app. */
  person(username: string): Promise<Visitor>
  send(request: Request, address?: string): Promise<Response>
  /** The environment it was opened with, to open the same data again. */
  environment: Environment
  end(): Promise<void>
}

export interface Called<T> {
  status: number
  /** The data inside the door's envelope, when the call succeeded. */
  data: T
  /** The whole body as it stood on the wire. */
  body: unknown
  headers: Headers
}

interface Options {
  environment?: Environment
  web?: WebHalf & { directory: string }
  now?: () => Date
}

/**
 * A whole site on a real, fresh database, without a port: SQLite in a temporary folder, or the server that TEST_DATABASE_URL names
 * (with Redis at TEST_REDIS_URL).
 */
export async function testSite(apps: App[], { environment = {}, web, now }: Options = {}): Promise<TestSite> {
  const data_dir = environment['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'banyan-test-'))
  const database = environment['DATABASE_URL'] ?? (await freshDatabase(apps))
  if (!database && !environment['DATA_DIR']) await freshFile(apps, data_dir)
  const redis = process.env['TEST_REDIS_URL']
  const full: Environment = {
    BANYAN_ENV: 'testing',
    // Each its own: sites that share a Redis hear only those with the same secret.
    SECRET_KEY: `a secret of the tests, thirty-two bytes or more ${crypto.randomUUID()}`,
    RATE_LIMITS: 'off',
    DATA_DIR: data_dir,
    ...(database && { DATABASE_URL: database }),
    ...(database && redis && { REDIS_URL: redis }),
    ...environment,
  }
  const logged: string[] = []
  let moved = 0
  const clock = now ?? (() => new Date(Date.now() + moved))
  const running = await openSite({
    config: readConfig(full, () => ''),
    apps,
    now: clock,
    log: makeLog('info', { write: (line) => void logged.push(line) }),
    ...(web && { web }),
  })
  const published: TestSite['published'] = []
  running.site.bus.hear('*', (data, to, event) => published.push({ event, to, data }))
  const send = async (request: Request, address = '127.0.0.1') => running.server.handle(request, address)
  return Object.assign(running, {
    logged,
    published,
    environment: { ...full, DATA_DIR: data_dir },
    pass(ms: number) {
      moved += ms
    },
    send,
    visitor: (options = {}) => new Visitor(send, options),
    person: (username: string) => new Visitor(send, {}).signUp(username),
    async end() {
      await running.stop()
      if (!environment['DATA_DIR']) rmSync(data_dir, { recursive: true, force: true })
      if (database && !environment['DATABASE_URL']) await dropDatabase(database)
    },
  }) as TestSite
}

/** Calls endpoints as a browser or a program would: keeps cookies, sends the CSRF token once it has asked for one. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  token: string | undefined
  #csrf: string | undefined
  readonly #send: TestSite['send']
  readonly #address: string
  readonly #headers: Record<string, string>

  constructor(send: TestSite['send'], { address = '127.0.0.1', headers = {} }: { address?: string; headers?: Record<string, string> }) {
    this.#send = send
    this.#address = address
    this.#headers = headers
  }

  /** Asks for a CSRF token, as our own pages do before unsafe calls; again after signing in or out. */
  async withCsrf(): Promise<this> {
    const response = await this.request('/auth/csrf/')
    this.#csrf = ((await response.json()) as { csrfToken: string }).csrfToken
    return this
  }

  async signUp(username: string): Promise<this> {
    await this.withCsrf()
    const body = JSON.stringify({ username, email: `${username}@example.com`, password: 'Peepal-tree-7' })
    const response = await this.request('/auth/register/', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    if (response.status !== 201) throw new Error(`signing up ${username}: ${response.status} ${await response.text()}`)
    return this.withCsrf()
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ host: 'localhost', ...this.#headers })
    new Headers(init.headers as Record<string, string>).forEach((value, name) => {
      headers.set(name, value)
    })
    if (this.cookies.size > 0 && !headers.has('cookie')) headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (this.token && !headers.has('authorization')) headers.set('authorization', `Bearer ${this.token}`)
    if (this.#csrf && !headers.has('x-csrftoken')) headers.set('x-csrftoken', this.#csrf)
    const response = await this.#send(new Request(`http://localhost${path}`, { ...init, headers }), this.#address)
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  async call<E extends Endpoint>(endpoint: E, args: Args<E>): Promise<Called<Returns<E>>> {
    const { body, ...where } = args as { body?: unknown; params?: Record<string, string>; query?: Record<string, unknown> }
    const response = await this.request(addressOf(endpoint, where), {
      method: endpoint.method,
      ...(takes(endpoint.body) && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    const answer: unknown = text ? JSON.parse(text) : undefined
    const data = response.ok && !endpoint.bare ? unwrapped(endpoint, answer) : answer
    return { status: response.status, data: data as Returns<E>, body: answer, headers: response.headers }
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(at + 1))
  }
}

/** A page comes back as the handler gave it, however the door lays it out. */
function unwrapped(endpoint: Endpoint, answer: unknown): unknown {
  return endpoint.paged ? endpoint.door.readPage(answer) : endpoint.door.unwrap(answer)
}
