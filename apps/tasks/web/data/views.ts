import type { Todo } from '../../contract/todos.ts'
import { addDays } from '../days.ts'
import { type Clock, dueAt, dueDay, overdueAt, startOf, todayOf } from './clock.ts'
import { byPosition } from './state.ts'

/**
 * A view is a question to the server and the same question to what is here, so that a page shows what was loaded, heard or is on its way in the
 * one right order. Keys: `list:<id>`, `closed:<id>`, `today`, `upcoming`, `overdue`, `done`, `search:<text>`.
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
    default:
      return { query: { q: about }, matches: found(about), compare: latest('created_at') }
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
