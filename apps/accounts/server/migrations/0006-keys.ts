import { sql } from 'kysely'
import type { Schema } from '#server/db/columns.ts'

export async function up({ db }: Schema) {
  // Only keys have a name and a scope.
  await db.schema.alterTable('sessions').addColumn('name', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('scope', 'text').execute()
  // Of two that are made at the same moment under one name, by a double click, the database lets one stand.
  await sql`create unique index one_live_key_per_name on sessions (user_id, name) where kind = 'key' and ended_at is null`.execute(db)
}
