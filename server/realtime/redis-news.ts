import { Redis } from 'ioredis'
import { keyFrom, unseal } from '../crypto/seal.ts'
import { max_kept_news, type News, type NewsLog, tell } from './news.ts'
import { connection, type Entry, RedisNewsSender, stream } from './redis-news-sender.ts'

/** The cursor of an empty stream. */
const no_news = '0-0'
const pause_ms = 200
/** How often to look whether the connection stands. */
const look_ms = 10
const batch = 500
/** So many are heard before whatever else there is gets its turn. */
const at_once = 25
/** How long a read waits for news before it asks again. */
const block_ms = 5000
/** So long a site that starts waits for what was told before it. */
const begin_patience_ms = 1000
const reach_patience_ms = 300
const cursor_form = /^\d{1,15}-\d{1,9}$/

/** The order of Redis' stream ids: milliseconds, then a number. */
export function compareIds(a: string, b: string): number {
  const [a_ms = 0, a_n = 0] = a.split('-').map(Number)
  const [b_ms = 0, b_n = 0] = b.split('-').map(Number)
  return a_ms - b_ms || a_n - b_n
}

/** Where what came after a cursor begins, in a list in order: any client may ask for it, so it takes no longer for a long list. */
export function firstAfter(kept: readonly { cursor: string }[], cursor: string): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareIds(kept[middle]?.cursor ?? no_news, cursor) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** A stream in Redis gives every process the same news in the same order; what cannot be sent now waits here and is sent later, in order. */
export function redisNews(url: string, secret_key: string, onError: (error: unknown) => void): NewsLog {
  return new RedisNews(url, secret_key, onError)
}

class RedisNews implements NewsLog {
  readonly #sender: RedisNewsSender
  readonly #reader: Redis
  readonly #onError: (error: unknown) => void
  /** Redis may write to disk what it carries, and others may write to Redis. */
  readonly #key: Buffer
  readonly #listeners: ((news: News) => void)[] = []
  readonly #loss_listeners: (() => void)[] = []
  readonly #begun = Promise.withResolvers<void>()
  #seen = new Set<string>()
  #seen_before = new Set<string>()
  #kept: News[] = []
  #last = no_news
  /** Everything after this is kept. */
  #reach = no_news
  /** A new connection may lead to a Redis that has forgotten, or that others have filled meanwhile. */
  #unsure = true
  #has_begun = false
  #late = false
  #open = true

  constructor(url: string, secret_key: string, onError: (error: unknown) => void) {
    this.#onError = onError
    this.#key = keyFrom(secret_key, 'live news')
    this.#sender = new RedisNewsSender(url, this.#key, onError)
    this.#reader = new Redis(url, connection)
    this.#reader.on('ready', () => {
      this.#unsure = true
    })
    this.#reader.on('error', onError)
    void this.#read()
  }

  get cursor(): string {
    return this.#last
  }

  append(event: string, to: string[] | 'everyone', data: unknown): void | Promise<void> {
    return this.#sender.send({ uid: crypto.randomUUID(), event, to, data })
  }

  hear(listener: (news: News) => void): void {
    this.#listeners.push(listener)
  }

  hearOfLoss(listener: () => void): void {
    this.#loss_listeners.push(listener)
  }

  async begun(): Promise<void> {
    const late = setTimeout(() => {
      // Whoever connects from here on may not hear all.
      this.#late = !this.#has_begun
      this.#begun.resolve()
    }, begin_patience_ms)
    await this.#begun.promise
    clearTimeout(late)
  }

  async reached(cursor: string): Promise<void> {
    const until = Date.now() + reach_patience_ms
    while (this.#open && !this.#sender.away && cursor_form.test(cursor) && compareIds(cursor, this.#last) > 0 && Date.now() < until) await Bun.sleep(look_ms)
  }

  since(cursor: string): News[] | undefined {
    if (!cursor_form.test(cursor) || compareIds(cursor, this.#last) > 0 || compareIds(cursor, this.#reach) < 0) return undefined
    return this.#kept.slice(firstAfter(this.#kept, cursor))
  }

  async close(): Promise<void> {
    this.#open = false
    this.#sender.close()
    this.#reader.disconnect()
  }

  async #read(): Promise<void> {
    while (this.#open)
      try {
        if (this.#reader.status !== 'ready') {
          await Bun.sleep(look_ms)
          continue
        }
        if (this.#unsure) await this.#makeSure()
        const answer = await this.#reader.xread('COUNT', batch, 'BLOCK', block_ms, 'STREAMS', stream, this.#last)
        const entries = answer?.[0]?.[1] ?? []
        // So far behind that some may have been cut off before they were read; what begins anew has nothing behind it.
        if (entries.length === batch && this.#last !== this.#reach && (await this.#hasForgotten())) this.#unsure = true
        else
          for (const [i, [id, fields]] of entries.entries()) {
            this.#hear(id, fields)
            if (i % at_once === at_once - 1) await new Promise(setImmediate)
          }
      } catch (error) {
        if (!this.#open) return
        this.#onError(error)
        await Bun.sleep(pause_ms)
      }
  }

  /** Takes up where it stopped; where Redis no longer has that place, begins anew and says so. */
  async #makeSure(): Promise<void> {
    this.#unsure = false
    try {
      if (!this.#has_begun) await this.#readBack()
      else if (this.#last !== no_news && (await this.#hasForgotten())) await this.#beginAnew()
    } catch (error) {
      this.#unsure = true
      throw error
    }
  }

  async #hasForgotten(): Promise<boolean> {
    const [oldest] = await this.#reader.xrange(stream, '-', '+', 'COUNT', 1)
    return oldest === undefined || compareIds(oldest[0], this.#last) > 0
  }

  /** What was told before this process began, so that clients of another one can go on here. */
  async #readBack(): Promise<void> {
    const entries = (await this.#reader.xrevrange(stream, '+', '-', 'COUNT', max_kept_news)).reverse()
    this.#reach = entries[0]?.[0] ?? no_news
    for (const [id, fields] of entries) this.#keep(id, fields)
    this.#has_begun = true
    this.#begun.resolve()
    if (this.#late) this.#tellLoss()
  }

  /** A Redis that has lost its memory, or that went on without us for too long: cursors from before lead nowhere. */
  async #beginAnew(): Promise<void> {
    // The time first: what comes between the two answers is then the oldest, and does not lie before the beginning.
    const [seconds = 0, micros = 0] = (await this.#reader.time()).map(Number)
    const [oldest] = await this.#reader.xrange(stream, '-', '+', 'COUNT', 1)
    const [ms = seconds * 1000 + Math.floor(micros / 1000)] = oldest?.[0].split('-').map(Number) ?? []
    this.#kept = []
    this.#last = `${ms - 1}-0`
    this.#reach = this.#last
    this.#tellLoss()
  }

  #tellLoss(): void {
    for (const listener of this.#loss_listeners) listener()
  }

  #hear(id: string, fields: string[]): void {
    const news = this.#keep(id, fields)
    if (news) for (const listener of this.#listeners) tell(listener, news, this.#onError)
  }

  #keep(id: string, fields: string[]): News | undefined {
    this.#last = id
    const opened = unseal(this.#key, stream, fields[1] ?? '')
    const { uid, event, to, data } = JSON.parse(opened?.toString() ?? '{}') as Partial<Entry>
    if (uid === undefined || event === undefined || to === undefined || this.#isRepeat(uid)) return undefined
    const news = { cursor: id, event, to, data }
    this.#kept.push(news)
    if (this.#kept.length > max_kept_news * 2) {
      this.#reach = this.#kept[max_kept_news - 1]?.cursor ?? id
      this.#kept = this.#kept.slice(max_kept_news)
    }
    return news
  }

  /** Remembers as many as are kept, at least: a repeat follows soon, if at all. */
  #isRepeat(uid: string): boolean {
    if (this.#seen.has(uid) || this.#seen_before.has(uid)) return true
    if (this.#seen.add(uid).size > max_kept_news * 2) {
      this.#seen_before = this.#seen
      this.#seen = new Set()
    }
    return false
  }
}
