import type { Schema } from '../columns.ts'

/** Answers of calls that brought an `Idempotency-Key`. */
export async function up({ db, types }: Schema) {
  await db.schema
    .createTable('repeated_calls')
    .addColumn('user_id', types.id, (c) => c.notNull())
    .addColumn('endpoint', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('body_hash', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addPrimaryKeyConstraint('repeated_calls_key', ['user_id', 'endpoint', 'key'])
    .modifyEnd(types.keyed)
    .execute()
  await db.schema.createIndex('repeated_calls_by_age').on('repeated_calls').column('created_at').execute()
}
