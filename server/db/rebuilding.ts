import type { Database } from 'bun:sqlite'

/**
 * SQLite changes a column by making the table anew, and dropping the old one would take along every row that refers to it. So foreign keys
 * rest while a migration runs, as SQLite's own procedure has it, and what it leaves is checked before the commit.
 */
export async function rebuilding<T>(handle: Database, work: () => Promise<T>): Promise<T> {
  handle.run('pragma foreign_keys = off')
  try {
    return await work()
  } finally {
    handle.run('pragma foreign_keys = on')
  }
}

/** Throws when a row refers to one that is not there. */
export function refuseDangling(handle: Database): void {
  const [first] = handle.query('pragma foreign_key_check').all() as { table: string; parent: string }[]
  if (first) throw new Error(`A migration left rows of ${first.table} that refer to nothing in ${first.parent}.`)
}
