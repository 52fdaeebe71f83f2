import { z } from 'zod'
import { newId } from '#contract/ids.ts'
import type { Page } from '#contract/page.ts'
import { invalid, notFound, Problem } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import type { Caller } from '#server/http/caller.ts'
import { listAdded, listChanged } from '../contract/events.ts'
import { most } from '../contract/fields.ts'
import type { addList as addListEndpoint, changeList, List, listLists } from '../contract/lists.ts'
import { beginChange } from './changes.ts'
import { max_position_length, positionBetween } from './positions.ts'
import type { TasksTables } from './tables.ts'

export type ListRow = TasksTables['task_lists']
type NewList = z.output<typeof addListEndpoint.body>
type ListChange = z.output<typeof changeList.body>
interface Place {
  after_id?: string | null | undefined
  before_id?: string | null | undefined
}

/** What leaves of a row. */
export function listOf({ feed_hash, user_id, last_position, feed_made_at, ...list }: ListRow): List {
  return { ...list, has_feed: feed_hash !== null }
}

export async function listsOf(db: Db, caller: Caller, { cursor, limit, trash }: z.output<typeof listLists.query>): Promise<Page<List>> {
  const order = trash ? 'trash' : 'position'
  const start = readKeyCursor(cursor, order, z.string().max(max_position_length))
  const [sign, direction] = start?.side === 'before' ? (['<', 'desc'] as const) : (['>', 'asc'] as const)
  let query = db
    .selectFrom('task_lists')
    .selectAll()
    .where('user_id', '=', caller.id)
    .where('deleted_at', trash ? 'is not' : 'is', null)
  if (start) query = query.where((e) => e(e.refTuple('position', 'id'), sign, e.tuple(String(start.value), start.id)))
  const rows = await query
    .orderBy('position', direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute()
  return pageOfFound(order, start, limit, { rows: rows.map(listOf) }, ({ position, id }) => ({ value: position, id }))
}

/** Throws `not_found`, for other people's lists as well. */
export async function requireList(db: Db, caller: Caller, id: string): Promise<ListRow> {
  const list = await db.selectFrom('task_lists').selectAll().where('id', '=', id).where('user_id', '=', caller.id).executeTakeFirst()
  if (!list) throw notFound('list')
  return list
}

export async function addList(tx: Tx, caller: Caller, { id = newId(), name, color, ...place }: NewList): Promise<List> {
  await beginChange(tx, caller.id)
  const existing = await tx.selectFrom('task_lists').selectAll().where('id', '=', id).executeTakeFirst()
  // Sent before: a retry after a lost answer gets the list it made. Somebody else's id is as good as none.
  if (existing) return listOf(existing.user_id === caller.id ? existing : await requireList(tx, caller, id))
  await refuseTooMany(tx, caller)
  const row: ListRow = {
    ...{ id, user_id: caller.id, name, color, position: await placeOf(tx, caller, place), last_position: 'Zz', open_count: 0, todo_count: 0, version: 1 },
    ...{ feed_hash: null, feed_made_at: null, deleted_at: null, created_at: tx.now, updated_at: tx.now },
  }
  await tx.insertInto('task_lists').values(row).execute()
  await tx.audit({ action: 'tasks.list_added', model: 'task_lists', object_id: id, after: { name, color } })
  tx.publish(listAdded, [caller.id], listOf(row))
  return listOf(row)
}

async function refuseTooMany(tx: Tx, caller: Caller): Promise<void> {
  const { n } = await tx
    .selectFrom('task_lists')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('user_id', '=', caller.id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (n >= most.lists) throw invalid({ non_field_errors: [`You have ${most.lists} lists: remove one first.`] })
}

/** Throws `stale` when the writer saw another version. */
export function refuseStale(row: ListRow, version: number): void {
  if (version !== row.version) throw new Problem('stale', 'Somebody has changed it since.', { current: listOf(row) })
}

export async function changeListRow(tx: Tx, caller: Caller, id: string, change: ListChange, version: number): Promise<List> {
  await beginChange(tx, caller.id)
  const row = await requireList(tx, caller, id)
  refuseStale(row, version)
  if (row.deleted_at !== null) throw new Problem('conflict', 'It is in the trash: restore it first.')
  const { name = row.name, color = row.color, after_id, before_id } = change
  const moves = after_id !== undefined || before_id !== undefined
  const position = moves ? await placeOf(tx, caller, { after_id, before_id }, row) : row.position
  if (name === row.name && color === row.color && position === row.position) return listOf(row)
  const changed = await tx
    .updateTable('task_lists')
    .set({ name, color, position, version: row.version + 1, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const facts = (of: ListRow) => ({ name: of.name, color: of.color, position: of.position })
  await tx.audit({ action: 'tasks.list_changed', model: 'task_lists', object_id: id, before: facts(row), after: facts(changed) })
  tx.publish(listChanged, [caller.id], listOf(changed))
  return listOf(changed)
}

/** Where a list goes: next to the one that is named, or last. */
async function placeOf(tx: Tx, caller: Caller, place: Place, moved?: ListRow): Promise<string> {
  const own = tx.selectFrom('task_lists').select('position').where('user_id', '=', caller.id).where('deleted_at', 'is', null)
  const id = place.after_id ?? place.before_id
  if (id && id === moved?.id) return moved.position
  const at = id ? (await own.where('id', '=', id).executeTakeFirst())?.position : null
  if (at === undefined) throw invalid({ [place.after_id ? 'after_id' : 'before_id']: ['No such list.'] })
  const others = moved ? own.where('id', '!=', moved.id) : own
  const down = place.after_id !== undefined
  let beside = others.orderBy('position', down ? 'asc' : 'desc').limit(1)
  if (at !== null) beside = beside.where('position', down ? '>' : '<', at)
  const other = (await beside.executeTakeFirst())?.position ?? null
  return checkedPosition(down ? positionBetween(at, other) : positionBetween(other, at))
}

export function checkedPosition(position: string): string {
  if (position.length > max_position_length) throw new Problem('conflict', 'There is no room between these two: put it elsewhere.')
  return position
}
