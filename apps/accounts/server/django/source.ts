import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'

/** A row of Django's user table as it stands there; a custom table may lack any but the key and the password. */
export type SourceRow = { id: string; password: string } & Partial<Record<OptionalColumn, string | null>>

const optional = ['username', 'email', 'first_name', 'last_name', 'is_staff', 'is_superuser', 'is_active', 'date_joined', 'last_login'] as const
type OptionalColumn = (typeof optional)[number]

/** What keeps an import from beginning, in a sentence for the operator. */
export class SourceError extends Error {}

/** A Django database, opened for reading only. */
export interface Source {
  /** Every user in the order of their ids, a batch at a time. */
  batches(size: number): AsyncGenerator<SourceRow[]>
  close(): Promise<void>
}

interface Reader {
  columns(table: string): Promise<string[]>
  /** The rows after an id; every value as text. */
  rows(table: string, columns: readonly string[], after: string | null, size: number): Promise<SourceRow[]>
  close(): Promise<void>
}

/** Throws SourceError where there is nothing to read. */
export async function openSource(address: string, table: string): Promise<Source> {
  const reader = address.startsWith('sqlite:') ? openSqlite(address) : await openPostgres(address)
  try {
    const columns = await columnsOf(reader, table)
    return { close: () => reader.close(), batches: (size) => batchesOf(reader, table, columns, size) }
  } catch (error) {
    await reader.close()
    throw error
  }
}

async function columnsOf(reader: Reader, table: string): Promise<string[]> {
  const found = await reader.columns(table)
  if (found.length === 0) throw new SourceError(`there is no table ${table}`)
  for (const name of ['id', 'password']) if (!found.includes(name)) throw new SourceError(`the table ${table} has no column ${name}`)
  if (!found.includes('username') && !found.includes('email')) throw new SourceError(`the table ${table} has neither a column username nor email`)
  return ['id', 'password', ...optional.filter((name) => found.includes(name))]
}

async function* batchesOf(reader: Reader, table: string, columns: readonly string[], size: number): AsyncGenerator<SourceRow[]> {
  let after: string | null = null
  for (;;) {
    const rows: SourceRow[] = await reader.rows(table, columns, after, size)
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    after = rows.at(-1)?.id ?? null
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function openSqlite(address: string): Reader {
  const file = decodeURIComponent(new URL(address).pathname)
  if (!existsSync(file)) throw new SourceError(`there is no file ${file}`)
  const handle = new Database(file, { readonly: true })
  handle.run('pragma busy_timeout = 5000')
  return {
    columns: async (table) =>
      handle
        .query<{ name: string }, [string]>('select name from pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name),
    async rows(table, columns, after, size) {
      const list = columns.map((name) => `cast(${quoted(name)} as text) as ${quoted(name)}`).join(', ')
      const query = `select ${list} from ${quoted(table)} ${after === null ? '' : `where ${quoted(table)}.id > ?2`} order by ${quoted(table)}.id limit ?1`
      // Against a column of numbers SQLite takes the text as a number.
      return handle.query<SourceRow, (number | string)[]>(query).all(...(after === null ? [size] : [size, after]))
    },
    close: async () => handle.close(),
  }
}

async function openPostgres(address: string): Promise<Reader> {
  const { openForeign } = await import('#server/db/foreign.ts')
  const { ask, close } = await openForeign(address).catch((error: unknown) => {
    throw new SourceError(`the database cannot be reached: ${error instanceof Error && error.message ? error.message : 'no answer'}`)
  })
  return {
    columns: async (table) => {
      const query = 'select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped'
      return (await ask<{ name: string }>(query, [quoted(table)])).map(({ name }) => name)
    },
    rows(table, columns, after, size) {
      const list = columns.map((name) => `${quoted(name)}::text as ${quoted(name)}`).join(', ')
      const query = `select ${list} from ${quoted(table)} ${after === null ? '' : `where ${quoted(table)}.id > $2`} order by ${quoted(table)}.id limit $1`
      return ask<SourceRow>(query, after === null ? [size] : [size, after])
    },
    close,
  }
}
