import { Database, type Statement } from 'bun:sqlite'
import { type DatabaseConnection, type Dialect, type Driver, Kysely, type QueryResult, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { type Db, type Ready, refuseInsideWrite, refuseOutsideWrite } from './db.ts'
import type { Tables } from './tables.ts'

const max_statements = 500

/** Opens one handle with the settings that every connection needs: they are off by default on each new one. */
export function openHandle(file: string, kind: 'reader' | 'writer'): Database {
  const handle = kind === 'writer' ? new Database(file, { create: true, readwrite: true }) : new Database(file, { readonly: true })
  handle.run('pragma busy_timeout = 50')
  if (kind === 'writer') {
    writeAhead(handle)
    handle.run('pragma synchronous = full')
    handle.run('pragma journal_size_limit = 67108864')
    // Sixteen times SQLite's own, as much as the journal may keep: pages that many writes touch are copied into the file less often, and each time costs two flushes.
    handle.run('pragma wal_autocheckpoint = 16000')
  }
  handle.run('pragma foreign_keys = on')
  handle.run('pragma cache_size = -65536')
  handle.run('pragma temp_store = memory')
  return handle
}

/** Several processes may start on a new file at once, and while one of them makes it SQLite refuses the others without waiting. */
function writeAhead(handle: Database): void {
  for (const until = performance.now() + 5000; ; Bun.sleepSync(5)) {
    try {
      return void handle.run('pragma journal_mode = wal')
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('SQLITE_BUSY') || performance.now() > until) throw error
    }
  }
}

function parameter(value: unknown): string | number | bigint | null | Uint8Array {
  if (value === true) return 1
  if (value === false) return 0
  if (value instanceof Date) return value.toISOString()
  if (value === undefined) throw new TypeError('undefined is no SQL value: leave the column out, or say null')
  return value as string | number | bigint | null | Uint8Array
}

const isPlain = (value: unknown): value is string | number | null => typeof value === 'string' || typeof value === 'number' || value === null

interface Prepared {
  statement: Statement
  gives_rows: boolean
}

class Connection implements DatabaseConnection {
  readonly #handle: Database
  readonly #kind: 'reader' | 'writer'
  readonly #statements = new Map<string, Prepared>()
  constructor(handle: Database, kind: 'reader' | 'writer') {
    this.#handle = handle
    this.#kind = kind
  }

  async executeQuery<R>({ sql, parameters }: Ready): Promise<QueryResult<R>> {
    if (this.#kind === 'reader') refuseInsideWrite('A read on the outer handle')
    else refuseOutsideWrite()
    const { statement, gives_rows } = this.#prepare(sql)
    const values = parameters.every(isPlain) ? parameters : parameters.map(parameter)
    if (gives_rows) return { rows: statement.all(...values) as R[] }
    const { changes } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes) }
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= max_statements) {
      const [oldest, { statement }] = this.#statements.entries().next().value as [string, Prepared]
      statement.finalize()
      this.#statements.delete(oldest)
    }
    const statement = this.#handle.prepare(sql)
    // Asked once: the runtime makes the list of names anew each time.
    const prepared = { statement, gives_rows: statement.columnNames.length > 0 }
    this.#statements.set(sql, prepared)
    return prepared
  }

  /** As long as a statement is there, the file stays open after its handle was closed. */
  finalize(): void {
    for (const { statement } of this.#statements.values()) statement.finalize()
    this.#statements.clear()
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for a generator; rows come all at once from SQLite
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('SQLite answers are not streamed: page them.')
  }
}

/** Transactions are the commit group's business, so that Kysely cannot open one of its own (its BEGIN would be deferred). */
class OneConnection implements Driver {
  readonly #connection: Connection
  readonly #handle: Database
  constructor(handle: Database, connection: Connection) {
    this.#handle = handle
    this.#connection = connection
  }
  async init() {}
  async acquireConnection() {
    return this.#connection
  }
  async beginTransaction() {
    throw new Error('Writes go through write(): it groups commits.')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {
    this.#handle.close()
  }
}

/** Kysely on a handle, and beside it the way for queries that are built already, which need none of Kysely's steps. */
export function kyselyOn(handle: Database, kind: 'reader' | 'writer'): { db: Kysely<Tables>; execute: Db['execute']; finalize(): void } {
  const connection = new Connection(handle, kind)
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new OneConnection(handle, connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return { db: new Kysely<Tables>({ dialect }), execute: (query) => connection.executeQuery(query), finalize: () => connection.finalize() }
}
