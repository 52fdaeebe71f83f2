import type { Todo } from '../../contract/todos.ts'
import type { Day } from '../days.ts'
import { dayIn } from '../days.ts'
import { type Clock, dueDay, overdueAt, todayOf } from './clock.ts'

export type Grouping = 'none' | 'today' | 'day' | 'done'
/** A heading, or a todo below it. */
export type Line = { kind: 'heading'; id: string; day: Day | 'overdue' | 'today' } | { kind: 'todo'; id: string; todo: Todo }

/** Puts a heading before the first todo of each day; the order of the todos stays. */
export function linesOf(todos: readonly Todo[], grouping: Grouping, clock: Clock): Line[] {
  let current: string | undefined
  return todos.flatMap((todo): Line[] => {
    const line: Line = { kind: 'todo', id: todo.id, todo }
    const day = grouping === 'none' ? undefined : headingOf(todo, grouping, clock)
    if (day === undefined || day === current) return [line]
    current = day
    return [{ kind: 'heading', id: `heading ${todo.id}`, day }, line]
  })
}

function headingOf(todo: Todo, grouping: Grouping, clock: Clock): Day | 'overdue' | 'today' | undefined {
  if (grouping === 'done') return dayIn(todo.completed_at ?? todo.updated_at, clock.zone)
  const day = dueDay(todo, clock.zone) ?? undefined
  if (grouping === 'day') return day
  // What was due earlier today by the clock is late, and still of today.
  return overdueAt(todo) <= clock.now && day !== todayOf(clock) ? 'overdue' : 'today'
}
