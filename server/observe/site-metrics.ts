import type { Store } from '../db/store.ts'
import type { Limiter } from '../http/limiter.ts'
import { version } from '../version.ts'
import { Metrics } from './metrics.ts'
import { RequestMetrics } from './request-metrics.ts'

/** How often the event loop is asked for a turn. */
const turn_ms = 500

interface Watched {
  store: Store
  limiter: Limiter
  now: () => Date
}

/** What every site counts of itself. Each process counts alone: what reads `/metrics` asks each and adds up. */
export class SiteMetrics {
  readonly all = new Metrics()
  readonly requests = new RequestMetrics(this.all)
  readonly socket_calls = this.all.counter('banyan_socket_calls_total', 'Calls over a socket', 'endpoint', 'status')
  readonly limited = this.all.counter('banyan_limited_total', 'Calls refused by a limit', 'limit')
  readonly audited = this.all.counter('banyan_audit_entries_total', 'Committed audit entries: what happened, sign-ins that failed included', 'action')
  readonly jobs = this.all.histogram('banyan_job_duration_seconds', 'Jobs that this process ran', 'job', 'result')
  readonly #delays = this.all.histogram('banyan_event_loop_delay_seconds', 'How much later than asked for the event loop came to a timer')
  #turn: Timer | undefined

  constructor(watched: Watched) {
    this.#watchProcess()
    this.#watchStore(watched)
    this.all.figure('gauge', 'banyan_limiter_shared', '1 while all processes count together, 0 while this one counts alone', () =>
      watched.limiter.mode === 'redis' ? 1 : 0,
    )
  }

  start(): void {
    const delays = this.#delays.of()
    let due = performance.now() + turn_ms
    this.#turn = setInterval(() => {
      const at = performance.now()
      delays.observe(Math.max(0, at - due))
      due = at + turn_ms
    }, turn_ms)
    this.#turn.unref()
  }

  stop(): void {
    clearInterval(this.#turn)
  }

  #watchProcess(): void {
    const { all } = this
    all.figure('gauge', 'banyan_info', 'The version that runs', () => [{ value: 1, labels: { version } }])
    all.figure('gauge', 'process_start_time_seconds', 'When the process began, in seconds since 1970', () => performance.timeOrigin / 1000)
    all.figure('counter', 'process_cpu_seconds_total', 'Processor time of the process', () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    })
    all.figure('gauge', 'process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss())
  }

  #watchStore({ store, now }: Watched): void {
    const { all } = this
    all.figure('gauge', 'banyan_database_pool_connections', 'Connections to PostgreSQL', () => {
      const { connections } = store.figures()
      return connections ? Object.entries(connections).map(([state, value]) => ({ value, labels: { state } })) : []
    })
    all.figure(
      'gauge',
      'banyan_database_waiting',
      'Writes that wait for their commit to begin, or on PostgreSQL queries for a connection',
      () => store.figures().waiting,
    )
    all.figure('counter', 'banyan_database_commits_total', 'Commits to SQLite; many writes share one', () => {
      const { commits } = store.figures()
      return commits === undefined ? [] : [{ value: commits }]
    })
    all.figure('gauge', 'banyan_jobs', 'Jobs in the table that are not done', async () => {
      const { db } = store
      const rows = await db
        .selectFrom('jobs')
        .select((e) => ['state' as const, e.fn.countAll<number>().as('count')])
        .where('state', 'in', ['queued', 'running', 'dead'])
        .groupBy('state')
        .execute()
      return ['queued', 'running', 'dead'].map((state) => ({ value: Number(rows.find((row) => row.state === state)?.count ?? 0), labels: { state } }))
    })
    all.figure('gauge', 'banyan_job_oldest_due_seconds', 'How long the job that has waited longest could have run already', async () => {
      const at = now()
      const first = await store.db
        .selectFrom('jobs')
        .select('run_at')
        .where('state', '=', 'queued')
        .where('run_at', '<=', at.toISOString())
        .orderBy('run_at')
        .limit(1)
        .executeTakeFirst()
      return first ? (at.getTime() - Date.parse(first.run_at)) / 1000 : 0
    })
  }
}
