import { newId } from '#contract/ids.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { todoAdded, todoRemoved } from '../contract/events.ts'
import { dueOf } from './due.ts'
import { nextOccurrence } from './recurrence.ts'
import { placeBehind } from './todo-places.ts'
import { countOf, isOpen, refuseTooMany, requireTarget, type TodoRow, todoOf } from './todo-rows.ts'
import { deleteRows, insertRow, recount } from './todo-writes.ts'

/** Makes the next occurrence of a todo that is being done, right behind it; null when its rule has ended. */
export async function followUp(tx: Tx, caller: Caller, done: TodoRow): Promise<string | null> {
  if (done.recurrence === null || done.due_date === null) return null
  const next = nextOccurrence(done.recurrence, done.due_date, done.time_zone, tx.now)
  if (!next) return null
  refuseTooMany(await requireTarget(tx, caller, done.list_id), { open: 0, all: 1 })
  const { doc, ...copied } = done
  const row = await insertRow(tx, {
    ...copied,
    ...dueOf(next.due_date, done.time_zone),
    ...{ id: newId(), status: 'todo', recurrence: next.recurrence, next_id: null, position: await placeBehind(tx, done), version: 1 },
    ...{ completed_at: null, created_at: tx.now, updated_at: tx.now },
  })
  if (!row) throw new Error('a new id was taken')
  await recount(tx, caller, row.list_id, countOf(row))
  await tx.audit({ action: 'tasks.todo_repeated', model: 'todos', object_id: row.id, after: { follows: done.id, due_date: row.due_date } })
  tx.publish(todoAdded, [caller.id], todoOf(row))
  return row.id
}

/** A todo that was done by mistake takes its next occurrence back, unless somebody has touched that. Says whether it did. */
export async function takeBackNext(tx: Tx, caller: Caller, id: string): Promise<boolean> {
  const row = await tx.selectFrom('todos').selectAll().where('id', '=', id).where('user_id', '=', caller.id).executeTakeFirst()
  if (!row) return true
  if (row.version !== 1 || row.deleted_at !== null || !isOpen(row.status)) return false
  await deleteRows(tx, [row.doc])
  await recount(tx, caller, row.list_id, { open: -1, all: -1 })
  await tx.audit({ action: 'tasks.todo_taken_back', model: 'todos', object_id: id, before: { title: row.title, due_date: row.due_date } })
  tx.publish(todoRemoved, [caller.id], { id, list_id: row.list_id, version: row.version })
  return true
}
