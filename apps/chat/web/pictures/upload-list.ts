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

/** The server removes what was not sent after a day: what has lain here nearly as long is sent again. */
const believed_ms = 20 * 3_600_000

/** All pictures on their way, kept over a reload; whoever shows them hears of each change. */
export class UploadList {
  readonly #prefix: string
  readonly #keep: Keep
  readonly #listeners = new Set<() => void>()
  #all: readonly Upload[] = []

  constructor(owner: string, keep: Keep) {
    this.#prefix = `chat.picture.${owner}.`
    this.#keep = keep
    this.reread()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  all(): readonly Upload[] {
    return this.#all
  }
  find(id: string): Upload | undefined {
    return this.#all.find((one) => one.id === id)
  }

  put(upload: Upload): void {
    this.#keep.set(this.#prefix + upload.id, JSON.stringify(upload))
    this.#show([...this.#all.filter(({ id }) => id !== upload.id), upload])
  }

  /** What a reload does not have to know. */
  change(id: string, change: Partial<Upload>): void {
    if (this.find(id)) this.#show(this.#all.map((one) => (one.id === id ? { ...one, ...change } : one)))
  }

  remove(id: string): void {
    this.#keep.set(this.#prefix + id, null)
    this.#show(this.#all.filter((one) => one.id !== id))
  }

  /** Takes up what another tab, or the last visit, has left. */
  reread(): void {
    const known = new Map(this.#all.map((one) => [one.id, one]))
    const kept = this.#keep.keys(this.#prefix).flatMap((key) => {
      const text = this.#keep.get(key)
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

  #show(all: readonly Upload[]): void {
    // The ids begin with the time.
    this.#all = all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const listener of this.#listeners) listener()
  }
}
