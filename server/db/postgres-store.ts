import { Kysely, type KyselyPlugin } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres from 'postgres'
import { refuseInsideWrite, refuseOutsideWrite, type Tx, type WriteContext } from './db.ts'
import { type Store, silence } from './store.ts'
import type { Tables } from './tables.ts'
import { type Announcements, handlesOf, readerOf, runWork } from './write.ts'

/** Serialization failure, deadlock: the same work may simply be done again. */
const retryable = new Set(['40001', '40P01'])
const max_tries = 5

/** Types as SQLite gives them: times as ISO text, JSON as text, counts as numbers. One code reads both. */
const types = {
  time: {
    to: 1184,
    from: [1114, 1184],
    serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
    parse: (value: string) => new Date(value).toISOString(),
  },
  day: { to: 1082, from: [1082], serialize: String, parse: String },
  count: { to: 20, from: [20], serialize: String, parse: Number },
  json: { to: 3802, from: [114, 3802], serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)), parse: String },
}

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

export interface PostgresOptions {
  now: () => Date
  /** Connections of this process. */
  max_connections?: number
  tls?: boolean
}

export function openPostgres(url: string, { now, max_connections = 10, tls }: PostgresOptions): Store {
  const client = postgres(url, {
    max: max_connections,
    types,
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: 'banyan', statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 },
    ...(tls && { ssl: 'require' as const }),
  })
  const db = new Kysely<Tables>({ dialect: new PostgresJSDialect({ postgres: client }) })
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
    announceTo(to) {
      listener = to
    },
    changedElsewhere: () => false,
    async close() {
      // A client that is told to end in the middle of a transaction never gets to its end.
      while (writes.size > 0) await Promise.allSettled(writes)
      // A connection that is just being made would be waited for without end.
      await client.end({ timeout: 5 })
      await db.destroy()
    },
  }
}
