import type { Kysely } from 'kysely'
import type { Job } from '../jobs/job.ts'
import { type AuditFacts, type Db, type Dialect, type EnqueueOptions, refuseOutsideWrite, type Tx, type WriteContext, writing } from './db.ts'
import type { Tables } from './tables.ts'

/** What a committed write tells the rest of the process. */
export interface Announcements {
  published(event: string, to: string[] | 'everyone', data: unknown): void
  enqueued(): void
}

type Creator = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'getExecutor' | 'insertInto' | 'updateTable' | 'deleteFrom'>

export function readerOf(db: Kysely<Tables>, dialect: Dialect): Db {
  return { ...handlesOf(db), dialect }
}

/** The query builders as plain functions, so that a `Tx` can inherit them without carrying Kysely's own transactions. */
export function handlesOf(db: Kysely<Tables>): Creator {
  return {
    selectFrom: db.selectFrom.bind(db),
    selectNoFrom: db.selectNoFrom.bind(db),
    with: db.with.bind(db),
    fn: db.fn,
    getExecutor: db.getExecutor.bind(db),
    insertInto: db.insertInto.bind(db),
    updateTable: db.updateTable.bind(db),
    deleteFrom: db.deleteFrom.bind(db),
  } as Creator
}

/** Runs one of the kernel's own statements, in plain SQL with `?` for each value. */
export type RunStatement = (sql: string, values: readonly unknown[]) => { rows: unknown[] } | Promise<{ rows: unknown[] }>

/** Runs the work with a fresh `Tx`; the caller commits, then calls `announce`. */
export async function runWork<T>(
  creator: Creator,
  runStatement: RunStatement,
  dialect: Dialect,
  context: WriteContext,
  now: string,
  work: (tx: Tx) => Promise<T>,
): Promise<{ value: T; announce: (to: Announcements) => void }> {
  const news: ((to: Announcements) => void)[] = []
  const run = (sql: string, values: unknown[]) => {
    refuseOutsideWrite()
    return runStatement(sql, values)
  }
  const verbs = {
    dialect,
    now,
    context,
    async audit(facts: AuditFacts) {
      await run('insert into audit_entries (id, actor_id, action, model, object_id, changes, ip, request_id, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        Bun.randomUUIDv7(),
        facts.actor_id ?? context.actor_id,
        facts.action,
        facts.model,
        facts.object_id,
        JSON.stringify({ ...(facts.before && { before: facts.before }), ...(facts.after && { after: facts.after }) }),
        context.ip,
        context.request_id,
        now,
      ])
    },
    async enqueue(job: Job, payload: unknown, options: EnqueueOptions = {}) {
      await run(
        "insert into jobs (id, name, payload, key, state, attempts, run_at, created_at) values (?, ?, ?, ?, 'queued', 0, ?, ?) on conflict (key) do nothing",
        [Bun.randomUUIDv7(), job.name, JSON.stringify(job.payload.parse(payload)), options.key ?? null, (options.run_at ?? new Date(now)).toISOString(), now],
      )
      news.push((to) => to.enqueued())
    },
    async claim(name: string) {
      const { rows } = await run('insert into claims (name, claimed_at) values (?, ?) on conflict (name) do nothing returning name', [name, now])
      return rows.length > 0
    },
    publish(event: { name: string; data: { parse(data: unknown): unknown } }, to: string[] | 'everyone', data: unknown) {
      const parsed = event.data.parse(data)
      news.push((announce) => announce.published(event.name, to, parsed))
    },
    afterCommit(then: () => void) {
      news.push(then)
    },
  }
  const tx = Object.assign(Object.create(creator), verbs) as Tx
  const state = { open: true }
  try {
    const value = await writing.run(state, () => work(tx))
    return { value, announce: (to) => news.forEach((tell) => void tell(to)) }
  } finally {
    state.open = false
  }
}
