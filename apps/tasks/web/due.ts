import type { Formatter } from '#web/i18n.ts'
import type { Todo } from '../contract/todos.ts'
import { type Clock, dueDay, isDay, overdueAt, todayOf } from './data/clock.ts'
import { addDays, type Day, minutesIn, weekdayOf } from './days.ts'
import type { T } from './page-words.ts'

export type DuePreset = 'today' | 'tomorrow' | 'next_week' | 'none'
export const due_presets: readonly DuePreset[] = ['today', 'tomorrow', 'next_week', 'none']

export interface DueFields {
  due_date: string | null
  time_zone: string | null
}

export function presetDue(preset: DuePreset, clock: Clock): DueFields {
  const today = todayOf(clock)
  const days = { today: 0, tomorrow: 1, next_week: 7 - weekdayOf(today) }
  return preset === 'none' ? { due_date: null, time_zone: null } : { due_date: addDays(today, days[preset]), time_zone: clock.zone }
}

/** A day as people say it: today, a weekday for this week, else the date. */
export function dayText(day: Day, clock: Clock, format: Formatter, t: T): string {
  const today = todayOf(clock)
  if (day === today) return t('due.today')
  if (day === addDays(today, 1)) return t('due.tomorrow')
  if (day === addDays(today, -1)) return t('due.yesterday')
  if (day > today && day < addDays(today, 7)) return format.date(day, { weekday: 'long' })
  return format.date(day, day.slice(0, 4) === today.slice(0, 4) ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })
}

export function dueText(todo: DueFields, clock: Clock, format: Formatter, t: T): string | undefined {
  const day = dueDay(todo, clock.zone)
  if (day === null || todo.due_date === null) return undefined
  const said = dayText(day, clock, format, t)
  if (isDay(todo.due_date)) return said
  return t('due.at', { day: said, time: format.date(todo.due_date, { hour: 'numeric', minute: '2-digit', timeZone: clock.zone }) })
}

export const isLate = (todo: Pick<Todo, 'due_date' | 'time_zone' | 'status'>, { now }: Clock) =>
  (todo.status === 'todo' || todo.status === 'in_progress') && overdueAt(todo) <= now

/** `09:00` of a due date that has a time, for a field. */
export function timeOf({ due_date }: DueFields, zone: string): string {
  if (due_date === null || isDay(due_date)) return ''
  const minutes = minutesIn(due_date, zone)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
