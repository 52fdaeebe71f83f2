import { createRequire } from 'node:module'
import { invalid } from '#contract/problem.ts'
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
  const numbers = Object.fromEntries(given)
  for (const [name, max] of [
    ['INTERVAL', max_interval],
    ['COUNT', max_interval * 10],
  ] as const)
    if (numbers[name] !== undefined && !(/^\d{1,6}$/.test(numbers[name]) && Number(numbers[name]) >= 1 && Number(numbers[name]) <= max))
      throw invalid({ recurrence: [`${name} is a whole number from 1 to ${max}.`] })
  try {
    find(rule, due_date, time_zone, undefined)
  } catch (cause) {
    throw invalid({ recurrence: [`This rule cannot be used: ${cause instanceof Error ? cause.message.slice(0, 100) : 'it never comes'}.`] })
  }
}

/**
 * The occurrence after one that was done: the first after it that is not past, so that whoever was away finds one and not twenty. By the wall
 * clock of the zone: nine in the morning stays nine over summer time. Undefined when the rule has ended.
 */
export function nextOccurrence(rule: string, due_date: string, time_zone: string | null, now: string): Occurrence | undefined {
  const left = countOf(rule)
  if (left !== undefined && left <= 1) return undefined
  const found = find(withCount(rule, undefined), due_date, time_zone, now)
  if (!found) return undefined
  return { due_date: found, recurrence: withCount(rule, left === undefined ? undefined : left - 1) }
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
  const rules = new RRuleTemporal({ rruleString: rule, dtstart: due, strict: true, temporal: Temporal, ...patience })
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
