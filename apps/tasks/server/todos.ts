import type { z } from 'zod'
import { newId } from '#contract/ids.ts'
import { Problem } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { todoAdded, todoChanged, todoRemoved, todoRestored } from '../contract/events.ts'
import type { changeTodo as changeTodoEndpoint, NewTodo, Todo } from '../contract/todos.ts'
import { beginChange } from './changes.ts'
import { dueOf } from './due.ts'
import { followUp, takeBackNext } from './occurrences.ts'
import { checkRule } from './recurrence.ts'
import { freePosition, placeIn } from './todo-places.ts'
import { countOf, rankOf, refuseTooMany, requireTarget, requireTodo, shown, type TodoRow, todoOf } from './todo-rows.ts'
import { indexTodo, insertRow, recount, recountMoved, writeRow } from './todo-writes.ts'
import { titleKey } from './words.ts'

type Given = z.output<typeof NewTodo>
export type Change = Omit<z.output<typeof changeTodoEndpoint.body>, 'version'>

/** The row of a new todo; throws field errors for a date or a rule that cannot be. */
export function newRow(user_id: string, now: string, position: string, { id = newId(), after_id, before_id, ...given }: Given): Omit<TodoRow, 'doc'> {
  const due = dueOf(given.due_date, given.time_zone)
  checkRule(given.recurrence, due.due_date, given.time_zone)
  return {
    ...{ ...given, ...due, id, user_id, position, title_key: titleKey(given.title), priority_rank: rankOf(given.priority), next_id: null, version: 1 },
    ...{ completed_at: given.status === 'done' ? now : null, deleted_at: null, with_list: 0, created_at: now, updated_at: now },
  }
}

export async function addTodo(tx: Tx, caller: Caller, given: Given): Promise<Todo> {
  await beginChange(tx, caller.id)
  const list = await requireTarget(tx, caller, given.list_id)
  const { position, is_last } = await placeIn(tx, list, given)
  const made = newRow(caller.id, tx.now, position, given)
  refuseTooMany(list, countOf(made))
  const row = await insertRow(tx, made)
  // Sent before: a retry after a lost answer gets the todo it made. Somebody else's id is as good as none.
  if (!row) return todoOf(await requireTodo(tx, caller, made.id))
  await recount(tx, caller, list.id, countOf(row), is_last ? position : undefined)
  const { list_id, title, status, due_date } = row
  await tx.audit({ action: 'tasks.todo_added', model: 'todos', object_id: row.id, after: { list_id, title, status, due_date } })
  tx.publish(todoAdded, [caller.id], todoOf(row))
  return todoOf(row)
}

/** Throws `stale` (409) with the present todo when the writer saw another version. */
export function refuseStale(row: TodoRow, version: number): void {
  if (row.version !== version) throw new Problem('stale', 'Somebody has changed it since.', { current: todoOf(row) })
}

export async function changeTodo(tx: Tx, caller: Caller, id: string, change: Change, version: number): Promise<Todo> {
  await beginChange(tx, caller.id)
  const row = await requireTodo(tx, caller, id)
  refuseStale(row, version)
  if (row.deleted_at !== null) throw new Problem('conflict', 'It is in the trash: restore it first.')
  const changed = await applyChange(tx, caller, row, change)
  if (changed !== row) tx.publish(todoChanged, [caller.id], todoOf(changed))
  return todoOf(changed)
}

/** Writes what is different, with everything that follows from it; the same row when nothing is. */
export async function applyChange(tx: Tx, caller: Caller, row: TodoRow, { after_id, before_id, ...change }: Change): Promise<TodoRow> {
  const given = definedOf(change)
  const due = given.due_date !== undefined || given.time_zone !== undefined ? reschedule(row, given) : {}
  const wanted: TodoRow = { ...row, ...given, ...due }
  checkRule(wanted.recurrence === row.recurrence && wanted.due_date === row.due_date ? null : wanted.recurrence, wanted.due_date, wanted.time_zone)
  const last_position = await move(tx, caller, row, wanted, { after_id, before_id })
  if (wanted.title !== row.title) wanted.title_key = titleKey(wanted.title)
  wanted.priority_rank = rankOf(wanted.priority)
  if (wanted.status !== row.status) await settle(tx, caller, row, wanted)
  const differences = differencesOf(row, wanted)
  if (Object.keys(differences).length === 0) return row
  const changed = await writeRow(tx, row, differences)
  if (changed.title !== row.title || changed.description !== row.description) await indexTodo(tx, changed, true)
  await recountMoved(tx, caller, row, changed, last_position)
  const told = Object.keys(differences).filter((name) => shown.includes(name))
  const facts = (of: TodoRow) => Object.fromEntries(told.map((name) => [name, of[name as keyof TodoRow]]))
  await tx.audit({ action: 'tasks.todo_changed', model: 'todos', object_id: row.id, before: facts(row), after: facts(changed) })
  return changed
}

const definedOf = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }

/** A time moves with its zone only when it is given anew: the instant stays. A day stays the day. */
function reschedule(row: TodoRow, { due_date = row.due_date, time_zone = row.time_zone }: Change) {
  return dueOf(due_date, time_zone)
}

/** Another list, or another place; gives the position when it is the last of its list. */
async function move(
  tx: Tx,
  caller: Caller,
  row: TodoRow,
  wanted: TodoRow,
  place: { after_id: string | null | undefined; before_id: string | null | undefined },
): Promise<string | undefined> {
  const stays = wanted.list_id === row.list_id
  if (stays && place.after_id === undefined && place.before_id === undefined) return undefined
  const list = await requireTarget(tx, caller, wanted.list_id)
  if (!stays) refuseTooMany(list, { open: 0, all: 1 })
  const { position, is_last } = await placeIn(tx, list, place, row)
  wanted.position = position
  return is_last ? position : undefined
}

/** What follows from another status: when it was done, and what comes next. */
async function settle(tx: Tx, caller: Caller, row: TodoRow, wanted: TodoRow): Promise<void> {
  wanted.completed_at = wanted.status === 'done' ? tx.now : null
  if (wanted.status === 'done' && wanted.recurrence !== null && wanted.next_id === null) wanted.next_id = await followUp(tx, caller, wanted)
  else if (row.status === 'done' && row.next_id !== null && (await takeBackNext(tx, caller, row.next_id))) wanted.next_id = null
  const before = countOf(row)
  const after = countOf(wanted)
  if (after.open > before.open) refuseTooMany(await requireTarget(tx, caller, wanted.list_id), { open: 1, all: 0 })
}

function differencesOf(row: TodoRow, wanted: TodoRow): Partial<TodoRow> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => row[name as keyof TodoRow] !== value))
}

/** Into the trash; one that is there already stays there, since a retry must do no harm. */
export async function removeTodo(tx: Tx, caller: Caller, id: string, version: number): Promise<void> {
  await beginChange(tx, caller.id)
  const row = await requireTodo(tx, caller, id)
  if (row.deleted_at !== null) return
  refuseStale(row, version)
  const removed = await trashRow(tx, caller, row)
  tx.publish(todoRemoved, [caller.id], { id, list_id: row.list_id, version: removed.version })
}

export async function trashRow(tx: Tx, caller: Caller, row: TodoRow): Promise<TodoRow> {
  const removed = await writeRow(tx, row, { deleted_at: tx.now, with_list: 0 })
  await recountMoved(tx, caller, row, removed, undefined)
  await tx.audit({ action: 'tasks.todo_removed', model: 'todos', object_id: row.id, before: { title: row.title, list_id: row.list_id } })
  return removed
}

export async function restoreTodo(tx: Tx, caller: Caller, id: string): Promise<Todo> {
  await beginChange(tx, caller.id)
  const row = await requireTodo(tx, caller, id)
  if (row.deleted_at === null) return todoOf(row)
  const restored = await restoreRow(tx, caller, row)
  tx.publish(todoRestored, [caller.id], todoOf(restored))
  return todoOf(restored)
}

/** Back to its place; where that was given to another meanwhile, right behind that. */
export async function restoreRow(tx: Tx, caller: Caller, row: TodoRow): Promise<TodoRow> {
  const list = await requireTarget(tx, caller, row.list_id).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem('conflict', 'Its list is in the trash: restore that.') : error
  })
  refuseTooMany(list, countOf({ ...row, deleted_at: null }))
  const position = await freePosition(tx, row)
  const restored = await writeRow(tx, row, { deleted_at: null, with_list: 0, position })
  await recountMoved(tx, caller, row, restored, position > list.last_position ? position : undefined)
  await tx.audit({ action: 'tasks.todo_restored', model: 'todos', object_id: row.id, after: { title: row.title, list_id: row.list_id } })
  return restored
}
