import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/db.ts'

const list_fields = ['id', 'name', 'color', 'created_at', 'updated_at', 'deleted_at'] as const
const todo_fields = [
  'id',
  'list_id',
  'title',
  'description',
  'status',
  'priority',
  'due_date',
  'time_zone',
  'recurrence',
  'completed_at',
  'created_at',
  'updated_at',
  'deleted_at',
] as const

/** One's lists and todos, those in the trash as well. */
export async function ownTasks(db: Db, user_id: string): Promise<Record<string, unknown>> {
  const lists = await db.selectFrom('task_lists').select(list_fields).where('user_id', '=', user_id).orderBy('id').execute()
  const todos = await db.selectFrom('todos').select(todo_fields).where('user_id', '=', user_id).orderBy('id').execute()
  return { lists, todos }
}

/** Nobody else ever saw them: they go without a trace. */
export async function eraseTasks(tx: Tx, user_id: string): Promise<string[]> {
  // The index of SQLite is no table with keys: its rows go by their number.
  if (tx.dialect === 'sqlite')
    await tx
      .deleteFrom('todos_search')
      .where(sql<number>`rowid`, 'in', (q) => q.selectFrom('todos').select('doc').where('user_id', '=', user_id))
      .execute()
  else await tx.deleteFrom('todos_search').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('todos').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('todo_words').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('task_lists').where('user_id', '=', user_id).execute()
  await tx.deleteFrom('task_users').where('user_id', '=', user_id).execute()
  return []
}
