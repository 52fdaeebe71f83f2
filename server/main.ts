import { join } from 'node:path'
import type { Event } from '#contract/event.ts'
import type { App } from './app.ts'
import { KeptAnswers } from './cache/kept-answers.ts'
import type { Config } from './config.ts'
import { migrate } from './db/migrate.ts'
import { openSqlite } from './db/sqlite-store.ts'
import type { Store } from './db/store.ts'
import { openFiles } from './files/open-files.ts'
import { Encoded } from './http/encoded.ts'
import { Freshness } from './http/freshness.ts'
import { type Limiter, memoryLimiter, noLimiter } from './http/limiter.ts'
import { StaticFiles } from './http/static-files.ts'
import { Scheduler } from './jobs/scheduler.ts'
import { tidyJobs, tidySchedules } from './jobs/tidy.ts'
import { Worker } from './jobs/worker.ts'
import { sendMail } from './mail/mail.ts'
import { type Log, makeLog } from './observe/log.ts'
import { SiteMetrics } from './observe/site-metrics.ts'
import { memoryBus } from './realtime/bus.ts'
import { memoryNews } from './realtime/news.ts'
import { Presence } from './realtime/presence.ts'
import { Server, type WebHalf } from './server.ts'
import type { Site } from './site.ts'

export interface SiteOptions {
  config: Config
  apps: App[]
  /** Moved by tests. */
  now?: () => Date
  log?: Log
  /** The built web client; without it there are no pages. */
  web?: WebHalf & { directory: string }
  /** How many writes share a commit; for the benchmark. */
  max_group?: number
  /** How much of private answers is kept, in characters; 0 for the benchmark. */
  max_kept_chars?: number
}

/** Without accounts everybody is a visitor. */
const nobody = { authenticate: () => undefined }

/** Files wait this long for the first requests to be answered. */
const read_ahead_ms = 500
/** How often to look whether another process has written to the same SQLite file. */
const look_ms = 250
/** What another process has changed is seen after this, even when nobody could tell of it. */
const cluster_fresh_ms = 900

/** A site that is put together but listens nowhere: the server, tests and the command line start from it. */
export class Running {
  readonly site: Site
  readonly server: Server
  readonly worker: Worker
  readonly #apps: App[]
  readonly #scheduler = new Scheduler()
  readonly #look: Timer
  readonly #files: StaticFiles
  readonly #forget: () => void
  #stopped: Promise<void> | undefined

  constructor(site: Site, options: SiteOptions) {
    this.site = site
    this.#apps = options.apps
    this.worker = new Worker(site, [sendMail, ...tidyJobs, ...options.apps.flatMap((app) => app.jobs ?? [])])
    const accounts = options.apps.find((app) => app.makeAuthenticate)?.makeAuthenticate?.(site)
    this.#files = filesOf(options)
    this.server = new Server(site, options.apps, this.#files, accounts ?? nobody, options.web)
    this.#forget = () => {
      accounts?.forget()
      this.server.forgetAnswers()
      site.kept.clear()
    }
    site.store.announceTo({
      published: (event, to, data) => this.#tell(event, to, data),
      enqueued: () => this.worker.wake(),
      audited: (action) => site.metrics.audited.of(action).add(),
    })
    const warn = throttled(site.log, 'Whether another program has written cannot be asked: nothing is kept from before')
    this.#look = setInterval(() => changedElsewhere(site.store, warn) && this.#forget(), look_ms)
    this.#look.unref()
    site.metrics.start()
    for (const { measures } of options.apps) measures?.(site.metrics.all)
  }

  #tell(event: Event, to: string[] | 'everyone', data: unknown): void | Promise<void> {
    this.site.bus.publish(event.name, to, data)
    return event.live ? this.site.news.append(event.name, to, data) : undefined
  }

  /** Fills what a fresh site needs to be of use. */
  async seed(): Promise<void> {
    for (const app of this.#apps) if (app.seed) await this.site.store.write({ actor_id: null, ip: null, request_id: null }, app.seed)
    if (this.site.config.BANYAN_ENV === 'development') await this.putSamples()
  }

  /** Fills a site that is being tried out with something to look at. */
  async putSamples(): Promise<void> {
    for (const app of this.#apps) await app.samples?.(this.site)
  }

  startWork(): void {
    this.worker.start()
    this.#scheduler.start(this.site, [...tidySchedules, ...this.#apps.flatMap((app) => app.schedules ?? [])])
    setTimeout(() => void this.#files.readAhead().catch((err) => this.site.log.warn({ err }, 'a file could not be read')), read_ahead_ms).unref()
  }

  /** Finishes the job at hand, then closes everything; asked again it only waits. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    clearInterval(this.#look)
    this.site.metrics.stop()
    this.server.hub.stop()
    this.#scheduler.stop()
    await this.worker.stop()
    await Promise.all([this.site.bus.close(), this.site.news.close(), this.site.limiter.close()])
    await this.site.store.close()
  }
}

/** Opens the database, brings its schema up to date, and puts a site together. */
export async function openSite(options: SiteOptions): Promise<Running> {
  const { config, apps, now = () => new Date(), log = makeLog(config.DEBUG ? 'debug' : config.LOG_LEVEL) } = options
  const store = await openStore(config, now, options.max_group)
  const warn = throttled(log, 'Redis cannot be reached: this process counts and tells by itself')
  try {
    await migrate(
      store,
      apps.map(({ name, migrations = {} }) => ({ name, migrations })),
      now,
    )
  } catch (error) {
    await store.close()
    throw error
  }
  const bus = config.REDIS_URL ? (await import('./realtime/redis-bus.ts')).redisBus(config.REDIS_URL, config.SECRET_KEY, warn) : memoryBus(warn)
  const news = config.REDIS_URL ? (await import('./realtime/redis-news.ts')).redisNews(config.REDIS_URL, config.SECRET_KEY, warn) : memoryNews(warn)
  const limiter = await openLimiter(config, now, warn)
  const site: Site = {
    config,
    store,
    files: openFiles(config),
    limiter,
    bus,
    news,
    presence: new Presence(bus, () => now().getTime()),
    freshness: new Freshness(bus, store.db.dialect === 'sqlite' ? Number.POSITIVE_INFINITY : cluster_fresh_ms),
    kept: new KeptAnswers(options.max_kept_chars),
    log,
    metrics: new SiteMetrics({ store, limiter, now }),
    apps,
    now,
  }
  const running = new Running(site, options)
  try {
    for (const app of apps) await app.check?.(site)
    await news.begun()
  } catch (error) {
    await running.stop()
    throw error
  }
  return running
}

/** What only a cluster needs is loaded only there: a small site starts without PostgreSQL's and Redis' clients. */
async function openStore(config: Config, now: () => Date, max_group?: number): Promise<Store> {
  const url = config.DATABASE_URL
  if (url && !url.startsWith('sqlite:')) return (await import('./db/postgres-store.ts')).openPostgres(url, { now })
  const file = url ? new URL(url).pathname : join(config.DATA_DIR, 'banyan.db')
  return openSqlite(file, { now, ...(max_group !== undefined && { max_group }) })
}

async function openLimiter(config: Config, now: () => Date, onError: (error: unknown) => void): Promise<Limiter> {
  if (!config.RATE_LIMITS) return noLimiter
  const clock = () => now().getTime()
  return config.REDIS_URL ? (await import('./http/redis-limiter.ts')).redisLimiter(config.REDIS_URL, clock, onError) : memoryLimiter(clock)
}

/** An outage is one line every few seconds, not one a request. */
function throttled(log: Log, what: string): (error: unknown) => void {
  let last = 0
  return (error) => {
    if (Date.now() - last < 5000) return
    last = Date.now()
    log.warn({ err: error }, what)
  }
}

/** A file that cannot be asked may have changed; thrown from a timer the error would end the process. */
function changedElsewhere(store: Store, warn: (error: unknown) => void): boolean {
  try {
    return store.changedElsewhere()
  } catch (error) {
    warn(error)
    return true
  }
}

function filesOf({ apps, web }: SiteOptions): StaticFiles {
  const files = new StaticFiles()
  if (web) files.addDirectory(web.directory)
  for (const app of apps)
    for (const { path, type, text } of app.files?.() ?? []) files.addAhead(path, () => new Encoded(text(), { type, cache_control: 'public, max-age=300' }))
  return files
}
