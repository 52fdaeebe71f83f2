import type { ServerWebSocket } from 'bun'
import { type Problem, Problem as ProblemError } from '#contract/problem.ts'
import type { Caller, Credential } from '../http/caller.ts'
import type { RequestFacts } from '../http/request.ts'
import { type CallFrame, closes, type Frame, FrameAllowance, isRef, newsFrame, readCall, readFrame } from './frames.ts'
import type { News } from './news.ts'

/** The runtime's topic of all who listen, for news that are for everyone: it sends those at a third of the cost of one by one. */
export const everyone = 'everyone'

const auth_patience_ms = 10_000
/** So long a client that was away has to say where it stopped, when it did not say so in the address. */
const resume_patience_ms = 500
const max_queued_calls = 64
/** So many frames that say nothing, and the client is broken or worse. */
const max_strikes = 10

/** What a connection asks of the hub. */
export interface Backing {
  now(): number
  authenticate(credential: Credential, facts: RequestFacts): Promise<Caller | undefined>
  /** It is one of its person's from here on; its caller is gone where their session has ended meanwhile. */
  joined(connection: Connection): Promise<void>
  /** May this caller join the connection's room? */
  mayJoin(connection: Connection): Promise<boolean>
  since(cursor: string): News[] | undefined
  reached(cursor: string): Promise<void>
  cursor(): string
  /** Runs one call; gives the frame that answers it, never throws. */
  call(connection: Connection, frame: CallFrame): Promise<string>
  /** Before the next turn of the event loop `flush` is called. */
  flushSoon(connection: Connection): void
  /** In words that callers may see. */
  problem(error: unknown, facts: RequestFacts): Problem
}

/** A room that an address is joined to: `/ws/chat/:room/`. */
export interface Room {
  app: string
  id: string
}

/** One open socket and what it may say. Its calls run one after the other, so that what was sent first happens first. */
export class Connection {
  readonly facts: RequestFacts
  readonly room: Room | undefined
  caller: Caller | undefined
  credential: Credential | undefined
  #ws: ServerWebSocket<Connection> | undefined
  readonly #backing: Backing
  #patience: Timer
  /** The newest that the client knew of when it was ready. */
  #ready_at = ''
  #listening = false
  #has_resumed = false
  /** It came with the cookie of a session that is over. */
  readonly #ended: boolean
  /** It listened, and waits for its turn to read anew. */
  #held = false
  #unsent: string | string[] | undefined
  #queue: Promise<void> = Promise.resolve()
  #queued = 0
  #strikes = 0
  readonly #allowance: FrameAllowance

  constructor(backing: Backing, facts: RequestFacts, room?: Room, found?: { caller: Caller; credential: Credential } | 'ended') {
    this.#backing = backing
    this.facts = facts
    this.room = room
    this.#ended = found === 'ended'
    if (found && found !== 'ended') ({ caller: this.caller, credential: this.credential } = found)
    this.#allowance = new FrameAllowance(backing.now())
    this.#patience = setTimeout(() => this.close(closes.unauthenticated, 'no auth frame'), auth_patience_ms)
  }

  opened(ws: ServerWebSocket<Connection>): void {
    this.#ws = ws
    // A page whose session has ended asks anew who it is; a browser could not read a refusal of the handshake.
    if (this.#ended) this.renew(undefined)
    // First in the queue: a client may ask to resume without waiting for `ready`.
    if (this.caller) this.#enqueue(() => this.#ready())
  }

  /** The socket has closed. */
  gone(): void {
    this.#ws = undefined
    clearTimeout(this.#patience)
  }

  /** What is sent in one turn of the event loop leaves together. */
  send(frame: string): void {
    if (!this.#ws) return
    if (this.#unsent === undefined) {
      this.#unsent = frame
      this.#backing.flushSoon(this)
    } else if (typeof this.#unsent === 'string') this.#unsent = [this.#unsent, frame]
    else this.#unsent.push(frame)
  }

  /** A reader that is slower than its news is closed by the runtime at its back-pressure limit. */
  flush(): void {
    const [ws, unsent] = [this.#ws, this.#unsent]
    this.#unsent = undefined
    if (!ws || unsent === undefined) return
    if (typeof unsent === 'string') ws.send(unsent)
    else
      ws.cork(() => {
        for (const frame of unsent) ws.send(frame)
      })
  }

  close(code: number, reason: string): void {
    clearTimeout(this.#patience)
    this.flush()
    this.#ws?.close(code, reason)
  }

  hear(message: string | Buffer): void {
    if (!this.#allowance.take(this.#backing.now())) {
      this.close(closes.policy, 'too many frames')
      return
    }
    const frame = this.#parse(message)
    if (!frame) return
    if ('ping' in frame) this.#say({ pong: typeof frame['ping'] === 'number' ? frame['ping'] : 1 })
    else if (this.#queued >= max_queued_calls) this.#refuse('too_many_requests', 'Wait for answers before you ask more.', frame)
    else this.#enqueue(() => this.#act(frame), frame)
  }

  /** Replaces or drops who this is; a caller whose access ended is told and let go. */
  renew(caller: Caller | undefined): void {
    this.caller = caller
    this.#say({ event: caller ? 'kernel.session_changed' : 'kernel.session_ended', data: {} })
    if (!caller) this.close(closes.unauthenticated, 'the session has ended')
  }

  #parse(message: string | Buffer): Frame | undefined {
    try {
      return readFrame(message)
    } catch (error) {
      this.#strike(error)
      return undefined
    }
  }

  #strike(error: unknown, frame?: Frame): void {
    const { code, message } = this.#backing.problem(error, this.facts)
    this.#refuse(code, message, frame)
    if (++this.#strikes >= max_strikes) this.close(closes.policy, 'too many broken frames')
  }

  #enqueue(work: () => Promise<void>, frame?: Frame): void {
    this.#queued++
    const guarded = () => work().catch((error: unknown) => this.#strike(error, frame))
    this.#queue = this.#queue.then(guarded).finally(() => this.#queued--)
  }

  async #act(frame: Frame): Promise<void> {
    if (!this.#ws) return
    if ('auth' in frame) await this.#authenticate(frame['auth'])
    else if (!this.caller) this.#refuse('unauthenticated', 'Sign in first: {"auth":"<token>"}.', frame)
    else if ('resume' in frame) await this.#resume(frame['resume'])
    else if (typeof frame['endpoint'] === 'string') await this.#call(frame)
    else throw new ProblemError('malformed', 'Send auth, resume, ping, or a call with ref and endpoint.')
  }

  async #authenticate(secret: unknown): Promise<void> {
    if (this.caller) throw new ProblemError('malformed', 'This socket is signed in already.')
    const credential: Credential = { kind: 'bearer', secret: typeof secret === 'string' ? secret.slice(0, 8192) : '' }
    const caller = await this.#backing.authenticate(credential, this.facts)
    if (!caller) {
      this.#refuse('unauthenticated', 'That credential is not, or no longer, good.')
      this.close(closes.unauthenticated, 'bad credential')
      return
    }
    this.caller = caller
    this.credential = credential
    await this.#ready()
  }

  async #ready(): Promise<void> {
    clearTimeout(this.#patience)
    if (!(await this.#backing.mayJoin(this))) {
      this.#refuse('not_found', 'There is no such room.')
      this.close(closes.not_found, 'no such room')
      return
    }
    await this.#backing.joined(this)
    if (!this.caller) return
    this.#ready_at = this.#backing.cursor()
    this.#say({ ready: true, cursor: this.#ready_at })
    const from = new URLSearchParams(this.facts.search).get('resume')
    if (from !== null) return this.#resume(from)
    // A client that was away resumes first, so that it gets its news in order; one that does not, or that is slow, just goes on.
    this.#patience = setTimeout(() => {
      if (!this.#listen(this.#ready_at)) this.#sayReload()
    }, resume_patience_ms)
  }

  /** From here on news are sent as they come, beginning after a cursor. */
  #listen(cursor: string): boolean {
    clearTimeout(this.#patience)
    if (this.#listening) return true
    const missed = this.#backing.since(cursor)
    this.flush()
    this.#listening = true
    this.#held = false
    if (!this.room) this.#ws?.subscribe(everyone)
    // Whoever is told to read anew finds there what came until then.
    this.#deliver(missed ?? [])
    return missed !== undefined
  }

  /** What came may not be all: nothing more is told until `reload`. One that is not ready yet finds that its cursor is not known. */
  hold(): void {
    if (!this.#listening) return
    this.#listening = false
    this.#held = true
    this.#ws?.unsubscribe(everyone)
  }

  /** What was held reads anew, and hears again. */
  reload(): void {
    if (!this.#held) return
    this.#listen(this.#backing.cursor())
    this.#sayReload()
  }

  #sayReload(): void {
    this.#say({ reload: true, cursor: this.#backing.cursor() })
  }

  /** Once: what it brings may be the whole of what is kept. */
  async #resume(cursor: unknown): Promise<void> {
    if (this.#has_resumed) throw new ProblemError('malformed', 'This socket has resumed already.')
    this.#has_resumed = true
    const from = typeof cursor === 'string' ? cursor : ''
    clearTimeout(this.#patience)
    await this.#backing.reached(from)
    const whole = this.#listening ? this.#catchUp(from) : this.#listen(from)
    this.#say({ ...(whole ? { resumed: true } : { reload: true }), cursor: this.#backing.cursor() })
  }

  /** Too late to be in order: what was sent already is left out, so nothing comes twice. */
  #catchUp(from: string): boolean {
    const [missed, sent] = [this.#backing.since(from), this.#backing.since(this.#ready_at)]
    if (!missed || !sent) return false
    this.#deliver(missed.slice(0, Math.max(0, missed.length - sent.length)))
    return true
  }

  #deliver(missed: News[]): void {
    const { caller } = this
    for (const news of missed) if (caller && (news.to === 'everyone' || news.to.includes(caller.id))) this.tell(news)
  }

  /** Sends what is for this person, as soon as the client is ready for it. One that is joined to a room hears only of that. */
  tell(news: News): void {
    if (!this.#listening || (this.room && (news.data as { room_id?: unknown } | null)?.room_id !== this.room.id)) return
    this.send(newsFrame(news))
  }

  async #call(frame: Frame): Promise<void> {
    this.send(await this.#backing.call(this, readCall(frame)))
  }

  #refuse(code: Problem['code'], message: string, frame: Frame = {}): void {
    const { ref } = frame
    this.#say({ ...(isRef(ref) && { ref }), error: { code, message } })
  }

  #say(frame: object): void {
    this.send(JSON.stringify(frame))
  }
}
