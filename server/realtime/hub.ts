import type { Server as BunServer, ServerWebSocket, WebSocketHandler } from 'bun'
import { Problem, unauthenticated } from '#contract/problem.ts'
import type { App } from '../app.ts'
import { countedAddress } from '../http/address.ts'
import { take } from '../http/admit.ts'
import { refuseHuge } from '../http/body.ts'
import { credentialOf } from '../http/call.ts'
import type { Authenticate } from '../http/caller.ts'
import { checkOrigin } from '../http/csrf.ts'
import { problemOf } from '../http/failure.ts'
import { limits } from '../http/limits.ts'
import type { RequestFacts } from '../http/request.ts'
import type { Route } from '../http/routes.ts'
import type { Site } from '../site.ts'
import { type Backing, Connection, everyone, type Room } from './connection.ts'
import { closes, newsFrame } from './frames.ts'
import type { News } from './news.ts'
import type { Presence } from './presence.ts'
import { callable, callOverSocket } from './socket-call.ts'

const max_per_user = 20
/** Credentials end by time too: each is looked at again this often. */
const sweep_ms = 30_000

/** Everybody is told to read anew within two seconds. */
const reload_turns = 40
const reload_pause_ms = 50

/** How the runtime handles the sockets of a hub. */
const socket_settings = {
  maxPayloadLength: 64 * 1024,
  // Seconds. The runtime pings meanwhile; a lost network shows within this time.
  idleTimeout: 24,
  sendPings: true,
  backpressureLimit: 1024 * 1024,
  closeOnBackpressureLimit: true,
  // Compression beside secrets tells their length.
  perMessageDeflate: false,
} as const

/** All open sockets of this process: who they belong to, and what news they hear. */
export class Hub {
  readonly #site: Site
  readonly #apps: App[]
  readonly #authenticate: Authenticate
  readonly #routes: Map<string, Route>
  readonly #open = new Set<Connection>()
  readonly #in_rooms = new Set<Connection>()
  #server: BunServer<Connection> | undefined
  #unflushed: Connection[] = []
  readonly #by_user = new Map<string, Set<Connection>>()
  readonly #sweep: Timer
  readonly #backing: Backing
  readonly #presence: Presence

  constructor(site: Site, apps: App[], routes: Route[], authenticate: Authenticate, access_changed: string | undefined) {
    this.#site = site
    this.#apps = apps
    this.#authenticate = authenticate
    this.#routes = callable(routes)
    this.#backing = this.#makeBacking()
    this.#presence = site.presence
    for (const { presenceChanged } of apps)
      if (presenceChanged) site.presence.onChange((user_id, online) => this.#presenceChanged(presenceChanged, user_id, online))
    site.news.hear((news) => this.#tell(news))
    site.news.hearOfLoss(() => void this.#reloadAll())
    // After the listener that forgets remembered sessions: the kernel makes `authenticate` first.
    if (access_changed) site.bus.hear(access_changed, (data) => void this.#reconsider((data as { user_id: string }).user_id))
    site.metrics.all.figure('gauge', 'banyan_sockets_open', 'Open sockets', () => this.size)
    this.#sweep = setInterval(() => void this.#reconsider(), sweep_ms)
    this.#sweep.unref()
  }

  get size(): number {
    return this.#open.size
  }

  readonly handler: WebSocketHandler<Connection> = {
    ...socket_settings,
    open: (ws) => this.#opened(ws),
    message: (ws, message) => ws.data.hear(message),
    close: (ws) => this.#closed(ws.data),
  }

  /**
   * Makes a socket of a request to `/ws/…`. Throws problems: a page of another site, a bad credential, too many. The address never says who
   * it is: a cookie does (then `Origin` must be ours), a header, or the first frame.
   */
  async upgrade(facts: RequestFacts, server: BunServer<Connection>): Promise<Response | undefined> {
    refuseHuge(facts.raw)
    const room = this.#roomAt(facts.path)
    if (facts.raw.headers.get('upgrade')?.toLowerCase() !== 'websocket')
      throw new Problem('upgrade_required', 'This address speaks WebSocket.', { headers: { upgrade: 'websocket', connection: 'upgrade' } })
    await take(this.#site, `socket:${countedAddress(facts.address)}`, limits.socket)
    const credential = credentialOf(facts)
    checkOrigin(this.#site.config, facts)
    if (credential?.kind === 'cookie' && !facts.raw.headers.has('origin')) throw new Problem('csrf', 'A socket opened by a cookie needs its Origin.')
    const caller = credential && (await this.#authenticate(credential, facts))
    if (credential?.kind === 'bearer' && !caller) throw unauthenticated()
    const found = caller && credential ? { caller, credential } : credential && 'ended'
    if (caller && (this.#by_user.get(caller.id)?.size ?? 0) >= max_per_user)
      throw new Problem('too_many_requests', `At most ${max_per_user} sockets for an account.`, { retry_after: 30 })
    this.#server = server
    const data = new Connection(this.#backing, facts, room, found)
    if (server.upgrade(facts.raw, { data })) return undefined
    data.gone()
    throw new Problem('malformed', 'That was no WebSocket handshake.')
  }

  /** Tells every client to come back to another process, or to this one when it is up again. */
  stop(): void {
    clearInterval(this.#sweep)
    this.#presence.stop()
    for (const connection of this.#open) connection.close(closes.going_away, 'restarting')
  }

  #roomAt(path: string): Room | undefined {
    const [, app, id, ...rest] = path.split('/').filter(Boolean)
    if (app === undefined) return undefined
    if (id === undefined || rest.length > 0 || !this.#apps.some(({ name, mayJoin }) => name === app && mayJoin))
      throw new Problem('not_found', 'There is no such address.')
    // Ids have one spelling in news, and some clients write capitals.
    return { app, id: id.toLowerCase() }
  }

  #makeBacking(): Backing {
    const site = this.#site
    return {
      now: () => site.now().getTime(),
      authenticate: async (credential, facts) => this.#authenticate(credential, facts),
      joined: async (connection) => {
        this.#joined(connection)
        // What ended the session while this was on its way was told only to those who had joined.
        await this.#ask(connection)
      },
      mayJoin: async ({ room, caller }) => {
        if (!room || !caller) return true
        const app = this.#apps.find(({ name }) => name === room.app)
        return (await app?.mayJoin?.(site.store.db, caller.id, room.id)) ?? false
      },
      since: (cursor) => site.news.since(cursor),
      reached: (cursor) => site.news.reached(cursor),
      cursor: () => site.news.cursor,
      flushSoon: (connection) => {
        if (this.#unflushed.push(connection) === 1) setImmediate(() => this.#flush())
      },
      call: (connection, frame) => callOverSocket(site, this.#routes, connection, frame),
      problem: (error, facts) => problemOf(error, facts, site.log),
    }
  }

  #flush(): void {
    const all = this.#unflushed
    this.#unflushed = []
    for (const connection of all) connection.flush()
  }

  #opened(ws: ServerWebSocket<Connection>): void {
    this.#open.add(ws.data)
    ws.data.opened(ws)
  }

  #joined(connection: Connection): void {
    const { caller } = connection
    if (!caller) return
    const known = this.#by_user.get(caller.id) ?? new Set()
    this.#by_user.set(caller.id, known.add(connection))
    if (connection.room) this.#in_rooms.add(connection)
    this.#presence.came(caller.id)
    if (known.size > max_per_user) connection.close(closes.too_many, 'too many sockets')
  }

  #closed(connection: Connection): void {
    connection.gone()
    this.#open.delete(connection)
    this.#in_rooms.delete(connection)
    if (connection.caller) this.#leave(connection, connection.caller.id)
  }

  #presenceChanged(tell: NonNullable<App['presenceChanged']>, user_id: string, online: boolean): void {
    tell(this.#site, user_id, online).catch((error: unknown) => this.#site.log.warn({ err: error }, 'presence was not told'))
  }

  #tell(news: News): void {
    if (news.to !== 'everyone') {
      for (const id of news.to) for (const connection of this.#by_user.get(id) ?? []) connection.tell(news)
      return
    }
    // What was said before leaves before.
    this.#flush()
    this.#server?.publish(everyone, newsFrame(news))
    for (const connection of this.#in_rooms) connection.tell(news)
  }

  /** By turns: were all to read at once, nobody would get an answer. */
  async #reloadAll(): Promise<void> {
    const all = [...this.#open]
    for (const connection of all) connection.hold()
    const in_a_turn = Math.ceil(all.length / reload_turns)
    for (let at = 0; at < all.length; at += in_a_turn) {
      for (const connection of all.slice(at, at + in_a_turn)) connection.reload()
      await Bun.sleep(reload_pause_ms)
    }
  }

  /** Asks again whether credentials are good: those of one user after a change, or all by and by. */
  async #reconsider(user_id?: string): Promise<void> {
    const asked = user_id === undefined ? [...this.#open] : [...(this.#by_user.get(user_id) ?? [])]
    for (const connection of asked) await this.#ask(connection, user_id !== undefined)
  }

  async #ask(connection: Connection, tell = false): Promise<void> {
    const { caller, credential, facts } = connection
    if (!caller || !credential) return
    const now = await Promise.resolve(this.#authenticate(credential, facts)).catch(() => caller)
    if (now === undefined) this.#leave(connection, caller.id)
    if (now === undefined || tell) connection.renew(now)
    else connection.caller = now
  }

  #leave(connection: Connection, user_id: string): void {
    const known = this.#by_user.get(user_id)
    if (!known?.delete(connection)) return
    if (known.size === 0) this.#by_user.delete(user_id)
    this.#presence.left(user_id)
  }
}
