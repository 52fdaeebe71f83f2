import type { Compilable, CompiledQuery } from 'kysely'
import type { Db, Dialect, Ready } from './db.ts'

class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built once per kind of database and then only run: building costs as much as a small query itself.
 * `build` gets a stand-in for each value and must not look at it.
 */
export function prepared<V extends Record<string, unknown>>() {
  return <D extends Db, O>(build: (db: D, values: V) => Compilable<O>) => {
    const compiled = new Map<Dialect, CompiledQuery<O>>()
    return async (db: D, values: V): Promise<O[]> => {
      let query = compiled.get(db.dialect)
      if (!query) {
        const slots = new Proxy({} as V, { get: (_, name) => new Slot(String(name)) })
        query = build(db, slots).compile()
        compiled.set(db.dialect, query)
      }
      const parameters = query.parameters.map((p) => (p instanceof Slot ? values[p.name] : p))
      const { rows } = await db.execute<O>({ sql: query.sql, parameters })
      return rows
    }
  }
}

/** A statement in plain SQL with `?` for each value, for the kernel's own hot writes. */
export function statement(dialect: Dialect, sql: string, parameters: readonly unknown[]): Ready {
  let n = 0
  return { sql: dialect === 'postgres' ? sql.replaceAll('?', () => `$${++n}`) : sql, parameters }
}
