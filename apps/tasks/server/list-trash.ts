import { invalid } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { listRemoved, listRestored } from '../contract/events.ts'
import { most, open_statuses } from '../contract/fields.ts'
import type { List } from '../contract/lists.ts'
import { beginChange } from './changes.ts'
import { listOf, refuseStale, requireList } from './lists.ts'

/** A list goes to the trash with its todos, in one step: a list's size is limited for this. A retry does no harm. */
export async function removeList(tx: Tx, caller: Caller, id: string, version: number): Promise<void> {
  await beginChange(tx, caller.id)
  const row = await requireList(tx, caller, id)
  if (row.deleted_at !== null) return
  refuseStale(row, version)
  await tx
    .updateTable('todos')
    .set((e) => ({ deleted_at: tx.now, with_list: 1, version: e('version', '+', 1), updated_at: tx.now }))
    .where('list_id', '=', id)
    .where('deleted_at', 'is', null)
    .execute()
  await tx
    .updateTable('task_lists')
    .set({ deleted_at: tx.now, version: row.version + 1, updated_at: tx.now })
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'tasks.list_removed', model: 'task_lists', object_id: id, before: { name: row.name, todos: row.todo_count } })
  tx.publish(listRemoved, [caller.id], { id })
}

/** Back with the todos that went with it; what was in the trash before stays there. */
export async function restoreList(tx: Tx, caller: Caller, id: string): Promise<List> {
  await beginChange(tx, caller.id)
  const row = await requireList(tx, caller, id)
  if (row.deleted_at === null) return listOf(row)
  const { lists, open } = await tx
    .selectFrom('task_lists')
    .select((e) => [e.fn.countAll<number>().as('lists'), e.fn.sum<number>('open_count').as('open')])
    .where('user_id', '=', caller.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (lists >= most.lists) throw invalid({ non_field_errors: [`You have ${most.lists} lists: remove one first.`] })
  const own = tx.selectFrom('todos').where('list_id', '=', id)
  await tx
    .updateTable('todos')
    .set((e) => ({ deleted_at: null, with_list: 0, version: e('version', '+', 1), updated_at: tx.now }))
    .where('list_id', '=', id)
    .where('deleted_at', 'is not', null)
    .where('with_list', '=', 1)
    .execute()
  const there = own.where('deleted_at', 'is', null).select((e) => e.fn.countAll<number>().as('n'))
  const all = await there.executeTakeFirstOrThrow()
  const open_now = await there.where('status', 'in', [...open_statuses]).executeTakeFirstOrThrow()
  if (Number(open ?? 0) + open_now.n > most.open_todos) throw invalid({ non_field_errors: [`At most ${most.open_todos} todos can be open.`] })
  const restored = await tx
    .updateTable('task_lists')
    .set({ deleted_at: null, open_count: open_now.n, todo_count: all.n, version: row.version + 1, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'tasks.list_restored', model: 'task_lists', object_id: id, after: { name: row.name, todos: all.n } })
  tx.publish(listRestored, [caller.id], listOf(restored))
  return listOf(restored)
}
