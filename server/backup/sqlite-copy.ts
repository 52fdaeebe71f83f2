import { Database } from 'bun:sqlite'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseCopy } from './copy.ts'
import type { Facts } from './manifest.ts'
import { BackupRefused } from './refused.ts'

/** Copies the file as its readers see it at this moment, into `folder`; writers go on meanwhile. The copy is one whole file without a journal. */
export function copySqlite(file: string, folder: string): DatabaseCopy {
  if (!existsSync(file)) throw new BackupRefused(`There is no database at ${file}: nothing to back up.`)
  const copy = join(folder, 'banyan.db')
  const source = new Database(file, { readonly: true })
  try {
    source.run('pragma busy_timeout = 10000')
    source.query('vacuum into ?').run(copy)
  } finally {
    source.close()
  }
  const facts = factsOf(copy)
  return {
    async *parts() {
      yield { name: 'database/banyan.db', size: statSync(copy).size, chunks: createReadStream(copy, { highWaterMark: 1024 * 1024 }) }
    },
    facts: () => facts,
    close: async () => {},
  }
}

function factsOf(copy: string): Facts {
  const db = new Database(copy, { readonly: true })
  const column = <T>(sql: string) => db.query(sql).values().flat() as T[]
  try {
    const tables = column<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by 1")
    if (!tables.includes('migrations')) throw new BackupRefused('The database has no tables of Banyan: nothing to back up.')
    const rows = Object.fromEntries(tables.map((table) => [table, column<number>(`select count(*) from "${table}"`)[0] ?? 0]))
    return { dialect: 'sqlite', migrations: column<string>('select name from migrations order by applied_at, name'), rows }
  } finally {
    db.close()
  }
}
