import { newId } from '#contract/ids.ts'
import type { ApiError } from '#web/transport.ts'
import type { Picture } from '../contract/pictures.ts'

/** A message on its way. Its id is the client's own, so however often it is sent it arrives once. */
export interface Pending {
  id: string
  room_id: string
  text: string
  reply_to?: string | undefined
  pictures?: PendingPicture[] | undefined
  at: string
  state: 'waiting' | 'sending' | 'failed'
  /** The server will not take it: trying again needs a person. */
  refused?: 'blocked' | 'gone' | 'pictures' | 'refused'
}

/** One of those that are sent ahead, under the message's id. */
export type PendingPicture = Pick<Picture, 'id' | 'alt' | 'width' | 'height' | 'size'>

/** Where the queue lies over a reload; one key for each message, so that two tabs do not overwrite each other's. */
export interface Keep {
  keys(start: string): string[]
  get(key: string): string | null
  set(key: string, value: string | null): void
}

type Send = (message: Pending) => Promise<ApiError | undefined>

const longest_pause_ms = 30_000
/** So many tries without an answer are shown as a failure; they go on all the same. */
const quiet_tries = 2

/** Sends in order, one after the other in each room, until the server has it or refuses it. */
export class Outbox {
  readonly #prefix: string
  readonly #keep: Keep
  readonly #send: Send
  readonly #busy = new Set<string>()
  readonly #wakers = new Set<() => void>()
  readonly #listeners = new Set<() => void>()
  #all: readonly Pending[] = []
  #open = true

  constructor(owner: string, keep: Keep, send: Send) {
    this.#prefix = `chat.queue.${owner}.`
    this.#keep = keep
    this.#send = send
    this.reread()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly all = () => this.#all

  close(): void {
    this.#open = false
    this.wake()
  }

  add(room_id: string, text: string, reply_to?: string, { id, pictures }: { id: string; pictures?: PendingPicture[] } = { id: newId() }): Pending {
    const pending: Pending = { id, room_id, text, reply_to, pictures, at: new Date().toISOString(), state: 'waiting' }
    this.#put(pending)
    void this.#pump(room_id)
    return pending
  }

  retry(id: string): void {
    const found = this.#all.find((one) => one.id === id)
    if (!found) return
    const { refused: _, ...rest } = found
    this.#put({ ...rest, state: 'waiting' })
    this.wake()
    void this.#pump(found.room_id)
  }

  drop(id: string): void {
    if (!this.#all.some((one) => one.id === id)) return
    this.#keep.set(this.#prefix + id, null)
    this.#show(this.#all.filter((one) => one.id !== id))
  }

  /** The network may be back: nobody waits any longer. */
  wake(): void {
    for (const waker of this.#wakers) waker()
  }

  /** Sends all that waits: what was left by the last visit too. */
  flush(): void {
    this.wake()
    for (const room_id of new Set(this.#all.map((one) => one.room_id))) void this.#pump(room_id)
  }

  /** Another tab has added, sent or thrown away something; after a sign-out nothing is left. */
  reread(): void {
    const kept = this.#keep.keys(this.#prefix).flatMap((key) => {
      const text = this.#keep.get(key)
      return text === null ? [] : [JSON.parse(text) as Omit<Pending, 'state'>]
    })
    const known = new Map(this.#all.map((one) => [one.id, one.state]))
    const all = kept.map((one): Pending => ({ ...one, state: known.get(one.id) ?? (one.refused ? 'failed' : 'waiting') }))
    // The ids begin with the time.
    this.#show(all.sort((a, b) => (a.id < b.id ? -1 : 1)))
  }

  #put(pending: Pending): void {
    const { state: _, ...kept } = pending
    this.#keep.set(this.#prefix + pending.id, JSON.stringify(kept))
    const others = this.#all.filter((one) => one.id !== pending.id)
    this.#show([...others, pending].sort((a, b) => (a.id < b.id ? -1 : 1)))
  }

  #show(all: readonly Pending[]): void {
    this.#all = all
    for (const listener of this.#listeners) listener()
  }

  #state(id: string, state: Pending['state']): void {
    if (this.#all.some((one) => one.id === id && one.state !== state)) this.#show(this.#all.map((one) => (one.id === id ? { ...one, state } : one)))
  }

  async #pump(room_id: string): Promise<void> {
    if (this.#busy.has(room_id)) return
    this.#busy.add(room_id)
    for (let tries = 0; this.#open; ) {
      const next = this.#all.find((one) => one.room_id === room_id && !one.refused)
      if (!next) break
      if (next.state !== 'failed') this.#state(next.id, 'sending')
      const error = await this.#send(next)
      const refused = error && refusal(error)
      if (!error || refused) tries = 0
      // Thrown away or sent by another tab meanwhile.
      if (!this.#all.some((one) => one.id === next.id)) continue
      if (!error) this.drop(next.id)
      else if (refused) this.#put({ ...next, state: 'failed', refused })
      else {
        this.#state(next.id, tries >= quiet_tries ? 'failed' : 'waiting')
        await this.#pause(error.retry_after ? error.retry_after * 1000 : Math.min(longest_pause_ms, 1000 * 2 ** tries))
        tries++
      }
    }
    this.#busy.delete(room_id)
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

/** What waiting does not mend. No answer, a restart, a limit or a session that is being renewed pass by themselves. */
function refusal({ status, fields }: ApiError): Pending['refused'] {
  if (status === 0 || status === 401 || status === 408 || status === 429 || status >= 500) return undefined
  if (fields['pictures']) return 'pictures'
  return status === 403 ? 'blocked' : status === 404 ? 'gone' : 'refused'
}
