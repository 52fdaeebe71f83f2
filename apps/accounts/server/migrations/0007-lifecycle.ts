import { sql } from 'kysely'
import { type Schema, withBasics } from '#server/db/columns.ts'

export async function up({ db, types }: Schema) {
  await db.schema.alterTable('users').addColumn('erase_at', types.time).execute()
  await sql`create index users_to_erase on users (erase_at) where erase_at is not null`.execute(db)
  await withBasics(db.schema.createTable('data_exports'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('size', 'integer')
    .addColumn('ready_at', types.time)
    .addColumn('expires_at', types.time)
    .execute()
  await db.schema.createIndex('data_exports_by_user').on('data_exports').columns(['user_id', 'id']).execute()
  // One at a time: of two that are asked for at the same moment the database lets one stand.
  await sql`create unique index one_queued_export on data_exports (user_id) where state = 'queued'`.execute(db)
  await withBasics(db.schema.createTable('imported_users'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().unique().references('users.id').onDelete('cascade'))
    .addColumn('source_key', 'text', (c) => c.notNull().unique())
    .addColumn('taken', types.json, (c) => c.notNull())
    .execute()
}
