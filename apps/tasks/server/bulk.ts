import type { z } from 'zod'
import { invalid, Problem } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { manyChanged, todoChanged, todoRemoved, todoRestored, told_singly } from '../contract/events.ts'
import type { BulkConflict, bulkTodos as bulkEndpoint, Todo } from '../contract/todos.ts'
import { beginChange } from './changes.ts'
import { type TodoRow, todoOf } from './todo-rows.ts'
import { applyChange, restoreRow, trashRow } from './todos.ts'

type Bulk = z.output<typeof bulkEndpoint.body>

/** Many todos in one transaction: all of them, or none and the list of those that are not as the writer saw them. */
export async function bulkTodos(tx: Tx, caller: Caller, bulk: Bulk): Promise<{ todos: Todo[] }> {
  const ids = bulk.todos.map(({ id }) => id.toLowerCase())
  if (new Set(ids).size < ids.length) throw invalid({ todos: ['Name each todo once.'] })
  await beginChange(tx, caller.id)
  const found = await tx.selectFrom('todos').selectAll().where('id', 'in', ids).where('user_id', '=', caller.id).execute()
  const rows = new Map(found.map((row) => [row.id, row as TodoRow]))
  refuseConflicts(bulk, rows)
  const done = new Map<string, TodoRow>()
  // The next occurrence of a todo first: one that has been touched is not taken back with it.
  const visit = async (row: TodoRow) => {
    const next = row.next_id !== null && rows.get(row.next_id)
    if (next && !done.has(next.id)) await visit(next)
    if (!done.has(row.id)) done.set(row.id, await act(tx, caller, row, bulk))
  }
  const given = ids.map((id) => rows.get(id) as TodoRow)
  for (const row of given) await visit(row)
  const all = ids.map((id) => done.get(id) as TodoRow)
  tellAbout(tx, caller, bulk.action, given, all)
  return { todos: all.map(todoOf) }
}

function refuseConflicts({ action, todos }: Bulk, rows: Map<string, TodoRow>): void {
  const conflicts = todos.flatMap(({ id, version }): BulkConflict[] => {
    const row = rows.get(id.toLowerCase())
    if (!row) return [{ id, reason: 'not_found', current: null }]
    const wrong_place = row.deleted_at !== null && action !== 'restore' && action !== 'delete'
    return row.version === version && !wrong_place ? [] : [{ id, reason: 'stale', current: todoOf(row) }]
  })
  if (conflicts.length > 0) throw new Problem('stale', `Changed since, or gone: ${conflicts.length} of ${todos.length}.`, { current: { conflicts } })
}

async function act(tx: Tx, caller: Caller, row: TodoRow, { action, status, priority, list_id }: Bulk): Promise<TodoRow> {
  if (action === 'restore') return row.deleted_at === null ? row : restoreRow(tx, caller, row)
  if (action === 'delete') return row.deleted_at === null ? trashRow(tx, caller, row) : row
  if (action === 'status' && status) return applyChange(tx, caller, row, { status })
  if (action === 'priority' && priority) return applyChange(tx, caller, row, { priority })
  // Without a place it goes to the end of its new list.
  return applyChange(tx, caller, row, { list_id })
}

function tellAbout(tx: Tx, caller: Caller, action: Bulk['action'], before: TodoRow[], after: TodoRow[]): void {
  const changed = after.filter((row) => !before.includes(row))
  if (changed.length > told_singly) {
    tx.publish(manyChanged, [caller.id], { list_ids: [...new Set([...before, ...after].map(({ list_id }) => list_id))] })
    return
  }
  for (const row of changed) {
    if (action === 'delete') tx.publish(todoRemoved, [caller.id], { id: row.id, list_id: row.list_id, version: row.version })
    else tx.publish(action === 'restore' ? todoRestored : todoChanged, [caller.id], todoOf(row))
  }
}
