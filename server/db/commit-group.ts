import type { Database, Statement } from 'bun:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

interface Pending {
  work: () => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** More than this in one transaction would make the first answer wait too long. */
const max_group = 512
const busy_for_ms = 10_000

/**
 * Durable writes that share a commit. Works that arrive together run one after the other in one transaction, each in its own
 * savepoint: one that throws rolls back alone, no answer leaves before the commit, and a failed commit fails them all.
 */
export class CommitGroup {
  readonly #handle: Database
  readonly #sql: Record<'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'undo', Statement>
  readonly #max: number
  #waiting: Pending[] = []
  #running: Promise<void> | undefined
  /** Commits so far; with the number of writes it tells how many share one. */
  commits = 0

  constructor(handle: Database, max = max_group) {
    this.#handle = handle
    this.#max = max
    // Waiting for another process's write is #begin's business: SQLite's own waiting would stop the event loop.
    handle.run('pragma busy_timeout = 0')
    const prepare = (sql: string) => handle.prepare(sql)
    this.#sql = {
      begin: prepare('begin immediate'),
      commit: prepare('commit'),
      rollback: prepare('rollback'),
      savepoint: prepare('savepoint w'),
      release: prepare('release w'),
      undo: prepare('rollback to w'),
    }
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#running ??= new Promise((done) => setImmediate(() => void this.#drain().then(done)))
    })
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#max)
      try {
        await this.#begin()
        const settle = await this.#runGroup(group)
        this.#sql.commit.run()
        this.commits++
        for (const done of settle) done()
      } catch (error) {
        if (this.#handle.inTransaction) this.#sql.rollback.run()
        for (const { reject } of group) reject(error)
      }
    }
    this.#running = undefined
  }

  async #runGroup(group: Pending[]): Promise<(() => void)[]> {
    const settle: (() => void)[] = []
    for (const { work, resolve, reject } of group) {
      this.#sql.savepoint.run()
      try {
        const value = await work()
        settle.push(() => resolve(value))
      } catch (error) {
        // A full disk or a broken file ends the whole transaction: then nobody's write is kept, and everybody is told.
        if (!this.#handle.inTransaction) throw error
        this.#sql.undo.run()
        settle.push(() => reject(error))
      }
      this.#sql.release.run()
    }
    return settle
  }

  /** Another process may hold the write lock: wait for it without stopping the event loop. */
  async #begin(): Promise<void> {
    const until = performance.now() + busy_for_ms
    for (;;) {
      try {
        this.#sql.begin.run()
        return
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > until) throw error
        await sleep(5 + Math.random() * 15)
      }
    }
  }
}
