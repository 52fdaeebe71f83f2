import { sql } from 'kysely'
import type { Schema } from '../columns.ts'

export async function up({ db, types }: Schema) {
  await db.schema
    .createTable('claims')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('claimed_at', types.time, (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('audit_entries')
    .addColumn('id', types.id, (c) => c.primaryKey().notNull())
    .addColumn('actor_id', types.id)
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addColumn('changes', types.json, (c) => c.notNull())
    .addColumn('ip', 'text')
    .addColumn('request_id', 'text')
    .addColumn('created_at', types.time, (c) => c.notNull())
    .modifyEnd(types.keyed)
    .execute()
  await db.schema.createIndex('audit_entries_by_object').on('audit_entries').columns(['model', 'object_id', 'id']).execute()
  await db.schema.createIndex('audit_entries_by_actor').on('audit_entries').columns(['actor_id', 'id']).execute()
  await db.schema
    .createTable('jobs')
    .addColumn('id', types.id, (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('payload', types.json, (c) => c.notNull())
    .addColumn('key', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('run_at', types.time, (c) => c.notNull())
    .addColumn('leased_until', types.time)
    .addColumn('last_error', 'text')
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addColumn('finished_at', types.time)
    .modifyEnd(types.keyed)
    .execute()
  // Both indexes hold only the rows that somebody looks for by them: each job is written at least three times.
  await sql`create unique index jobs_by_key on jobs (key) where key is not null`.execute(db)
  await sql`create index jobs_by_turn on jobs (run_at) where state in ('queued', 'running')`.execute(db)
  await db.schema
    .createTable('sent_mails')
    .addColumn('id', types.id, (c) => c.primaryKey().notNull())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('html', 'text', (c) => c.notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .execute()
}
