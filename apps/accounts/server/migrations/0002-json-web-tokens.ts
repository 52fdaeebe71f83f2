import type { Schema } from '#server/db/columns.ts'

export async function up({ db, types }: Schema) {
  // A rotation keeps the hash of the refresh token before, so that a repeat of it can be told from a theft.
  await db.schema.alterTable('sessions').addColumn('previous_hash', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('rotated_at', types.time).execute()
  await db.schema
    .createTable('signing_keys')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('public_jwk', 'text', (c) => c.notNull())
    .addColumn('private_wrapped', 'text', (c) => c.notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addColumn('retired_at', types.time)
    .modifyEnd(types.keyed)
    .execute()
}
