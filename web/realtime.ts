import type { AppStore } from './store.ts'

/** What one tab does with its socket. */
export interface Hears {
  /** A piece of news, in order and once. */
  news(event: string, data: unknown): void
  /** The line is new, or too much was missed: what is shown has to be read anew. */
  missed(): void
  /** The session has ended or changed: ask who is signed in; the answer says whether to go on. */
  session(): Promise<boolean>
}

interface Frame {
  event?: string
  data?: unknown
  cursor?: string
  reload?: boolean
}

const shortest_pause_ms = 500
const longest_pause_ms = 30_000
/** After a restart all clients come back: spread over this time. */
const restart_spread_ms = 3000
const ping_every_ms = 20_000
/** So long may the line be silent, with pings, before it counts as dead. */
const silence_ms = 30_000
const session_ended = 4401
const going_away = 1012

/**
 * Resolves when no call of this tab is under way, after some seconds in any case. A change of the password ends the session and brings a new one with
 * its answer: whoever asks before that has come is told that nobody is signed in.
 */
export async function answered(store: AppStore): Promise<void> {
  const underWay = () => Object.values(store.getState().api.mutations).some((call) => call?.status === 'pending')
  for (let tries = 100; tries > 0 && underWay(); tries--) await new Promise((go) => setTimeout(go, 50))
}

/** Keeps one socket open while somebody is signed in: comes back by itself and goes on where it stopped. */
export class Live {
  readonly #hears: Hears
  #ws: WebSocket | undefined
  #cursor: string | undefined
  #tries = 0
  #heard_at = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setInterval> | undefined
  #open = true

  constructor(hears: Hears) {
    this.#hears = hears
    addEventListener('online', this.#atOnce)
    document.addEventListener('visibilitychange', this.#atOnce)
    this.#connect()
  }

  close(): void {
    this.#open = false
    removeEventListener('online', this.#atOnce)
    document.removeEventListener('visibilitychange', this.#atOnce)
    clearTimeout(this.#again)
    this.#drop()
  }

  /** Somebody looks at the page or the network is back: no need to wait. */
  readonly #atOnce = () => {
    if (this.#ws || document.visibilityState !== 'visible') return
    this.#tries = 0
    this.#connect()
  }

  #connect(): void {
    clearTimeout(this.#again)
    if (!this.#open || this.#ws || !navigator.onLine) return
    // Said in the address, where it stopped is known before anything newer is sent, however slow the network.
    const from = this.#cursor === undefined ? '' : `?resume=${encodeURIComponent(this.#cursor)}`
    const ws = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/${from}`)
    this.#ws = ws
    this.#heard_at = Date.now()
    ws.onopen = () => {
      this.#ping = setInterval(() => this.#beat(ws), ping_every_ms)
    }
    ws.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)) as Frame)
    ws.onclose = ({ code }) => {
      if (this.#ws !== ws) return
      this.#drop()
      void this.#comeBack(code)
    }
  }

  #drop(): void {
    clearInterval(this.#ping)
    const ws = this.#ws
    this.#ws = undefined
    ws?.close()
  }

  #beat(ws: WebSocket): void {
    // A network that is gone closes nothing by itself.
    if (Date.now() - this.#heard_at > silence_ms) {
      this.#drop()
      void this.#comeBack(0)
    } else if (ws.readyState === WebSocket.OPEN) ws.send('{"ping":1}')
  }

  #hear({ event, data, cursor, reload }: Frame): void {
    this.#heard_at = Date.now()
    this.#tries = 0
    // What happened before the line stood was heard by nobody.
    if (reload || (cursor !== undefined && this.#cursor === undefined)) this.#hears.missed()
    if (event === 'kernel.session_changed') void this.#hears.session()
    else if (event !== undefined && event !== 'kernel.session_ended') this.#hears.news(event, data)
    if (cursor !== undefined && (reload || event !== undefined || this.#cursor === undefined)) this.#cursor = cursor
  }

  async #comeBack(code: number): Promise<void> {
    if (code === session_ended) {
      // Nothing of the ended session may be resumed; a new one of the same person begins afresh.
      this.#cursor = undefined
      if (!(await this.#hears.session())) return
    }
    const spread = code === going_away ? restart_spread_ms : Math.min(longest_pause_ms, shortest_pause_ms * 2 ** this.#tries++)
    clearTimeout(this.#again)
    if (this.#open) this.#again = setTimeout(() => this.#connect(), Math.random() * spread)
  }
}
