import type { Todo } from '../../contract/todos.ts'
import { dueDay, isDay } from '../data/clock.ts'
import { addDays, addMonths, type Day, dayAt, dayIn, daysBetween, instantOf, minutesIn, weekdayOf } from '../days.ts'

/** A month such as `2026-11`. */
export type Month = string

/** Of an address: anything else is this month. */
export function monthIn(text: string | null, today: Day): Month {
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(text ?? '') ?? []
  return year && dayAt(Number(year), Number(month), 1) ? `${year}-${month}` : today.slice(0, 7)
}
export const monthAfter = (month: Month, by: number): Month => addMonths(`${month}-01`, by).slice(0, 7)

/** Whole weeks, from the Monday before the first to the Sunday after the last. */
export function weeksOf(month: Month): Day[][] {
  const first = `${month}-01`
  const start = addDays(first, -weekdayOf(first))
  const weeks = Math.ceil(daysBetween(start, addMonths(first, 1)) / 7)
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)))
}

/** Todos by the day on which the reader finds them; open ones first. */
export function byDay(todos: readonly Todo[], zone: string): Map<Day, Todo[]> {
  const days = new Map<Day, Todo[]>()
  for (const todo of todos) {
    const day = dueDay(todo, zone)
    if (day !== null) days.set(day, [...(days.get(day) ?? []), todo])
  }
  return days
}

type Due = Pick<Todo, 'due_date' | 'time_zone'>
/** The same todo on another day: a time stays the same on its own clock, also where summer time begins between the two. */
export function dueOn(todo: Due, day: Day, zone: string): Due {
  if (todo.due_date === null || isDay(todo.due_date)) return { due_date: day, time_zone: todo.time_zone ?? zone }
  const own = todo.time_zone ?? zone
  const by = daysBetween(dueDay(todo, zone) ?? day, day)
  return { due_date: instantOf(addDays(dayIn(todo.due_date, own), by), minutesIn(todo.due_date, own), own), time_zone: own }
}
