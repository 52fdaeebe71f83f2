import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { ImportError } from './errors.ts'

export type SourceRow = Record<string, string | null>

/** A Django database, opened for reading only; every value as text. */
export interface Source {
  /** Columns of the table whose name ends so, after whatever its app is called; undefined when there is none. */
  find(model: string, needed: readonly string[]): Promise<{ table: string; columns: string[] } | undefined>
  batches(table: string, columns: string[]): AsyncGenerator<SourceRow[]>
  close(): Promise<void>
}

const size = 200
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

type Ask = (sql: string, values: string[]) => Promise<SourceRow[]>

export async function openSource(address: string): Promise<Source> {
  const sqlite = address.startsWith('sqlite:')
  const { ask, close } = sqlite ? openSqlite(address) : await openPostgres(address)
  const tables = sqlite
    ? `select m.name as "table", c.name as "column" from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid`
    : `select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`
  return {
    close,
    async find(model, needed) {
      const columns = new Map<string, string[]>()
      for (const { table, column } of await ask(tables, [])) columns.set(table ?? '', [...(columns.get(table ?? '') ?? []), column ?? ''])
      const found = [...columns].find(([table, names]) => (table === model || table.endsWith(`_${model}`)) && needed.every((name) => names.includes(name)))
      return found && { table: found[0], columns: found[1] }
    },
    async *batches(table, columns) {
      const list = columns.map((name) => (sqlite ? `cast(${quoted(name)} as text) as ${quoted(name)}` : `${quoted(name)}::text as ${quoted(name)}`)).join(', ')
      for (let after: string | undefined; ; ) {
        const id: string = `${quoted(table)}.${quoted('id')}`
        const beyond = after === undefined ? '' : `where ${id} > ${sqlite ? '?1' : '$1'}`
        const rows = await ask(`select ${list} from ${quoted(table)} ${beyond} order by ${id} limit ${size}`, after === undefined ? [] : [after])
        if (rows.length > 0) yield rows
        if (rows.length < size) return
        after = rows.at(-1)?.['id'] ?? undefined
      }
    },
  }
}

function openSqlite(address: string): { ask: Ask; close: () => Promise<void> } {
  const file = decodeURIComponent(new URL(address).pathname)
  if (!existsSync(file)) throw new ImportError(`there is no file ${file}`)
  const handle = new Database(file, { readonly: true })
  handle.run('pragma busy_timeout = 5000')
  return { ask: async (sql, values) => handle.query<SourceRow, string[]>(sql).all(...values), close: async () => handle.close() }
}

async function openPostgres(address: string): Promise<{ ask: Ask; close: () => Promise<void> }> {
  const { openForeign } = await import('#server/db/foreign.ts')
  return openForeign(address).catch((error: unknown) => {
    throw new ImportError(`the database cannot be reached: ${error instanceof Error && error.message ? error.message : 'no answer'}`)
  })
}
