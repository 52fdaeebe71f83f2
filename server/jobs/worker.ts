import type { Site } from '../site.ts'
import type { Job } from './job.ts'

const lease_ms = 60_000
const idle_ms = 1000
const first_retry_ms = 2000
const longest_retry_ms = 3_600_000

interface Claimed {
  id: string
  name: string
  payload: string
  attempts: number
}

const context = { actor_id: null, ip: null, request_id: null }

/**
 * Takes jobs off the table and runs them, one after the other: each is leased first, so that two workers never run the same one at once
 * and a worker that died gives its jobs back.
 */
export class Worker {
  readonly #site: Site
  readonly #jobs: Map<string, Job>
  #stopped = false
  #loop: Promise<void> | undefined
  #wake: () => void = () => {}

  constructor(site: Site, jobs: Job[]) {
    this.#site = site
    this.#jobs = new Map(jobs.map((job) => [job.name, job]))
  }

  start(): void {
    this.#loop ??= this.#work()
  }

  /** There may be something to do before the next look. */
  wake(): void {
    this.#wake()
  }

  /** Finishes the job at hand and stops. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#loop
  }

  /** Runs what is due until nothing is; for tests and `./banyan worker --once`. Returns how many ran. */
  async drain(): Promise<number> {
    for (let done = 0; ; done++) if (!(await this.#runNext())) return done
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const ran = await this.#runNext().catch((error) => {
        this.#site.log.error({ err: error }, 'the worker could not take a job')
        return false
      })
      if (!ran && !this.#stopped) await this.#pause()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, idle_ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #runNext(): Promise<boolean> {
    const row = await this.#claim()
    if (!row) return false
    const job = this.#jobs.get(row.name)
    const began = performance.now()
    const count = (result: string) => this.#site.metrics.jobs.of(job?.name ?? 'unknown', result).observe(performance.now() - began)
    try {
      if (!job) throw new Error(`no job is called ${row.name}`)
      if (row.attempts > job.max_attempts) throw new Error('the worker died at every try')
      await job.run({ id: row.id, attempt: row.attempts, payload: job.payload.parse(JSON.parse(row.payload)), site: this.#site })
      await this.#finish(row)
      count('done')
    } catch (error) {
      count(await this.#fail(row, error, job?.max_attempts ?? 8))
    }
    return true
  }

  /** The oldest due job, its lease taken by one conditional statement. Nothing due costs one read and no write. */
  async #claim(): Promise<Claimed | undefined> {
    const { store, now } = this.#site
    const at = now()
    const due = store.db.selectFrom('jobs').select('id').where('state', 'in', ['queued', 'running']).where('run_at', '<=', at.toISOString())
    const free = due.where((e) => e.or([e('leased_until', 'is', null), e('leased_until', '<', at.toISOString())]))
    if (!(await free.limit(1).executeTakeFirst())) return
    return store.write(context, async (tx) => {
      const next = tx
        .selectFrom('jobs')
        .select('id')
        .where('state', 'in', ['queued', 'running'])
        .where('run_at', '<=', at.toISOString())
        .where((e) => e.or([e('leased_until', 'is', null), e('leased_until', '<', at.toISOString())]))
        .orderBy('run_at')
        .limit(1)
      return tx
        .updateTable('jobs')
        .set((e) => ({ state: 'running', attempts: e('attempts', '+', 1), leased_until: new Date(at.getTime() + lease_ms).toISOString() }))
        .where('id', '=', tx.dialect === 'postgres' ? next.forUpdate().skipLocked() : next)
        .returning(['id', 'name', 'payload', 'attempts'])
        .executeTakeFirst()
    })
  }

  /** Only the try that holds the job may say how it ended: one whose lease has run out has no say any more. */
  async #finish({ id, attempts }: Claimed): Promise<void> {
    await this.#site.store.write(context, (tx) =>
      tx
        .updateTable('jobs')
        .set({ state: 'done', leased_until: null, last_error: null, finished_at: tx.now })
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .execute(),
    )
  }

  async #fail(row: Claimed, error: unknown, max_attempts: number): Promise<'dead' | 'failed'> {
    const { store, log, now } = this.#site
    const dead = row.attempts >= max_attempts || (error as { permanent?: boolean } | null)?.permanent === true
    log[dead ? 'error' : 'warn'](
      { job: row.name, job_id: row.id, attempt: row.attempts, err: error },
      dead ? 'job is dead' : 'job failed and will be tried again',
    )
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    await store.write(context, (tx) =>
      tx
        .updateTable('jobs')
        .set({
          state: dead ? 'dead' : 'queued',
          leased_until: null,
          last_error: message,
          run_at: new Date(now().getTime() + retryDelay(row.attempts)).toISOString(),
          ...(dead && { finished_at: tx.now }),
        })
        .where('id', '=', row.id)
        .where('attempts', '=', row.attempts)
        .execute(),
    )
    return dead ? 'dead' : 'failed'
  }
}

/** Doubles each time, up to an hour, and spreads by up to half, so that what failed together does not come back together. */
export function retryDelay(attempts: number): number {
  const whole = Math.min(longest_retry_ms, first_retry_ms * 2 ** (attempts - 1))
  return Math.round(whole * (0.5 + Math.random() / 2))
}
