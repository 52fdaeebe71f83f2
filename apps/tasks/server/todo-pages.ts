import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { invalid } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import type { Caller } from '#server/http/caller.ts'
import { open_statuses, priorities, type Status, statuses } from '../contract/fields.ts'
import type { listTodos, Sort, Todo } from '../contract/todos.ts'
import { filterInstant, never } from './due.ts'
import { max_position_length } from './positions.ts'
import { keyOf, type Scan, scan } from './scan.ts'
import { searchTodos } from './search.ts'
import { requireTarget, todoOf } from './todo-rows.ts'

export type TodoQuery = z.output<typeof listTodos.query>

const time = z.iso.datetime({ precision: 3 })
/** What each sort goes by, and what its cursors hold. */
const columns: Record<Sort | 'deleted_at', { column: string; value: z.ZodType<string | number> }> = {
  created_at: { column: 'created_at', value: time },
  updated_at: { column: 'updated_at', value: time },
  deleted_at: { column: 'deleted_at', value: time },
  due_date: { column: 'due_at', value: time },
  priority: { column: 'priority_rank', value: z.int().min(0).max(priorities.length) },
  position: { column: 'position', value: z.string().max(max_position_length) },
  title: { column: 'title_key', value: z.string().max(200) },
}

/** A part of one's todos, filtered and sorted; text searches go their own way. */
export async function todosOf(db: Db, caller: Caller, query: TodoQuery, now: string): Promise<Page<Todo>> {
  if (query.list_id !== undefined) await requireTarget(db, caller, query.list_id)
  if (query.q?.trim()) return searchTodos(db, caller, query, filterOf(query, now))
  const ordering = orderingOf(query)
  const descending = ordering.startsWith('-')
  const { column, value } = columns[ordering.replace('-', '') as Sort]
  const start = readKeyCursor(query.cursor, ordering, value)
  const filter = filterOf(query, now, column)
  const plan: Scan = { column, descending, stretches: stretchesOf(caller, query, column, now), ...(filter && { filter }) }
  const { items, ...page } = pageOfFound(ordering, start, query.limit, await scan(db, plan, start, query.limit + 1), keyOf)
  return { ...page, items: items.map(todoOf) }
}

function orderingOf({ ordering, trash, list_id, due_before, due_after, overdue }: TodoQuery): string {
  if (trash) {
    if (ordering !== undefined) throw invalid({ ordering: ['The trash is shown latest first.'] })
    return '-deleted_at'
  }
  if (ordering?.endsWith('position') && list_id === undefined) throw invalid({ ordering: ['Positions are those of one list: name it in list_id.'] })
  // By due date the index itself finds what is due.
  if (ordering === undefined && (due_before ?? due_after ?? overdue) !== undefined) return 'due_date'
  return ordering ?? (list_id === undefined ? '-created_at' : 'position')
}

/** The statuses that are asked for, one way or the other. */
export function statusesOf({ status, completed, overdue }: TodoQuery): Status[] {
  const open = (one: Status) => (open_statuses as readonly Status[]).includes(one)
  return (status ?? [...statuses]).filter((one) => (completed === undefined || open(one) !== completed) && (overdue !== true || open(one)))
}

/** The parts of the index to read: one for each status, within a list where that is named, and of due dates only those asked for. */
function stretchesOf(caller: Caller, query: TodoQuery, column: string, now: string): Scan['stretches'] {
  if (query.trash) return [{ where: 'user_id = ? and deleted_at is not null', values: [caller.id] }]
  const [scope, id] = query.list_id === undefined ? ['user_id', caller.id] : ['list_id', query.list_id]
  const due = column === 'due_at' ? dueBounds(query, now) : { where: '', values: [] }
  const asked = statusesOf(query)
  // Nothing at all: a stretch that is empty.
  if (asked.length === 0) return [{ where: 'user_id = ? and status = ? and deleted_at is null', values: [caller.id, ''] }]
  return asked.map((status) => ({ where: `${scope} = ? and status = ? and deleted_at is null${due.where}`, values: [id, status, ...due.values] }))
}

/** Bounds of `due_at`; what is overdue was due before. */
function dueBounds({ due_after, due_before, time_zone, overdue }: TodoQuery, now: string): { where: string; values: string[] } {
  const parts: [string, string][] = []
  if (due_after !== undefined) parts.push([' and due_at >= ?', filterInstant(due_after, time_zone ?? null)])
  if (due_before !== undefined) parts.push([' and due_at < ?', filterInstant(due_before, time_zone ?? null)])
  if (overdue === true) parts.push([' and due_at <= ?', now])
  if (parts.length > 0) parts.push([' and due_at < ?', never])
  return { where: parts.map(([where]) => where).join(''), values: parts.map(([, value]) => value) }
}

/** What the index does not answer. In the trash, in a search and in a list sorted otherwise that is more. */
function filterOf(query: TodoQuery, now: string, column?: string): Scan['filter'] | undefined {
  const { priority, overdue, trash, list_id } = query
  const due = column === 'due_at' ? { where: '', values: [] } : dueBounds(query, now)
  const parts: { where: string; values: unknown[] }[] = []
  const among = (name: string, values: readonly string[]) => parts.push({ where: `${name} in (${values.map(() => '?').join(', ')})`, values: [...values] })
  if (priority !== undefined) among('priority', priority)
  if (due.where) parts.push({ where: due.where.replace(' and ', ''), values: due.values })
  if (overdue === true) parts.push({ where: 'overdue_at <= ?', values: [now] })
  if (overdue === false) parts.push({ where: "(overdue_at is null or overdue_at > ? or status in ('done', 'cancelled'))", values: [now] })
  const by_rows = trash || column === undefined
  if (by_rows && (query.status ?? query.completed ?? overdue) !== undefined) among('status', statusesOf(query).length > 0 ? statusesOf(query) : [''])
  if (by_rows && list_id !== undefined) parts.push({ where: 'list_id = ?', values: [list_id] })
  if (parts.length === 0) return undefined
  return { where: parts.map(({ where }) => where).join(' and '), values: parts.flatMap(({ values }) => values) }
}
