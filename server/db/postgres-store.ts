import { Kysely } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres from 'postgres'
import { refuseInsideWrite } from './db.ts'
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
  const reader = readerOf(db, 'postgres')
  const executor = db.getExecutor.bind(db)
  return {
    dialect: 'postgres',
    db: {
      ...reader,
      getExecutor: () => {
        refuseInsideWrite('A read on the outer handle')
        return executor()
      },
    },
    async write(context, work) {
      refuseInsideWrite('A write')
      for (let attempt = 1; ; attempt++) {
        try {
          const { value, announce } = await db.transaction().execute((trx) => runWork(handlesOf(trx), 'postgres', context, now().toISOString(), work))
          announce(listener)
          return value
        } catch (error) {
          if (attempt >= max_tries || !retryable.has((error as { code?: string }).code ?? '')) throw error
        }
      }
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
      await db.destroy()
    },
  }
}
