import { Redis } from 'ioredis'
import { keyFrom, seal, unseal } from '../crypto/seal.ts'
import { max_kept_news, type News, type NewsLog, tell } from './news.ts'

const stream = 'banyan:live'
const pause_ms = 200
/** No write waits longer than this for its news to be told. */
const patience_ms = 500
const batch = 500
/** How long a read waits for news before it asks again. */
const block_ms = 5000

interface Entry {
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

/** The cursor of an empty stream. */
const no_news = '0-0'

/** The order of Redis' stream ids: milliseconds, then a number. */
export function compareIds(a: string, b: string): number {
  const [a_ms = 0, a_n = 0] = a.split('-').map(Number)
  const [b_ms = 0, b_n = 0] = b.split('-').map(Number)
  return a_ms - b_ms || a_n - b_n
}

/** A stream in Redis gives every process the same news in the same order; what cannot be sent now waits here and is sent later, in order. */
export function redisNews(url: string, secret_key: string, onError: (error: unknown) => void): NewsLog {
  return new RedisNews(url, secret_key, onError)
}

class RedisNews implements NewsLog {
  readonly #sender: Redis
  readonly #reader: Redis
  readonly #onError: (error: unknown) => void
  /** Redis may write to disk what it carries, and others may write to Redis. */
  readonly #key: Buffer
  readonly #listeners: ((news: News) => void)[] = []
  readonly #waiting: Waiting[] = []
  readonly #seen = new Set<string>()
  #kept: News[] = []
  #last = no_news
  /** Nothing was ever told before what is kept. */
  #from_the_start = false
  #sending = false
  #open = true

  constructor(url: string, secret_key: string, onError: (error: unknown) => void) {
    this.#onError = onError
    this.#key = keyFrom(secret_key, 'live news')
    const options = { maxRetriesPerRequest: 1, connectTimeout: 1000, enableOfflineQueue: false, retryStrategy: (n: number) => Math.min(n * 100, 1000) }
    this.#sender = new Redis(url, { ...options, commandTimeout: 1000 })
    this.#reader = new Redis(url, options)
    for (const client of [this.#sender, this.#reader]) client.on('error', onError)
    void this.#read()
  }

  get cursor(): string {
    return this.#last
  }

  append(event: string, to: string[] | 'everyone', data: unknown): void | Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ entry: { uid: crypto.randomUUID(), event, to, data }, sent: resolve })
    void this.#send()
    // Nobody waits for a Redis that is known to be away.
    if (this.#sender.status !== 'ready') return
    const late = setTimeout(resolve, patience_ms)
    return promise.finally(() => clearTimeout(late))
  }

  hear(listener: (news: News) => void): void {
    this.#listeners.push(listener)
  }

  since(cursor: string): News[] | undefined {
    if (!/^\d{1,15}-\d{1,9}$/.test(cursor) || compareIds(cursor, this.#last) > 0 || !this.#reachesBack(cursor)) return undefined
    const first = this.#kept.findLastIndex((news) => compareIds(news.cursor, cursor) <= 0) + 1
    return this.#kept.slice(first)
  }

  #reachesBack(cursor: string): boolean {
    const first = this.#kept[0]
    return cursor === no_news ? this.#from_the_start : first !== undefined && compareIds(cursor, first.cursor) >= 0
  }

  async close(): Promise<void> {
    this.#open = false
    this.#sender.disconnect()
    this.#reader.disconnect()
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    while (this.#open && this.#waiting.length > 0) {
      const part = this.#waiting.slice(0, batch)
      try {
        await this.#add(part.map(({ entry }) => entry))
        this.#waiting.splice(0, part.length)
        for (const { sent } of part) sent()
      } catch (error) {
        this.#onError(error)
        await Bun.sleep(pause_ms)
      }
    }
    this.#sending = false
  }

  async #add(entries: Entry[]): Promise<void> {
    const pipeline = this.#sender.pipeline()
    for (const entry of entries) pipeline.xadd(stream, 'MAXLEN', '~', max_kept_news, '*', 'n', seal(this.#key, stream, JSON.stringify(entry)))
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
  }

  async #read(): Promise<void> {
    let begun = false
    while (this.#open)
      try {
        if (!begun) await this.#readBack()
        begun = true
        const answer = await this.#reader.xread('COUNT', batch, 'BLOCK', block_ms, 'STREAMS', stream, this.#last)
        for (const [, entries] of answer ?? []) for (const [id, fields] of entries) this.#hear(id, fields)
      } catch (error) {
        if (!this.#open) return
        this.#onError(error)
        await Bun.sleep(pause_ms)
      }
  }

  /** What was told before this process began, so that clients of another one can go on here. */
  async #readBack(): Promise<void> {
    const entries = (await this.#reader.xrevrange(stream, '+', '-', 'COUNT', max_kept_news)).reverse()
    this.#from_the_start = entries.length === 0
    for (const [id, fields] of entries) this.#keep(id, fields)
  }

  #hear(id: string, fields: string[]): void {
    const news = this.#keep(id, fields)
    if (news) for (const listener of this.#listeners) tell(listener, news, this.#onError)
  }

  #keep(id: string, fields: string[]): News | undefined {
    this.#last = id
    const opened = unseal(this.#key, stream, fields[1] ?? '')
    const { uid, event, to, data } = JSON.parse(opened?.toString() ?? '{}') as Partial<Entry>
    if (uid === undefined || event === undefined || to === undefined || this.#seen.has(uid)) return undefined
    this.#seen.add(uid)
    const news = { cursor: id, event, to, data }
    this.#kept.push(news)
    if (this.#kept.length > max_kept_news * 2) {
      this.#kept = this.#kept.slice(max_kept_news)
      this.#from_the_start = false
      this.#seen.clear()
    }
    return news
  }
}
