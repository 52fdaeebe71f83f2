/** Days are texts such as `2026-11-24`, counted without any zone; a zone says which day it is now, and which instant a wall clock means. */
export type Day = string

const day_ms = 86_400_000

const utcOf = (day: Day) => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

export const addDays = (day: Day, days: number): Day => dayOf(utcOf(day) + days * day_ms)

export const daysBetween = (from: Day, to: Day): number => Math.round((utcOf(to) - utcOf(from)) / day_ms)
/** 0 is Monday. */
export const weekdayOf = (day: Day): number => (new Date(utcOf(day)).getUTCDay() + 6) % 7

/** The same day of another month, or its last one. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return dayOf(first.getTime() + (Math.min(date, last) - 1) * day_ms)
}

/** Undefined where there is no such day: 31 April, the 29th of most Februaries. */
export function dayAt(year: number, month: number, date: number): Day | undefined {
  if (year < 1970 || year > 2199) return undefined
  const made = new Date(Date.UTC(year, month - 1, date))
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? dayOf(made.getTime()) : undefined
}

const clocks = new Map<string, Intl.DateTimeFormat>()
function clockOf(time_zone: string): Intl.DateTimeFormat {
  const kept = clocks.get(time_zone)
  if (kept) return kept
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: time_zone, hourCycle: 'h23', calendar: 'iso8601', numberingSystem: 'latn' })
  clocks.set(time_zone, made)
  return made
}

/** What the clock on the wall shows at an instant, as if it were one of UTC. */
function wallOf(ms: number, time_zone: string): number {
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    clockOf(time_zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}

export const isTimeZone = (time_zone: string): boolean => {
  try {
    return Boolean(clockOf(time_zone))
  } catch {
    return false
  }
}

export const dayIn = (instant: Date | string, time_zone: string): Day => dayOf(wallOf(Math.floor(+new Date(instant) / 1000) * 1000, time_zone))
/** Minutes since midnight, by the clock on the wall. */
export const minutesIn = (instant: Date | string, time_zone: string): number =>
  Math.floor((wallOf(Math.floor(+new Date(instant) / 1000) * 1000, time_zone) % day_ms) / 60_000)

/**
 * The instant of a wall clock, as the server reads it: a time that the clock skips in spring is meant as long after the change as it is
 * behind it, one that comes twice in autumn is the first.
 */
export function instantOf(day: Day, minutes: number, time_zone: string): string {
  const wall = utcOf(day) + minutes * 60_000
  const offsetAt = (ms: number) => wallOf(ms, time_zone) - ms
  const [earlier, later] = [wall - offsetAt(wall - day_ms), wall - offsetAt(wall + day_ms)]
  const meant = wallOf(earlier, time_zone) !== wall && wallOf(later, time_zone) === wall ? later : earlier
  return new Date(meant).toISOString()
}
