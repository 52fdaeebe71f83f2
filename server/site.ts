import type { App } from './app.ts'
import type { KeptAnswers } from './cache/kept-answers.ts'
import type { Config } from './config.ts'
import type { Store } from './db/store.ts'
import type { Files } from './files/files.ts'
import type { Freshness } from './http/freshness.ts'
import type { Limiter } from './http/limiter.ts'
import type { Log } from './observe/log.ts'
import type { SiteMetrics } from './observe/site-metrics.ts'
import type { Bus } from './realtime/bus.ts'
import type { NewsLog } from './realtime/news.ts'
import type { Presence } from './realtime/presence.ts'

/** What belongs to one running site, handed to handlers and jobs: no module keeps state of its own. */
export interface Site {
  config: Config
  store: Store
  files: Files
  limiter: Limiter
  bus: Bus
  news: NewsLog
  presence: Presence
  /** How long public answers may be kept. */
  freshness: Freshness
  /** Private answers, for their callers to get again. */
  kept: KeptAnswers
  log: Log
  metrics: SiteMetrics
  /** For what concerns all of them, such as a person's export and erasure. */
  apps: readonly App[]
  /** The clock; tests move it. */
  now: () => Date
}
