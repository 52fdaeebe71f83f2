import { sql } from 'kysely'
import { type Schema, withBasics } from '#server/db/columns.ts'

/** Paths are compared byte by byte on both databases. */
const bytewise = ({ dialect }: Schema) => (dialect === 'postgres' ? sql`text collate "C"` : sql`text`)

export async function up(schema: Schema) {
  await addComments(schema)
  await addNotices(schema)
  await addReports(schema)
  await addContacts(schema)
}

async function addComments(schema: Schema) {
  const { db, types } = schema
  await withBasics(db.schema.createTable('portal_comments'), types)
    .addColumn('post_id', types.id, (c) => c.notNull().references('portal_posts.id').onDelete('cascade'))
    .addColumn('parent_id', types.id)
    .addColumn('author_id', types.id, (c) => c.references('users.id').onDelete('set null'))
    .addColumn('path', bytewise(schema), (c) => c.notNull())
    .addColumn('depth', 'integer', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('html', 'text', (c) => c.notNull())
    .addColumn('renderer', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('answers', 'integer', (c) => c.notNull())
    .addColumn('edited_at', types.time)
    .addColumn('held_at', types.time)
    .addColumn('approved_at', types.time)
    .addColumn('hidden_at', types.time)
    .addColumn('hidden_reason', 'text')
    .addColumn('deleted_at', types.time)
    // Its author, or staff: what staff have removed its author does not bring back.
    .addColumn('deleted_by', types.id, (c) => c.references('users.id').onDelete('set null'))
    .execute()
  await sql`create index portal_comments_in_trash on portal_comments (deleted_at) where deleted_at is not null`.execute(db)
  await db.schema.createIndex('portal_comments_in_order').on('portal_comments').columns(['post_id', 'path']).unique().execute()
  await db.schema.createIndex('portal_comments_by_author').on('portal_comments').columns(['author_id', 'created_at', 'id']).execute()
  await sql`create index portal_comments_approved on portal_comments (author_id) where approved_at is not null`.execute(db)
  await sql`create index portal_comments_held on portal_comments (held_at) where held_at is not null`.execute(db)
}

async function addNotices({ db, types }: Schema) {
  await withBasics(db.schema.createTable('portal_notices'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('actor_id', types.id, (c) => c.references('users.id').onDelete('set null'))
    .addColumn('post_id', types.id, (c) => c.notNull().references('portal_posts.id').onDelete('cascade'))
    .addColumn('comment_id', types.id, (c) => c.references('portal_comments.id').onDelete('cascade'))
    .addColumn('read_at', types.time)
    .addColumn('mailed_at', types.time)
    .execute()
  await db.schema.createIndex('portal_notices_by_user').on('portal_notices').columns(['user_id', 'id']).execute()
  await sql`create index portal_notices_unread on portal_notices (user_id, id) where read_at is null`.execute(db)
  await db.schema.createIndex('portal_notices_by_post').on('portal_notices').column('post_id').execute()
  await db.schema.createIndex('portal_notices_by_comment').on('portal_notices').column('comment_id').execute()
  await db.schema
    .createTable('portal_notice_settings')
    .addColumn('user_id', types.id, (c) => c.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('mail', 'text', (c) => c.notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addColumn('updated_at', types.time, (c) => c.notNull())
    .modifyEnd(types.keyed)
    .execute()
}

async function addReports({ db, types }: Schema) {
  await withBasics(db.schema.createTable('portal_reports'), types)
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('object_id', types.id, (c) => c.notNull())
    .addColumn('reporter_id', types.id, (c) => c.references('users.id').onDelete('set null'))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('handled_at', types.time)
    .addColumn('handled_by', types.id, (c) => c.references('users.id').onDelete('set null'))
    .execute()
  await db.schema.createIndex('portal_reports_once').on('portal_reports').columns(['kind', 'object_id', 'reporter_id']).unique().execute()
  await sql`create index portal_reports_open on portal_reports (created_at, id) where handled_at is null`.execute(db)
}

async function addContacts({ db, types }: Schema) {
  await withBasics(db.schema.createTable('portal_contacts'), types)
    .addColumn('reference', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', types.id, (c) => c.references('users.id').onDelete('set null'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('proven', 'integer', (c) => c.notNull())
    // Of the proof that came with it: each is good for one message.
    .addColumn('proof_id', 'text', (c) => c.unique())
    .addColumn('handled_at', types.time)
    .addColumn('handled_by', types.id, (c) => c.references('users.id').onDelete('set null'))
    .execute()
  await db.schema.createIndex('portal_contacts_by_status').on('portal_contacts').columns(['status', 'created_at', 'id']).execute()
  await db.schema.createIndex('portal_contacts_by_time').on('portal_contacts').columns(['created_at', 'id']).execute()
  await db.schema.createIndex('portal_contacts_by_user').on('portal_contacts').column('user_id').execute()
}
