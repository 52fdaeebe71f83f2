import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Ready } from './db.ts'
import type { Tables } from './tables.ts'

const connect_ms = 10_000
/** So many queries get a name, under which each connection keeps them parsed; those beyond are parsed each time. */
const max_statements = 500

const asText = (value: string) => value
/** By the number of the type: values as SQLite gives them, times as ISO text, JSON as text, counts as numbers. One code reads both. */
const parsers = new Map<number, (value: string) => unknown>([
  ...[pg.types.builtins.TIMESTAMP, pg.types.builtins.TIMESTAMPTZ].map((type) => [type, (value: string) => new Date(value).toISOString()] as const),
  ...[pg.types.builtins.DATE, pg.types.builtins.JSON, pg.types.builtins.JSONB].map((type) => [type, asText] as const),
  [pg.types.builtins.INT8, Number],
])

const types = {
  getTypeParser: ((type: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(type)) || pg.types.getTypeParser(type, format as 'text')) as typeof pg.types.getTypeParser,
}

/** The database cannot be reached, or the connection has ended before the answer came. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_CLOSED'
}

/** Whatever the database has not said itself comes from the way to it. */
const lost = (error: unknown) => (error instanceof pg.DatabaseError ? error : new ConnectionLost('the connection to PostgreSQL is lost', { cause: error }))

/** Connections to a server. `sslmode=require` encrypts and `verify-full` looks at the certificate too, as in every other program. */
export function openPool(url: string, config: PoolConfig = {}): Pool {
  const address = new URL(url)
  if (address.searchParams.has('sslmode')) address.searchParams.set('uselibpqcompat', 'true')
  const pool = new pg.Pool({
    connectionString: address.href,
    types,
    connectionTimeoutMillis: connect_ms,
    idleTimeoutMillis: 0,
    keepAlive: true,
    ...config,
  })
  // Without somebody who listens, a connection that breaks ends the process. Whoever waits for its answer is told anyway.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (value === undefined) throw new TypeError('undefined is no SQL value: leave the column out, or say null')
  return value
}

/** For copies of whole tables: values as any server reads them again, and as much time as they take. */
export const for_copying =
  "set datestyle = 'ISO, YMD'; set extra_float_digits = 3; set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0"

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

class Connection implements DatabaseConnection {
  readonly #client: PoolClient
  readonly #names: Map<string, string>
  /** Its transaction cannot be ended by us any more, so nobody else may get it. */
  broken: Error | undefined

  constructor(client: PoolClient, names: Map<string, string>) {
    this.#client = client
    this.#names = names
  }

  async executeQuery<R>({ sql, parameters }: Ready): Promise<QueryResult<R>> {
    const values = parameters.map(parameter)
    const name = this.#nameOf(sql)
    try {
      const { command, rowCount, rows } = await this.#client.query({ text: sql, values, ...(name && { name }) })
      return { rows: rows as R[], ...(changing.has(command) && { numAffectedRows: BigInt(rowCount ?? 0) }) }
    } catch (error) {
      const told = lost(error)
      if (told instanceof ConnectionLost) this.broken = told
      throw told
    }
  }

  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined || this.#names.size >= max_statements) return known
    const name = `q${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }

  /** Begin, commit and rollback. */
  async tell(sql: 'begin' | 'commit' | 'rollback'): Promise<void> {
    await this.executeQuery({ sql, parameters: [] })
  }

  release(): void {
    this.#client.release(this.broken)
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator; nothing here reads in a stream
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Answers are not streamed: page them.')
  }
}

class PoolDriver implements Driver {
  readonly #pool: Pool
  readonly #names = new Map<string, string>()
  constructor(pool: Pool) {
    this.#pool = pool
  }
  async init() {}
  async acquireConnection() {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw lost(error)
    })
    return new Connection(client, this.#names)
  }
  beginTransaction(connection: Connection) {
    return connection.tell('begin')
  }
  commitTransaction(connection: Connection) {
    return connection.tell('commit')
  }
  /** What made the rollback necessary is what the caller is to know; a connection that does not take it is thrown away, which undoes all as well. */
  async rollbackTransaction(connection: Connection) {
    await connection.tell('rollback').catch((error: Error) => {
      connection.broken = error
    })
  }
  async releaseConnection(connection: Connection) {
    connection.release()
  }
  async destroy() {
    await this.#pool.end()
  }
}

export function kyselyOnPool(pool: Pool): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PoolDriver(pool) as unknown as Driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  return new Kysely<Tables>({ dialect })
}
