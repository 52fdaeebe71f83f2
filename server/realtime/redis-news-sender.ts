import { Redis } from 'ioredis'
import { seal } from '../crypto/seal.ts'
import { max_kept_news } from './news.ts'

export const stream = 'banyan:live'
/** What was under way when a connection broke fails at once; whoever asked decides whether to ask again. */
export const connection = {
  maxRetriesPerRequest: 0,
  connectTimeout: 1000,
  enableOfflineQueue: false,
  retryStrategy: (n: number): number => Math.min(n * 100, 1000),
}

const pause_ms = 200
/** No write waits longer than this for its news to be told; what waits beside the first that had to is let go with it. */
const patience_ms = 250
/** A connection on which nothing was answered for so long is given up. */
const dead_ms = 8000
const batch = 500
/** What has waited for Redis leaves over a second and a half: all at once it would keep every process, and everybody who reads what they missed, from answering. */
const portions = 30
const least_portion = 50
const portion_pause_ms = 50

export interface Entry {
  /** Tells a repeat after a lost answer from a second piece of news. */
  uid: string
  event: string
  to: string[] | 'everyone'
  data: unknown
}

interface Waiting {
  entry: Entry
  sent: () => void
}

/** Puts news into the stream; what cannot be sent now waits here and is sent later, in order. */
export class RedisNewsSender {
  readonly #redis: Redis
  readonly #key: Buffer
  readonly #onError: (error: unknown) => void
  readonly #waiting: Waiting[] = []
  #sending = false
  /** Redis has not taken what was sent last, or has not in time: until it has taken all that waited nobody waits for it. */
  #stalled = false
  /** How many portions are left of what has waited. */
  #portions_left = 0
  #open = true

  constructor(url: string, key: Buffer, onError: (error: unknown) => void) {
    this.#key = key
    this.#onError = onError
    this.#redis = new Redis(url, connection)
    this.#redis.on('error', onError)
  }

  /** Resolves when Redis has it, or when it is clear that it will take longer. */
  send(entry: Entry): void | Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ entry, sent: resolve })
    void this.#send()
    if (this.away) return
    const late = setTimeout(() => this.#stall(), patience_ms)
    return promise.finally(() => clearTimeout(late))
  }

  /** Nobody waits for a Redis that is known to be away. */
  get away(): boolean {
    return this.#redis.status !== 'ready' || this.#stalled
  }

  close(): void {
    this.#open = false
    this.#redis.disconnect()
  }

  #stall(): void {
    this.#stalled = true
    this.#portions_left = portions
    for (const { sent } of this.#waiting) sent()
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    while (this.#open && this.#waiting.length > 0) {
      const part = this.#waiting.slice(0, this.#portion())
      try {
        await this.#add(part.map(({ entry }) => entry))
        this.#waiting.splice(0, part.length)
        for (const { sent } of part) sent()
        if (this.#waiting.length === 0) this.#stalled = false
        else if (this.#stalled && --this.#portions_left > 0) await Bun.sleep(portion_pause_ms)
      } catch (error) {
        this.#onError(error)
        this.#stall()
        await Bun.sleep(pause_ms)
      }
    }
    this.#sending = false
  }

  #portion(): number {
    if (!this.#stalled || this.#portions_left <= 0) return batch
    return Math.min(batch, Math.max(least_portion, Math.ceil(this.#waiting.length / this.#portions_left)))
  }

  async #add(entries: Entry[]): Promise<void> {
    const pipeline = this.#redis.pipeline()
    for (const entry of entries) pipeline.xadd(stream, 'MAXLEN', '~', max_kept_news, '*', 'n', seal(this.#key, stream, JSON.stringify(entry)))
    // A silent Redis does in the end what it was asked: asking again meanwhile would fill the stream with repeats.
    const dead = setTimeout(() => this.#redis.disconnect(true), dead_ms)
    try {
      for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
    } finally {
      clearTimeout(dead)
    }
  }
}
