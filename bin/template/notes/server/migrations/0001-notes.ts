import { type Schema, withBasics } from '#server/db/columns.ts'

export async function up({ db, types }: Schema) {
  await withBasics(db.schema.createTable('notes'), types)
    .addColumn('user_id', types.id, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('words', 'integer')
    .execute()
  await db.schema.createIndex('notes_by_user').on('notes').columns(['user_id', 'id']).execute()
}
