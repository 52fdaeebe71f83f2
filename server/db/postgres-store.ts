import type { Kysely, KyselyPlugin } from 'kysely'
import { refuseInsideWrite, refuseOutsideWrite, type Tx, type WriteContext } from './db.ts'
import { kyselyOnPool, openPool } from './postgres.ts'
import { type Store, silence } from './store.ts'
import type { Tables } from './tables.ts'
import { type Announcements, handlesOf, readerOf, runWork } from './write.ts'

/** Serialization failure, deadlock: the same work may simply be done again. */
const retryable = new Set(['40001', '40P01'])
const max_tries = 5

/** Looks before each query that it comes from where it should; SQLite's handles look by themselves. */
const before = (check: () => void): KyselyPlugin => ({
  transformQuery({ node }) {
    check()
    return node
  },
  transformResult: async ({ result }) => result,
})
const outsideWrites = before(() => refuseInsideWrite('A read on the outer handle'))
const insideWrites = before(refuseOutsideWrite)

const statement_ms = 30_000

export interface PostgresOptions {
  now: () => Date
  /** Connections of this process. */
  max_connections?: number
}

export function openPostgres(url: string, { now, max_connections = 10 }: PostgresOptions): Store {
  const pool = openPool(url, {
    max: max_connections,
    application_name: 'banyan',
    statement_timeout: statement_ms,
    idle_in_transaction_session_timeout: statement_ms,
    // Where the server has gone without a word.
    query_timeout: statement_ms + 5_000,
  })
  const db = kyselyOnPool(pool)
  let listener: Announcements = silence
  const reader = readerOf(db.withPlugin(outsideWrites), 'postgres')
  const executor = db.getExecutor.bind(db)
  const writes = new Set<Promise<unknown>>()
  async function writeOnce<T>(context: WriteContext, work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseInsideWrite('A write')
    for (let attempt = 1; ; attempt++)
      try {
        const run = (trx: Kysely<Tables>) => runWork(handlesOf(trx.withPlugin(insideWrites)), 'postgres', context, now().toISOString(), work)
        const { value, announce } = await db.transaction().execute(run)
        const told = announce(listener)
        if (told) await told
        return value
      } catch (error) {
        if (attempt >= max_tries || !retryable.has((error as { code?: string }).code ?? '')) throw error
      }
  }
  return {
    dialect: 'postgres',
    db: {
      ...reader,
      getExecutor: () => {
        refuseInsideWrite('A read on the outer handle')
        return executor()
      },
      execute: (query) => {
        refuseInsideWrite('A read on the outer handle')
        return reader.execute(query)
      },
    },
    write(context, work) {
      const result = writeOnce(context, work)
      const over = () => void writes.delete(result)
      writes.add(result)
      result.then(over, over)
      return result
    },
    migrate: (change) =>
      db.transaction().execute(async (trx) => {
        await change(trx as unknown as Kysely<Tables>)
      }),
    figures: () => ({ waiting: pool.waitingCount, connections: { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount } }),
    announceTo(to) {
      listener = to
    },
    changedElsewhere: () => false,
    async close() {
      // A client that is told to end in the middle of a transaction never gets to its end.
      while (writes.size > 0) await Promise.allSettled(writes)
      await db.destroy()
    },
  }
}
