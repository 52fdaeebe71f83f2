import { invalid } from '#contract/problem.ts'
import { DueDate } from '../contract/fields.ts'

/** What sorts behind every due date. */
export const never = '9999-12-31T23:59:59.999Z'

export interface Due {
  due_date: string | null
  due_at: string
  overdue_at: string | null
}

export const isDay = (text: string) => text.length === 10
const iso = (instant: Temporal.Instant) => instant.toString({ smallestUnit: 'millisecond' })

/** The columns of a due date. A day lasts from midnight to midnight of its zone; a time without an offset is the zone's wall clock. */
export function dueOf(due_date: string | null, time_zone: string | null): Due {
  if (due_date === null) return { due_date, due_at: never, overdue_at: null }
  if (isDay(due_date)) {
    const day = plainDay(due_date)
    return { due_date, due_at: startOf(day, time_zone), overdue_at: startOf(day.add({ days: 1 }), time_zone) }
  }
  const at = instantOf(due_date, time_zone)
  // An offset may carry it over the end of the years that are taken: what is read could not be written again.
  if (!DueDate.safeParse(at).success) throw invalid({ due_date: ['Use a year from 1970 to 2199.'] })
  return { due_date: at, due_at: at, overdue_at: at }
}

/** The instant that a filter means: of a day its beginning. */
export const filterInstant = (text: string, time_zone: string | null) => (isDay(text) ? startOf(plainDay(text), time_zone) : instantOf(text, time_zone))

function plainDay(text: string): Temporal.PlainDate {
  return orRefuse('due_date', 'There is no such day.', () => Temporal.PlainDate.from(text))
}

function startOf(day: Temporal.PlainDate, time_zone: string | null): string {
  return orRefuse('time_zone', 'Use a time zone such as Asia/Kolkata.', () => iso(day.toZonedDateTime(time_zone ?? 'UTC').toInstant()))
}

function instantOf(text: string, time_zone: string | null): string {
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return orRefuse('due_date', 'There is no such time.', () => iso(Temporal.Instant.from(text)))
  if (time_zone === null) throw invalid({ time_zone: ['A time without an offset needs a time zone.'] })
  return orRefuse('due_date', 'There is no such time.', () => iso(Temporal.PlainDateTime.from(text).toZonedDateTime(time_zone).toInstant()))
}

function orRefuse<T>(field: string, message: string, make: () => T): T {
  try {
    return make()
  } catch {
    throw invalid({ [field]: [message] })
  }
}
