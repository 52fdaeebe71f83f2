import { AsyncLocalStorage } from 'node:async_hooks'
import type { CompiledQuery, Kysely, QueryCreator, QueryResult } from 'kysely'
import type { z } from 'zod'
import type { Event } from '#contract/event.ts'
import type { Job } from '../jobs/job.ts'
import type { Tables } from './tables.ts'

export type Dialect = 'sqlite' | 'postgres'

/** A query that is built already. */
export type Ready = Pick<CompiledQuery, 'sql' | 'parameters'>

/** Reads; has no insert. On SQLite its handle is opened read-only as well. */
export type Db = Pick<QueryCreator<Tables>, 'selectFrom' | 'selectNoFrom' | 'with'> &
  Pick<Kysely<Tables>, 'fn' | 'getExecutor'> & {
    readonly dialect: Dialect
    /** Runs a query that is built already: see `prepared`. */
    execute<R>(query: Ready): Promise<QueryResult<R>>
  }

/** Who writes and from where; the audit log keeps it. */
export interface WriteContext {
  actor_id: string | null
  ip: string | null
  request_id: string | null
}

export interface AuditFacts {
  /** The name of the endpoint or event, such as `accounts.sign_in`. */
  action: string
  model: string
  object_id: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** For writes on somebody's own behalf before they are the caller, such as a sign-in. */
  actor_id?: string
}

export interface EnqueueOptions {
  /** A job with the same key is enqueued only once. */
  key?: string
  /** Not before this time; at once by default. */
  run_at?: Date
}

/** A write: rows, `audit`, `enqueue`, `publish`. All of it is committed together or not at all. */
export interface Tx extends Db, Pick<QueryCreator<Tables>, 'insertInto' | 'updateTable' | 'deleteFrom'> {
  /** The time of this write, the same for all its rows (ISO-8601, UTC). */
  readonly now: string
  readonly context: WriteContext
  audit(facts: AuditFacts): Promise<void>
  enqueue<S extends z.ZodType>(job: Job<S>, payload: z.input<S>, options?: EnqueueOptions): Promise<void>
  /** True for exactly one write ever, whoever asks at the same moment: for what may happen only once. */
  claim(name: string): Promise<boolean>
  /** What it publishes leaves only after the commit; `to` are user ids, or `'everyone'`. Gives what they are told, which may be the answer too. */
  publish<S extends z.ZodType>(event: Event<string, S>, to: string[] | 'everyone', data: z.input<S>): z.output<S>
  /** Runs in this process after the commit, such as dropping a cache entry. Must not throw. */
  afterCommit(run: () => void): void
}

export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
export type Read = <T>(work: (db: Db) => Promise<T>) => Promise<T>

/** The write whose work runs here; closed when the work is over, since what the work left running keeps seeing it. */
export const writing = new AsyncLocalStorage<{ open: boolean }>()

/** Inside a write a second handle fails at once instead of waiting for itself. */
export function refuseInsideWrite(what: string) {
  if (writing.getStore()?.open) throw new Error(`${what} inside a write: use the tx that it was given.`)
}

/** Outside its write a tx would join somebody else's transaction, or none. */
export function refuseOutsideWrite() {
  if (!writing.getStore()?.open) throw new Error('A tx was used after its write had ended.')
}
