import { invalid, notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import { most, open_statuses, type Priority, priorities, type Status } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import type { ListRow } from './lists.ts'
import type { TasksTables } from './tables.ts'

export type TodoRow = Omit<TasksTables['todos'], 'doc'> & { doc: number }

export const shown = [
  ...['id', 'list_id', 'title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence', 'next_id', 'position', 'version'],
  ...['completed_at', 'created_at', 'updated_at', 'deleted_at'],
]
/** The columns that leave, for statements in plain SQL. */
export const shown_columns = shown.join(', ')
export const todoOf = (row: Todo): Todo => Object.fromEntries(shown.map((name) => [name, row[name as keyof Todo]])) as Todo

export const isOpen = (status: Status) => (open_statuses as readonly Status[]).includes(status)
export const rankOf = (priority: Priority) => priorities.indexOf(priority)

/** Throws `not_found`, for other people's todos as well. */
export async function requireTodo(db: Db, caller: Caller, id: string): Promise<TodoRow> {
  const { rows } = await db.execute<TodoRow>(statement(db.dialect, 'select * from todos where id = ? and user_id = ?', [id, caller.id]))
  if (!rows[0]) throw notFound('todo')
  return rows[0]
}

export interface Target extends ListRow {
  /** Of all the person's lists. */
  all_open: number
}

/** The list that a todo goes to. Throws a field error for one that is not there, or somebody else's. */
export async function requireTarget(tx: Db, caller: Caller, list_id: string): Promise<Target> {
  const { rows } = await tx.execute<Target>(
    statement(
      tx.dialect,
      `select l.*, (select sum(open_count) from task_lists where user_id = ? and deleted_at is null) as all_open
       from task_lists l where l.id = ? and l.user_id = ? and l.deleted_at is null`,
      [caller.id, list_id, caller.id],
    ),
  )
  if (!rows[0]) throw invalid({ list_id: ['No such list.'] })
  return { ...rows[0], all_open: Number(rows[0].all_open) }
}

/** Throws when a list, or the person, would have more than they may. */
export function refuseTooMany(list: Target, more: Count): void {
  if (more.all > 0 && list.todo_count + more.all > most.todos_in_list) throw invalid({ list_id: [`A list holds at most ${most.todos_in_list} todos.`] })
  if (more.open > 0 && list.all_open + more.open > most.open_todos) throw invalid({ non_field_errors: [`At most ${most.open_todos} todos can be open.`] })
}

export interface Count {
  open: number
  all: number
}
export const countOf = (row: { status: Status; deleted_at: string | null }): Count =>
  row.deleted_at === null ? { open: isOpen(row.status) ? 1 : 0, all: 1 } : { open: 0, all: 0 }
