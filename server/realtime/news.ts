/** A piece of news in its place among all others. */
export interface News {
  /** Opaque to clients; a later one sorts after an earlier one only for the log that gave them. */
  cursor: string
  event: string
  to: string[] | 'everyone'
  data: unknown
}

/** All live news of the site in one order, the same in every process, kept for a while for clients that were away. */
export interface NewsLog {
  /**
   * Gives it its place. In a cluster it resolves when the other processes can hear it, at the latest after a quarter of a second; with Redis out of reach it
   * waits in memory, and nothing is lost while this process lives.
   */
  append(event: string, to: string[] | 'everyone', data: unknown): void | Promise<void>
  /** Hears everything from now on, in order. */
  hear(listener: (news: News) => void): void
  /** Hears that some may have passed unheard, such as those of a Redis that lost its memory: whoever listens reads anew. */
  hearOfLoss(listener: () => void): void
  /** Resolves when `since` knows what was told before this process began; in a cluster at the latest after a second. */
  begun(): Promise<void>
  /** Resolves when what has this cursor has come here too, since another process may have been quicker; after a third of a second anyway, and at once where Redis is away. */
  reached(cursor: string): Promise<void>
  /** What came after a cursor; undefined when that is no longer known and the client must read anew. */
  since(cursor: string): News[] | undefined
  /** Of the newest. */
  readonly cursor: string
  close(): Promise<void>
}

/** So many are kept for clients that were away; who missed more reads anew. */
export const max_kept_news = 10_000

/** The log of a site that is one process. Its cursors end with the process: after a restart clients read anew. */
export function memoryNews(onError: (error: unknown) => void): NewsLog {
  const epoch = crypto.randomUUID().slice(0, 8)
  const listeners: ((news: News) => void)[] = []
  let kept: News[] = []
  let count = 0
  const cursorOf = (n: number) => `${epoch}.${n}`
  return {
    append(event, to, data) {
      const news = { cursor: cursorOf(++count), event, to, data }
      kept.push(news)
      // Half at a time, so that the cost of moving the rest is spread.
      if (kept.length > max_kept_news * 2) kept = kept.slice(max_kept_news)
      for (const listener of listeners) tell(listener, news, onError)
    },
    hear: (listener) => void listeners.push(listener),
    // Memory forgets only with the process.
    hearOfLoss() {},
    async begun() {},
    async reached() {},
    since(cursor) {
      const [of, text = ''] = cursor.split('.')
      const n = Number(text)
      const missed = count - n
      if (of !== epoch || !/^\d{1,15}$/.test(text) || missed < 0 || missed > kept.length) return undefined
      return missed === 0 ? [] : kept.slice(-missed)
    },
    get cursor() {
      return cursorOf(count)
    },
    async close() {},
  }
}

/** One listener that fails keeps nobody else from hearing. */
export function tell(listener: (news: News) => void, news: News, onError: (error: unknown) => void): void {
  try {
    listener(news)
  } catch (error) {
    onError(error)
  }
}
