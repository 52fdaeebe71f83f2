import type { Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import { listChanged } from '../contract/events.ts'
import { type ListRow, listOf } from './lists.ts'
import { type Count, countOf, type TodoRow } from './todo-rows.ts'
import { indexText, wordsOf } from './words.ts'

const added_columns = [
  ...['id', 'user_id', 'list_id', 'title', 'title_key', 'description', 'status', 'priority', 'priority_rank', 'due_date', 'time_zone', 'due_at'],
  ...['overdue_at', 'recurrence', 'next_id', 'position', 'version', 'completed_at', 'deleted_at', 'with_list', 'created_at', 'updated_at'],
] as const
const insert = `insert into todos (${added_columns.join(', ')}) values (${added_columns.map(() => '?').join(', ')}) on conflict (id) do nothing returning *`

/** Stores a row and its words; undefined when the id is taken. */
export async function insertRow(tx: Tx, row: Omit<TodoRow, 'doc'>): Promise<TodoRow | undefined> {
  const { rows } = await tx.execute<TodoRow>(
    statement(
      tx.dialect,
      insert,
      added_columns.map((name) => row[name]),
    ),
  )
  if (rows[0]) await indexTodo(tx, rows[0], false)
  return rows[0]
}

export async function writeRow(tx: Tx, { id, version }: TodoRow, changes: Partial<TodoRow>): Promise<TodoRow> {
  const { doc, ...set } = changes
  return tx
    .updateTable('todos')
    .set({ ...set, version: version + 1, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A row leaves for good, with its words. */
export async function deleteRows(tx: Tx, docs: number[]): Promise<void> {
  if (docs.length === 0) return
  // PostgreSQL removes the words with the row.
  if (tx.dialect === 'sqlite') for (const doc of docs) await tx.execute(statement('sqlite', 'delete from todos_search where rowid = ?', [doc]))
  await tx.deleteFrom('todos').where('doc', 'in', docs).execute()
}

export async function indexTodo(tx: Tx, { doc, user_id, title, description }: TodoRow, known: boolean): Promise<void> {
  const words = indexText(tx.dialect, user_id, title, description)
  const values = tx.dialect === 'sqlite' ? 'value from json_each(?) where true' : 'jsonb_array_elements_text(?::jsonb)'
  const learn = `insert into todo_words (user_id, word) select ?, ${values} on conflict do nothing`
  await tx.execute(
    statement(tx.dialect, tx.dialect === 'sqlite' ? learn : learn.replace('select ?', 'select ?::uuid'), [
      user_id,
      JSON.stringify(wordsOf(`${title} ${description}`)),
    ]),
  )
  if (tx.dialect === 'postgres') {
    const insert = 'insert into todos_search (words, doc, user_id) values (?::tsvector, ?, ?) on conflict (doc) do update set words = excluded.words'
    await tx.execute(statement('postgres', insert, [words, doc, user_id]))
    return
  }
  if (known) await tx.execute(statement('sqlite', 'delete from todos_search where rowid = ?', [doc]))
  await tx.execute(statement('sqlite', 'insert into todos_search (words, rowid) values (?, ?)', [words, doc]))
}

/** Changes what lists count, and tells the owner. `last_position` is kept where it is given. */
export async function recount(tx: Tx, caller: Caller, list_id: string, { open, all }: Count, last_position?: string): Promise<void> {
  if (open === 0 && all === 0 && last_position === undefined) return
  const { rows } = await tx.execute<ListRow>(
    statement(
      tx.dialect,
      'update task_lists set open_count = open_count + ?, todo_count = todo_count + ?, last_position = coalesce(?, last_position) where id = ? returning *',
      [open, all, last_position ?? null, list_id],
    ),
  )
  if (rows[0] && (open !== 0 || all !== 0)) tx.publish(listChanged, [caller.id], listOf(rows[0]))
}

export async function recountMoved(tx: Tx, caller: Caller, row: TodoRow, changed: TodoRow, last_position: string | undefined): Promise<void> {
  const before = countOf(row)
  const after = countOf(changed)
  if (row.list_id === changed.list_id) {
    await recount(tx, caller, row.list_id, { open: after.open - before.open, all: after.all - before.all }, last_position)
    return
  }
  await recount(tx, caller, row.list_id, { open: -before.open, all: -before.all })
  await recount(tx, caller, changed.list_id, after, last_position)
}
