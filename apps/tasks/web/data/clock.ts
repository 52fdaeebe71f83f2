import { addDays, type Day, dayIn, instantOf } from '../days.ts'

/** What "today" is: an instant and where it is looked at from. */
export interface Clock {
  /** Milliseconds. */
  now: number
  zone: string
}

export const todayOf = ({ now, zone }: Clock): Day => dayIn(new Date(now), zone)

const starts = new Map<string, number>()
/** The instant at which a day begins in a zone. */
export function startOf(day: Day, zone: string): number {
  const key = `${day} ${zone}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const start = Date.parse(instantOf(day, 0, zone))
  if (starts.size > 5000) starts.clear()
  starts.set(key, start)
  return start
}

interface Due {
  due_date: string | null
  time_zone: string | null
}
export const isDay = (due_date: string) => due_date.length === 10

/** The instant that the server sorts and filters by: of a day its beginning in the todo's own zone. */
export function dueAt({ due_date, time_zone }: Due): number {
  if (due_date === null) return Number.POSITIVE_INFINITY
  return isDay(due_date) ? startOf(due_date, time_zone ?? 'UTC') : Date.parse(due_date)
}

/** From when on it is late: a day is over at its end. */
export function overdueAt({ due_date, time_zone }: Due): number {
  if (due_date === null) return Number.POSITIVE_INFINITY
  return isDay(due_date) ? startOf(addDays(due_date, 1), time_zone ?? 'UTC') : Date.parse(due_date)
}

/** The day under which a reader looks for it: a day is that day everywhere. */
export function dueDay({ due_date }: Pick<Due, 'due_date'>, zone: string): Day | null {
  if (due_date === null) return null
  return isDay(due_date) ? due_date : dayIn(due_date, zone)
}
