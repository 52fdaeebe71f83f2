import { sql } from 'kysely'
import { type Schema, withBasics } from '#server/db/columns.ts'

/** Positions and sort keys are compared byte by byte on both databases. */
const bytewise = ({ dialect }: Schema) => (dialect === 'postgres' ? sql`text collate "C"` : sql`text`)

export async function up(schema: Schema) {
  const { db, types } = schema
  await db.schema
    .createTable('task_users')
    .addColumn('user_id', types.id, (c) => c.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('changes', 'bigint', (c) => c.notNull())
    .modifyEnd(types.keyed)
    .execute()
  await withBasics(db.schema.createTable('task_lists'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('color', 'text', (c) => c.notNull())
    .addColumn('position', bytewise(schema), (c) => c.notNull())
    .addColumn('last_position', bytewise(schema), (c) => c.notNull())
    .addColumn('open_count', 'integer', (c) => c.notNull())
    .addColumn('todo_count', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('feed_hash', 'text', (c) => c.unique())
    .addColumn('feed_made_at', types.time)
    .addColumn('deleted_at', types.time)
    .execute()
  await db.schema.createIndex('task_lists_by_user').on('task_lists').columns(['user_id', 'position', 'id']).execute()
  await sql`create index task_lists_in_trash on task_lists (deleted_at) where deleted_at is not null`.execute(db)
  await addTodos(schema)
  await addSearch(schema)
}

async function addTodos(schema: Schema) {
  const { db, dialect, types } = schema
  const doc = dialect === 'postgres' ? sql`bigint generated always as identity` : sql`integer primary key autoincrement`
  await db.schema
    .createTable('todos')
    // A number that stays: the search index knows rows by it, and it tells which came first.
    .addColumn('doc', doc, (c) => (dialect === 'postgres' ? c.notNull().unique() : c))
    .addColumn('id', types.id, (c) => (dialect === 'postgres' ? c.primaryKey().notNull() : c.notNull().unique()))
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('list_id', types.id, (c) => c.notNull().references('task_lists.id').onDelete('cascade'))
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('title_key', bytewise(schema), (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('priority', 'text', (c) => c.notNull())
    .addColumn('priority_rank', 'integer', (c) => c.notNull())
    .addColumn('due_date', 'text')
    .addColumn('time_zone', 'text')
    .addColumn('due_at', types.time, (c) => c.notNull())
    .addColumn('overdue_at', types.time)
    .addColumn('recurrence', 'text')
    .addColumn('next_id', types.id)
    .addColumn('position', bytewise(schema), (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('completed_at', types.time)
    .addColumn('deleted_at', types.time)
    .addColumn('with_list', 'integer', (c) => c.notNull())
    .addColumn('created_at', types.time, (c) => c.notNull())
    .addColumn('updated_at', types.time, (c) => c.notNull())
    .execute()
  // A page reads each status by itself and merges: so that the done ones, which are most, cost the open ones nothing.
  for (const column of ['created_at', 'updated_at', 'due_at', 'priority_rank', 'title_key'])
    await sql`create index ${sql.ref(`todos_by_${column}`)} on todos (user_id, status, ${sql.ref(column)}, id) where deleted_at is null`.execute(db)
  await sql`create index todos_in_list on todos (list_id, status, position, id) where deleted_at is null`.execute(db)
  await sql`create index todos_in_trash on todos (user_id, deleted_at, id) where deleted_at is not null`.execute(db)
  await sql`create index todos_to_purge on todos (deleted_at, id) where deleted_at is not null`.execute(db)
  // Only for removing a list, whose trashed todos the other indexes do not find.
  await sql`create index todos_trashed_in_list on todos (list_id) where deleted_at is not null`.execute(db)
}

async function addSearch(schema: Schema) {
  const { db, dialect, types } = schema
  await db.schema
    .createTable('todo_words')
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('word', bytewise(schema), (c) => c.notNull())
    .addPrimaryKeyConstraint('todo_words_key', ['user_id', 'word'])
    .modifyEnd(types.keyed)
    .execute()
  if (dialect === 'sqlite') {
    // Marks belong to words: the default would cut Indic ones to pieces.
    await sql`create virtual table todos_search using fts5 (words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")`.execute(
      db,
    )
    return
  }
  await sql`create table todos_search (doc bigint primary key references todos (doc) on delete cascade, user_id uuid not null, words tsvector not null)`.execute(
    db,
  )
  // Without a list of pending entries, which every search would walk through.
  await sql`create index todos_search_words on todos_search using gin (words) with (fastupdate = off)`.execute(db)
  await sql`create index todos_search_by_user on todos_search (user_id, doc)`.execute(db)
}
