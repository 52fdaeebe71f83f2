import { CompiledQuery, type Kysely } from 'kysely'
import type { z } from 'zod'
import type { Event } from '#contract/event.ts'
import type { Job } from '../jobs/job.ts'
import { show } from '../shown.ts'
import { type AuditFacts, type Db, type Dialect, type EnqueueOptions, refuseOutsideWrite, type Tx, type WriteContext, writing } from './db.ts'
import { statement } from './prepared.ts'
import type { Tables } from './tables.ts'

/** What a committed write tells the rest of the process. */
export interface Announcements {
  /** The answer to the write waits for what this gives: so that an acknowledged write has been told. */
  published(event: Event, to: string[] | 'everyone', data: unknown): void | Promise<void>
  enqueued(): void
  audited(action: string): void
}

type Creator = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'getExecutor' | 'insertInto' | 'updateTable' | 'deleteFrom'> &
  Pick<Db, 'execute'>

export function readerOf(db: Kysely<Tables>, dialect: Dialect, execute?: Db['execute']): Db {
  return { ...handlesOf(db, execute), dialect }
}

/** The query builders as plain functions, so that a `Tx` can inherit them without carrying Kysely's own transactions. */
export function handlesOf(
  db: Kysely<Tables>,
  execute: Db['execute'] = ({ sql, parameters }) => db.executeQuery(CompiledQuery.raw(sql, [...parameters])),
): Creator {
  return {
    selectFrom: db.selectFrom.bind(db),
    selectNoFrom: db.selectNoFrom.bind(db),
    with: db.with.bind(db),
    fn: db.fn,
    getExecutor: db.getExecutor.bind(db),
    execute,
    insertInto: db.insertInto.bind(db),
    updateTable: db.updateTable.bind(db),
    deleteFrom: db.deleteFrom.bind(db),
  } as Creator
}

/** Runs the work with a fresh `Tx`; the caller commits, then calls `announce`. */
export async function runWork<T>(
  creator: Creator,
  dialect: Dialect,
  context: WriteContext,
  now: string,
  work: (tx: Tx) => Promise<T>,
): Promise<{ value: T; announce: (to: Announcements) => Promise<unknown> | undefined }> {
  const tx = new Writing(creator, dialect, context, now)
  const state = { open: true }
  try {
    const value = await writing.run(state, () => work(tx as unknown as Tx))
    return { value, announce: (to) => tx.announce(to) }
  } finally {
    state.open = false
  }
}

/** The query builders of one transaction with the verbs of a write. */
class Writing implements Omit<Tx, keyof Creator> {
  readonly dialect: Dialect
  readonly context: WriteContext
  readonly now: string
  readonly fn: Creator['fn']
  readonly selectFrom: Creator['selectFrom']
  readonly selectNoFrom: Creator['selectNoFrom']
  readonly with: Creator['with']
  readonly getExecutor: Creator['getExecutor']
  readonly execute: Creator['execute']
  readonly insertInto: Creator['insertInto']
  readonly updateTable: Creator['updateTable']
  readonly deleteFrom: Creator['deleteFrom']
  readonly #news: ((to: Announcements) => void | Promise<void>)[] = []

  constructor(creator: Creator, dialect: Dialect, context: WriteContext, now: string) {
    this.dialect = dialect
    this.context = context
    this.now = now
    this.fn = creator.fn
    this.selectFrom = creator.selectFrom
    this.selectNoFrom = creator.selectNoFrom
    this.with = creator.with
    this.getExecutor = creator.getExecutor
    this.execute = creator.execute
    this.insertInto = creator.insertInto
    this.updateTable = creator.updateTable
    this.deleteFrom = creator.deleteFrom
  }

  async audit({ action, model, object_id, before, after, actor_id }: AuditFacts): Promise<void> {
    const { context, now } = this
    const changes = before || after ? JSON.stringify({ before, after }) : '{}'
    await this.#run(
      'insert into audit_entries (id, actor_id, action, model, object_id, changes, ip, request_id, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [Bun.randomUUIDv7(), actor_id ?? context.actor_id, action, model, object_id, changes, context.ip, context.request_id, now],
    )
    this.#news.push((to) => to.audited(action))
  }

  async enqueue<S extends z.ZodType>(job: Job<S>, payload: z.input<S>, { key, run_at }: EnqueueOptions = {}): Promise<void> {
    await this.#run(
      "insert into jobs (id, name, payload, key, state, attempts, run_at, created_at) values (?, ?, ?, ?, 'queued', 0, ?, ?) on conflict (key) where key is not null do nothing",
      [Bun.randomUUIDv7(), job.name, JSON.stringify(job.payload.parse(payload)), key ?? null, run_at?.toISOString() ?? this.now, this.now],
    )
    this.#news.push((to) => to.enqueued())
  }

  async claim(name: string): Promise<boolean> {
    const { rows } = await this.#run('insert into claims (name, claimed_at) values (?, ?) on conflict (name) do nothing returning name', [name, this.now])
    return rows.length > 0
  }

  publish<S extends z.ZodType>(event: Event<string, S>, to: string[] | 'everyone', data: z.input<S>): z.output<S> {
    const shown = show(event.data, data)
    this.#news.push((announce) => announce.published(event, to, shown))
    return shown
  }

  afterCommit(then: () => void): void {
    this.#news.push(then)
  }

  announce(to: Announcements): Promise<unknown> | undefined {
    const waits = this.#news.map((tell) => tell(to)).filter((wait) => wait !== undefined)
    return waits.length > 0 ? Promise.all(waits) : undefined
  }

  #run(sql: string, values: unknown[]) {
    refuseOutsideWrite()
    return this.execute(statement(this.dialect, sql, values))
  }
}
