import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Dialect } from './db.ts'

/** What a migration gets: the schema builder and the column types of this kind of database. */
export interface Schema {
  db: Kysely<never>
  dialect: Dialect
  types: ColumnTypes
}

export interface Migration {
  up(schema: Schema): Promise<void>
}

interface ColumnTypes {
  id: ReturnType<typeof sql>
  time: ReturnType<typeof sql>
  json: ReturnType<typeof sql>
  /** Stands at the end of a table with a text key: SQLite then keeps rows in the key's own tree instead of in a second one. */
  keyed: ReturnType<typeof sql>
}

export const columnTypes: Record<Dialect, ColumnTypes> = {
  sqlite: { id: sql`text`, time: sql`text`, json: sql`text`, keyed: sql`without rowid` },
  postgres: { id: sql`uuid`, time: sql`timestamptz(3)`, json: sql`jsonb`, keyed: sql`` },
}

/** The columns that every table has: a UUIDv7 key and the two times. */
export function withBasics<T extends string, C extends string>(table: CreateTableBuilder<T, C>, types: ColumnTypes) {
  return table
    .addColumn('id', types.id, (c) => c.primaryKey().notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addColumn('updated_at', types.time, (c) => c.notNull())
    .modifyEnd(types.keyed)
}
