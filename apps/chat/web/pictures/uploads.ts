import type { ApiError } from '#web/transport.ts'
import type { Keep } from '../outbox.ts'
import type { Prepared } from './shrink.ts'
import { type Refusal, type Upload, UploadList } from './upload-list.ts'

export interface Shelf {
  put(id: string, file: Blob): Promise<unknown>
  get(id: string): Promise<Blob | undefined>
  remove(id: string): Promise<unknown>
}

interface Way {
  keep: Keep
  files: Shelf
  prepare(file: Blob): Promise<Prepared>
  send(upload: Upload, file: Blob, options: { onProgress: (sent: number, total: number) => void; signal: AbortSignal }): Promise<ApiError | undefined>
  takeBack(upload: Upload): void
}

const longest_pause_ms = 30_000

/** Sends pictures one after the other until the server has each or refuses it; over a reload they lie in the browser's own files. */
export class Uploads {
  readonly #way: Way
  readonly #list: UploadList
  readonly #wakers = new Set<() => void>()
  readonly #flying = new Map<string, { done: Promise<ApiError | undefined>; controller: AbortController }>()
  readonly #trying = new Set<string>()
  /** Not every browser keeps files, so those of this visit are held here too. */
  readonly #held = new Map<string, Blob>()
  #turn: Promise<unknown> = Promise.resolve()
  #open = true

  constructor(owner: string, way: Way) {
    this.#way = way
    this.#list = new UploadList(owner, way.keep)
  }

  readonly subscribe = (listener: () => void) => this.#list.subscribe(listener)
  readonly all = () => this.#list.all()
  readonly find = (id: string) => this.#list.find(id)

  close(): void {
    this.#open = false
    for (const { controller } of this.#flying.values()) controller.abort()
    this.wake()
  }

  add(upload: Omit<Upload, 'state' | 'sent' | 'at'>, file: Blob): void {
    this.#held.set(upload.id, file)
    this.#list.put({ ...upload, at: new Date().toISOString(), state: 'waiting', sent: 0 })
    void this.#way.files.put(upload.id, file)
    void this.#keepTrying(upload.id)
  }

  describe(id: string, alt: string): void {
    const found = this.find(id)
    if (found) this.#list.put({ ...found, alt })
  }

  retry(id: string): void {
    const found = this.find(id)
    if (!found) return
    const { problem: _, ...rest } = found
    this.#list.put({ ...rest, state: 'waiting' })
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
    void this.#way.files.remove(id)
    this.#list.remove(id)
  }

  /** The network may be back: nobody waits any longer. */
  wake(): void {
    for (const waker of this.#wakers) waker()
  }

  /** Sends all that waits: what was left by the last visit too. */
  flush(): void {
    this.wake()
    for (const { id, state } of this.#list.all()) if (state === 'waiting' || state === 'failed') void this.#keepTrying(id)
  }

  /** Another tab has added, sent or thrown away something; after a sign-out nothing is left. */
  reread(): void {
    this.#list.reread()
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
    for (const one of this.#list.all()) if (ids.includes(one.id)) this.#list.put({ ...one, state: 'waiting', sent: 0 })
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
      this.#list.put({ ...upload, state: 'lost' })
      return refusedError
    }
    this.#held.set(id, file)
    const ready = await this.#prepare(upload, file)
    const prepared = this.find(id)
    if (!prepared || signal.aborted) return cut
    this.#list.change(id, { state: 'sending', sent: 0 })
    const error = await this.#way.send(prepared, ready, { signal, onProgress: (sent) => this.#list.change(id, { sent }) })
    const last = this.find(id)
    if (!last || signal.aborted) return cut
    const problem = error && refusalOf(error)
    if (!error) this.#list.put({ ...last, state: 'stored', sent: last.size })
    else if (problem) this.#list.put({ ...last, state: 'refused', problem })
    else this.#list.change(id, { state: 'failed', sent: 0 })
    return error
  }

  /** As it is sent: without a size it has not been looked at yet, or this browser cannot read it. */
  async #prepare({ id, width: known }: Upload, file: Blob): Promise<Blob> {
    if (known > 0) return file
    const { blob, width, height } = await this.#way.prepare(file)
    const found = this.find(id)
    if (!found) return blob
    this.#held.set(id, blob)
    if (blob !== file) void this.#way.files.put(id, blob)
    this.#list.put({ ...found, width, height, size: blob.size })
    return blob
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
