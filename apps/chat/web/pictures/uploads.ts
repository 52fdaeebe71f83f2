import type { ApiError } from '#web/transport.ts'
import type { Keep } from '../outbox.ts'

/** A picture on its way to the server, for a message that is being written or waits to be sent. Its id is the client's own. */
export interface Upload {
  id: string
  room_id: string
  message_id: string
  name: string
  alt: string
  width: number
  height: number
  /** Bytes to send. */
  size: number
  at: string
  state: 'waiting' | 'sending' | 'stored' | 'failed' | 'refused' | 'lost'
  sent: number
  /** What the server said to it. */
  problem?: Refusal
}
export type Refusal = 'too_large' | 'no_picture' | 'no_space' | 'blocked' | 'gone'

export interface Shelf {
  put(id: string, file: Blob): Promise<unknown>
  get(id: string): Promise<Blob | undefined>
  remove(id: string): Promise<unknown>
}

interface Way {
  keep: Keep
  files: Shelf
  send(upload: Upload, file: Blob, options: { onProgress: (sent: number, total: number) => void; signal: AbortSignal }): Promise<ApiError | undefined>
  takeBack(upload: Upload): void
}

const longest_pause_ms = 30_000
/** The server removes what was not sent after a day: what has lain here nearly as long is sent again. */
const believed_ms = 20 * 3_600_000

/** Sends pictures one after the other until the server has each or refuses it; over a reload they lie in the browser's own files. */
export class Uploads {
  readonly #prefix: string
  readonly #way: Way
  readonly #listeners = new Set<() => void>()
  readonly #wakers = new Set<() => void>()
  readonly #flying = new Map<string, { done: Promise<ApiError | undefined>; controller: AbortController }>()
  readonly #trying = new Set<string>()
  /** Not every browser keeps files, so those of this visit are held here too. */
  readonly #held = new Map<string, Blob>()
  #turn: Promise<unknown> = Promise.resolve()
  #all: readonly Upload[] = []
  #open = true

  constructor(owner: string, way: Way) {
    this.#prefix = `chat.picture.${owner}.`
    this.#way = way
    this.reread()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly all = () => this.#all
  readonly find = (id: string) => this.#all.find((one) => one.id === id)

  close(): void {
    this.#open = false
    for (const { controller } of this.#flying.values()) controller.abort()
    this.wake()
  }

  add(upload: Omit<Upload, 'state' | 'sent' | 'at'>, file: Blob): void {
    this.#held.set(upload.id, file)
    this.#put({ ...upload, at: new Date().toISOString(), state: 'waiting', sent: 0 })
    void this.#way.files.put(upload.id, file)
    void this.#keepTrying(upload.id)
  }

  describe(id: string, alt: string): void {
    const found = this.find(id)
    if (found) this.#put({ ...found, alt })
  }

  retry(id: string): void {
    const found = this.find(id)
    if (!found) return
    const { problem: _, ...rest } = found
    this.#put({ ...rest, state: 'waiting' })
    this.wake()
    void this.#keepTrying(id)
  }

  /** Thrown away: also what the server has of it. */
  discard(id: string): void {
    const found = this.find(id)
    this.forget(id)
    if (found && found.state !== 'refused' && found.state !== 'lost') this.#way.takeBack(found)
  }

  /** It has arrived with its message, or is not wanted any more. */
  forget(id: string): void {
    this.#flying.get(id)?.controller.abort()
    this.#held.delete(id)
    this.#way.keep.set(this.#prefix + id, null)
    void this.#way.files.remove(id)
    this.#show(this.#all.filter((one) => one.id !== id))
  }

  /** The network may be back: nobody waits any longer. */
  wake(): void {
    for (const waker of this.#wakers) waker()
  }

  /** Sends all that waits: what was left by the last visit too. */
  flush(): void {
    this.wake()
    for (const { id, state } of this.#all) if (state === 'waiting' || state === 'failed') void this.#keepTrying(id)
  }

  /** Another tab has added, sent or thrown away something; after a sign-out nothing is left. */
  reread(): void {
    const known = new Map(this.#all.map((one) => [one.id, one]))
    const kept = this.#way.keep.keys(this.#prefix).flatMap((key) => {
      const text = this.#way.keep.get(key)
      return text === null ? [] : [JSON.parse(text) as Upload]
    })
    const fresh = ({ at }: Upload) => Date.now() - Date.parse(at) < believed_ms
    this.#show(
      kept.map((one) => {
        if (one.state === 'stored' && fresh(one)) return one
        const here = known.get(one.id)
        return here ? { ...one, state: here.state, sent: here.sent } : { ...one, state: one.state === 'refused' ? 'refused' : 'waiting', sent: 0 }
      }),
    )
  }

  /** The server has them all when it resolves to nothing; else why it has not. */
  async settle(ids: readonly string[]): Promise<ApiError | undefined> {
    for (const id of ids) {
      const error = await this.#ensure(id)
      if (error) return error
    }
    return undefined
  }

  /** The server does not know them any more. */
  sendAnew(ids: readonly string[]): void {
    for (const one of this.#all) if (ids.includes(one.id)) this.#put({ ...one, state: 'waiting', sent: 0 })
  }

  async #ensure(id: string): Promise<ApiError | undefined> {
    const flying = this.#flying.get(id)
    if (flying) return flying.done
    const found = this.find(id)
    // Its message was sent by another tab, or says itself that it is missing.
    if (!found || found.state === 'stored') return undefined
    if (found.state === 'refused' || found.state === 'lost') return refusedError
    const controller = new AbortController()
    const done = this.#turn.then(() => this.#attempt(id, controller.signal)).finally(() => this.#flying.delete(id))
    this.#turn = done
    this.#flying.set(id, { done, controller })
    return done
  }

  async #attempt(id: string, signal: AbortSignal): Promise<ApiError | undefined> {
    const file = this.#held.get(id) ?? (await this.#way.files.get(id).catch(() => undefined))
    const upload = this.find(id)
    if (!upload || signal.aborted) return cut
    if (!file) {
      this.#put({ ...upload, state: 'lost' })
      return refusedError
    }
    this.#held.set(id, file)
    this.#change(id, { state: 'sending', sent: 0 })
    const error = await this.#way.send(upload, file, { signal, onProgress: (sent) => this.#change(id, { sent }) })
    const last = this.find(id)
    if (!last || signal.aborted) return cut
    const problem = error && refusalOf(error)
    if (!error) this.#put({ ...last, state: 'stored', sent: last.size })
    else if (problem) this.#put({ ...last, state: 'refused', problem })
    else this.#change(id, { state: 'failed', sent: 0 })
    return error
  }

  async #keepTrying(id: string): Promise<void> {
    if (this.#trying.has(id)) return
    this.#trying.add(id)
    for (let tries = 0; this.#open; tries++) {
      const error = await this.#ensure(id)
      const state = this.find(id)?.state
      if (!error || state === undefined || state === 'refused' || state === 'lost') break
      await this.#pause(error.retry_after ? error.retry_after * 1000 : Math.min(longest_pause_ms, 1000 * 2 ** tries))
    }
    this.#trying.delete(id)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#wakers.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#wakers.add(end)
    })
  }

  #put(upload: Upload): void {
    this.#way.keep.set(this.#prefix + upload.id, JSON.stringify(upload))
    this.#show([...this.#all.filter(({ id }) => id !== upload.id), upload])
  }

  /** What a reload does not have to know. */
  #change(id: string, change: Partial<Upload>): void {
    if (this.find(id)) this.#show(this.#all.map((one) => (one.id === id ? { ...one, ...change } : one)))
  }

  #show(all: readonly Upload[]): void {
    // The ids begin with the time.
    this.#all = all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const listener of this.#listeners) listener()
  }
}

const cut: ApiError = { status: 0, message: '', fields: {} }
const refusedError: ApiError = { status: 400, message: '', fields: { pictures: [''] } }

/** What waiting does not mend. */
function refusalOf({ status }: ApiError): Refusal | undefined {
  if (status === 400 || status === 415) return 'no_picture'
  if (status === 413) return 'too_large'
  if (status === 409) return 'no_space'
  if (status === 403) return 'blocked'
  return status === 404 ? 'gone' : undefined
}
