import { createRequire } from 'node:module'
import { invalid, Problem } from '#contract/problem.ts'
import { isDay } from './due.ts'

/** Loaded with the first rule, at once, since rules are checked inside writes: every start would wait for it otherwise. */
const rrule = () => createRequire(import.meta.url)('rrule-temporal') as typeof import('rrule-temporal')

const parts = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYMONTH', 'BYSETPOS', 'WKST'])
const max_interval = 1000
/** A rule that finds nothing within these is refused: it would cost more than it is worth. */
const patience = { maxIterations: 500, maxCandidateEvaluations: 20_000 }

export interface Occurrence {
  due_date: string
  /** The rule that is left: a count goes down. */
  recurrence: string
}

/** Throws a field error for a rule that is none, that has nothing to repeat, or that never comes. */
export function checkRule(rule: string | null, due_date: string | null, time_zone: string | null): void {
  if (rule === null) return
  if (due_date === null) throw invalid({ recurrence: ['A rule needs a due date to repeat.'] })
  const given = rule.split(';').map((part) => part.split('=') as [string, string])
  const unknown = given.find(([name], i) => !parts.has(name) || given.findIndex(([other]) => other === name) !== i)
  if (unknown) throw invalid({ recurrence: [`A rule here has no second or other ${unknown[0]}.`] })
  if (given.some(([name]) => name === 'COUNT') && given.some(([name]) => name === 'UNTIL')) throw invalid({ recurrence: ['Say either COUNT or UNTIL.'] })
  for (const [name, value] of given) checkNumbers(name, value)
  try {
    find(rule, due_date, time_zone, undefined)
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw invalid({ recurrence: ['This rule cannot be used: its parts do not go together, or it never comes.'] })
  }
}

/** What a part counts by; several of them by commas, where it may say from the end with a minus. */
const bounds: Record<string, { max: number; several: boolean; backwards: boolean }> = {
  INTERVAL: { max: max_interval, several: false, backwards: false },
  COUNT: { max: max_interval * 10, several: false, backwards: false },
  BYMONTH: { max: 12, several: true, backwards: false },
  BYMONTHDAY: { max: 31, several: true, backwards: true },
  BYYEARDAY: { max: 366, several: true, backwards: true },
  BYWEEKNO: { max: 53, several: true, backwards: true },
  BYSETPOS: { max: 366, several: true, backwards: true },
}

/** The library passes over numbers that cannot be, and calendars that read the rule refuse it. */
function checkNumbers(name: string, value: string): void {
  const bound = bounds[name]
  if (!bound) return
  const fits = (text: string) =>
    (bound.backwards ? /^[+-]?\d{1,5}$/ : /^\d{1,5}$/).test(text) && Math.abs(Number(text)) >= 1 && Math.abs(Number(text)) <= bound.max
  const numbers = value.split(',')
  if (numbers.every(fits) && (bound.several || numbers.length === 1)) return
  throw invalid({ recurrence: [`${name} is a whole number from 1 to ${bound.max}${bound.backwards ? ', or counted from the end with a minus' : ''}.`] })
}

/**
 * The rule as the standard has it beside this start: of a day the last one is a day, of a time an instant, at the end of that day where only
 * a day was said. Throws a field error for an end that is no time.
 */
export function ruleBeside(rule: string, due_date: string, time_zone: string | null): string {
  return rule.replace(/(^|;)UNTIL=([^;]*)/, (_, before: string, until: string) => `${before}UNTIL=${untilBeside(until, due_date, time_zone)}`)
}

function untilBeside(until: string, due_date: string, time_zone: string | null): string {
  const [, day, time] = /^(\d{8})(T\d{6}Z)?$/.exec(until) ?? []
  try {
    if (day === undefined) throw new RangeError('no date')
    const last = Temporal.PlainDate.from(day)
    if (time !== undefined) Temporal.PlainTime.from(time.slice(0, -1))
    if (isDay(due_date)) return day
    if (time !== undefined) return until
    const end = last.toZonedDateTime({ timeZone: time_zone ?? 'UTC', plainTime: '23:59:59' }).toInstant()
    return end.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
  } catch {
    throw invalid({ recurrence: ['Write UNTIL as a day (20271231) or an instant in UTC (20271231T235959Z).'] })
  }
}

/**
 * The occurrence after one that was done: the first after it that is not past, so that whoever was away finds one and not twenty. By the wall
 * clock of the zone: nine in the morning stays nine over summer time. Undefined when the rule has ended, or
 * there is none for longer than it pays to look.
 */
export function nextOccurrence(rule: string, due_date: string, time_zone: string | null, now: string): Occurrence | undefined {
  const left = countOf(rule)
  if (left !== undefined && left <= 1) return undefined
  const found = foundInTime(() => find(withCount(rule, undefined), due_date, time_zone, now))
  if (!found) return undefined
  return { due_date: found, recurrence: withCount(rule, left === undefined ? undefined : left - 1) }
}

/** What lies further off than anybody looks does not come: the todo can be done all the same. */
function foundInTime(look: () => string | undefined): string | undefined {
  try {
    return look()
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Maximum ')) return undefined
    throw error
  }
}

const countOf = (rule: string) => {
  const count = /(?:^|;)COUNT=(\d+)/.exec(rule)?.[1]
  return count === undefined ? undefined : Number(count)
}

function withCount(rule: string, count: number | undefined): string {
  const others = rule.split(';').filter((part) => !part.startsWith('COUNT='))
  return [...others, ...(count === undefined ? [] : [`COUNT=${count}`])].join(';')
}

/** The first occurrence after the due date and after `now`. Days are counted in UTC, which has no summer time. */
function find(rule: string, due_date: string, time_zone: string | null, now: string | undefined): string | undefined {
  const day = isDay(due_date)
  const zone = day ? 'UTC' : (time_zone ?? 'UTC')
  const due = day ? Temporal.PlainDate.from(due_date).toZonedDateTime('UTC') : Temporal.Instant.from(due_date).toZonedDateTimeISO(zone)
  const { RRuleTemporal } = rrule()
  // Days are counted at midnight of UTC, and the library wants an instant beside one.
  const rruleString = ruleBeside(rule, due_date, time_zone).replace(/UNTIL=\d{8}(?!T)/, '$&T235959Z')
  const rules = new RRuleTemporal({ rruleString, dtstart: due, strict: true, temporal: Temporal, ...patience })
  const past = now === undefined ? due : pastOf(now, day, time_zone, zone)
  const next = rules.next(Temporal.ZonedDateTime.compare(past, due) > 0 ? past : due)
  if (!next || next.year >= 2200) return undefined
  return day ? next.toPlainDate().toString() : next.toInstant().toString({ smallestUnit: 'millisecond' })
}

/** What lies before this is past: the present moment, or the day before today. */
function pastOf(now: string, day: boolean, time_zone: string | null, zone: string): Temporal.ZonedDateTime {
  const moment = Temporal.Instant.from(now).toZonedDateTimeISO(day ? (time_zone ?? 'UTC') : zone)
  return day ? moment.toPlainDate().subtract({ days: 1 }).toZonedDateTime('UTC') : moment
}
