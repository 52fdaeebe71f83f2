import type { Status } from '../../contract/fields.ts'
import type { Todo } from '../../contract/todos.ts'
import { addDays, type Day } from '../days.ts'
import { type Clock, dueAt, dueDay, overdueAt, startOf, todayOf } from './clock.ts'
import { byPosition } from './state.ts'

/**
 * A view is a question to the server and the same question to what is here, so that a page shows what was loaded, heard or is on its way in the
 * one right order. Keys: `list:<id>`, `closed:<id>`, `today`, `upcoming`, `overdue`, `done`, `status:<status>`,
 * `status:<status>:<list>`, `days:<from>:<to>`, `search:<text>`.
 */
export interface View {
  query: Record<string, unknown>
  /** What the server gives, by instants. */
  matches: (todo: Todo) => boolean
  /** Of these what is shown, where that is less: a day is that day everywhere, whatever zone it was written in. */
  shows?: (todo: Todo) => boolean
  compare: (a: Todo, b: Todo) => number
}

export const isOpen = ({ status }: Pick<Todo, 'status'>) => status === 'todo' || status === 'in_progress'

const byId = (a: Todo, b: Todo) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const byDue = (a: Todo, b: Todo) => dueAt(a) - dueAt(b) || byId(a, b)
const latest = (key: 'updated_at' | 'created_at') => (a: Todo, b: Todo) => (a[key] < b[key] ? 1 : a[key] > b[key] ? -1 : byId(b, a))

export function viewOf(key: string, clock: Clock): View {
  const { now, zone } = clock
  const today = todayOf(clock)
  const due = { completed: 'false', ordering: 'due_date', time_zone: zone }
  const [kind, ...rest] = key.split(':')
  const about = rest.join(':')
  switch (kind) {
    case 'list':
      return { query: { list_id: about, completed: 'false' }, matches: (todo) => todo.list_id === about && isOpen(todo), compare: byPosition }
    case 'closed':
      return {
        query: { list_id: about, completed: 'true', ordering: '-updated_at' },
        matches: (todo) => todo.list_id === about && !isOpen(todo),
        compare: latest('updated_at'),
      }
    case 'today':
      return {
        query: { ...due, due_before: addDays(today, 2) },
        matches: (todo) => isOpen(todo) && dueAt(todo) < startOf(addDays(today, 2), zone),
        shows: (todo) => (dueDay(todo, zone) ?? '') <= today,
        compare: byDue,
      }
    case 'upcoming':
      return {
        query: { ...due, due_after: today },
        matches: (todo) => isOpen(todo) && todo.due_date !== null && dueAt(todo) >= startOf(today, zone),
        shows: (todo) => (dueDay(todo, zone) ?? '') > today,
        compare: byDue,
      }
    case 'overdue':
      return { query: { ordering: 'due_date', overdue: 'true' }, matches: (todo) => isOpen(todo) && overdueAt(todo) <= now, compare: byDue }
    case 'done':
      return { query: { status: 'done', ordering: '-updated_at' }, matches: ({ status }) => status === 'done', compare: latest('updated_at') }
    case 'status':
      return withStatus(rest[0] as Status, rest[1])
    case 'days':
      return within(rest[0] ?? today, rest[1] ?? today, zone)
    default:
      return { query: { q: about }, matches: found(about), compare: latest('created_at') }
  }
}

/** One column of the board. What is over comes with the latest first; in a list the rest stands in the list's order. */
function withStatus(status: Status, list_id: string | undefined): View {
  const list = list_id === undefined ? {} : { list_id }
  const matches = (todo: Todo) => todo.status === status && (list_id === undefined || todo.list_id === list_id)
  if (!isOpen({ status })) return { query: { ...list, status, ordering: '-updated_at' }, matches, compare: latest('updated_at') }
  if (list_id !== undefined) return { query: { ...list, status }, matches, compare: byPosition }
  return { query: { status, ordering: 'due_date' }, matches, compare: byDue }
}

/** What is due on some days, the last one not counted. The server goes by instants, so it is asked for a day more at both ends. */
function within(from: Day, to: Day, zone: string): View {
  const [start, end] = [addDays(from, -1), addDays(to, 1)]
  return {
    query: { ordering: 'due_date', time_zone: zone, due_after: start, due_before: end },
    matches: (todo) => todo.due_date !== null && dueAt(todo) >= startOf(start, zone) && dueAt(todo) < startOf(end, zone),
    shows: (todo) => {
      const day = dueDay(todo, zone) ?? ''
      return day >= from && day < to
    },
    compare: byDue,
  }
}

const wordsOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200c\u200d]/g, '')
    .match(/[\p{L}\p{N}\p{Mn}\p{Mc}]+/gu) ?? []

/** As the server finds: all the words, the last one also by its beginning. */
function found(q: string): View['matches'] {
  const words = wordsOf(q)
  const last = words.pop()
  if (last === undefined) return () => false
  return ({ title, description }) => {
    const own = new Set(wordsOf(`${title} ${description}`))
    return words.every((word) => own.has(word)) && [...own].some((word) => word.startsWith(last))
  }
}
