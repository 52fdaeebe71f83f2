import type { FileAnswer } from '#contract/answer.ts'
import { notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { statuses } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import { csvLine } from './csv.ts'
import { requireList } from './lists.ts'
import { keyOf, type Scan, scan } from './scan.ts'
import { todoOf } from './todo-rows.ts'

/** Rows in one reading; others have their turn in between. */
const batch = 500
export const csv_columns = [
  ...['id', 'title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence', 'completed_at', 'created_at', 'updated_at'],
] as (keyof Todo)[]
export const json_format = 'banyan-todos'

/** A list with all its todos as a file that can be imported again. */
export async function exportList(db: Db, caller: Caller, id: string, format: 'json' | 'csv'): Promise<FileAnswer> {
  const list = await requireList(db, caller, id)
  if (list.deleted_at !== null) throw notFound('list')
  const parts: string[] = []
  const add = format === 'csv' ? (todo: Todo) => csvLine(csv_columns.map((name) => todo[name])) : (todo: Todo) => `,\n${JSON.stringify(todo)}`
  for await (const todos of batchesOf(db, id)) parts.push(todos.map(add).join(''))
  const { name, color } = list
  if (format === 'csv') return fileOf([csvLine(csv_columns), ...parts], 'text/csv', `${name}.csv`)
  const head = JSON.stringify({ format: json_format, version: 1, list: { id, name, color } }).slice(0, -1)
  return fileOf([`${head},"todos":[\n`, parts.join('').slice(2), '\n]}\n'], 'application/json', `${name}.json`)
}

const fileOf = (parts: string[], type: string, name: string): FileAnswer => ({ data: new Blob(parts), type: `${type}; charset=utf-8`, name })

async function* batchesOf(db: Db, list_id: string): AsyncGenerator<Todo[]> {
  const stretches = statuses.map((status) => ({ where: 'list_id = ? and status = ? and deleted_at is null', values: [list_id, status] }))
  const plan: Scan = { column: 'position', descending: false, stretches }
  for (let start: Parameters<typeof scan>[2]; ; ) {
    const { rows } = await scan(db, plan, start, batch)
    yield rows.map(todoOf)
    const last = rows[rows.length - 1]
    if (rows.length < batch || !last) return
    start = { ...keyOf(last), side: 'after' }
    await Bun.sleep(0)
  }
}
