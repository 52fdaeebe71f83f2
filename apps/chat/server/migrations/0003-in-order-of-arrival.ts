import { sql } from 'kysely'
import type { Schema } from '#server/db/columns.ts'

const columns = ['room_id', 'seq', 'id', 'sender_id', 'sealed', 'reply_to', 'sent_at', 'edited_at', 'deleted_at', 'pictures'] as const

/**
 * Messages that come together lie together, whatever their rooms, and so do the entries of their ids, which begin with the time: before, nearly every
 * message of a shared commit wrote two pages of its own. PostgreSQL keeps rows so by itself.
 */
export async function up({ db, dialect, types }: Schema) {
  if (dialect === 'postgres') {
    await db.schema.alterTable('chat_messages').dropConstraint('one_message_for_an_id').execute()
    await db.schema.alterTable('chat_messages').addUniqueConstraint('one_message_for_an_id', ['id', 'room_id']).execute()
    return
  }
  await db.schema
    .createTable('chat_messages_new')
    .addColumn('room_id', types.id, (c) => c.notNull().references('chat_rooms.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('id', types.id, (c) => c.notNull())
    .addColumn('sender_id', types.id, (c) => c.notNull())
    .addColumn('sealed', 'text')
    .addColumn('reply_to', types.id)
    .addColumn('sent_at', types.time, (c) => c.notNull())
    .addColumn('edited_at', types.time)
    .addColumn('deleted_at', types.time)
    .addColumn('pictures', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('chat_messages_key', ['room_id', 'seq'])
    .addUniqueConstraint('one_message_for_an_id', ['id', 'room_id'])
    .execute()
  const all = sql.join(columns.map((column) => sql.ref(column)))
  await sql`insert into chat_messages_new (${all}) select ${all} from chat_messages order by room_id, seq`.execute(db)
  await db.schema.dropTable('chat_messages').execute()
  await db.schema.alterTable('chat_messages_new').renameTo('chat_messages').execute()
}
