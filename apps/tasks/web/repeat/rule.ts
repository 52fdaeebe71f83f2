import { addDays, type Day, weekdayOf } from '../days.ts'

export const weekday_codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]
/** The last one is -1. */
export type Nth = 1 | 2 | 3 | 4 | -1
/** As words call it. */
export const nth_names = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' } as const
export type End = { kind: 'never' } | { kind: 'count'; count: number } | { kind: 'until'; day: Day }

/** A day of a month, or one of its weekdays. */
export type On = { kind: 'day'; day: number } | { kind: 'weekday'; nth: Nth; weekday: number }

/** A rule as the editor knows it. Weekdays are numbers, 0 is Monday. */
export interface RepeatRule {
  frequency: Frequency
  interval: number
  /** Of a week; none means the weekday of the due date. */
  days: number[]
  /** Of a month: a day of it, or one of its weekdays; undefined means the day of the due date. */
  on?: On
  end: End
}

const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'COUNT', 'UNTIL', 'WKST'])

/** Undefined for a rule that says more than the editor knows. */
export function readRule(text: string): RepeatRule | undefined {
  const parts = Object.fromEntries(text.split(';').map((part) => part.split('=') as [string, string]))
  const frequency = frequencies.find((name) => name === parts['FREQ'])
  if (!frequency || Object.keys(parts).some((name) => !known.has(name)) || (parts['WKST'] ?? 'MO') !== 'MO') return undefined
  const rule: RepeatRule = { frequency, interval: Number(parts['INTERVAL'] ?? 1), days: [], end: readEnd(parts['COUNT'], parts['UNTIL']) }
  const [by_day, by_month_day] = [parts['BYDAY'], parts['BYMONTHDAY']]
  if (frequency === 'WEEKLY' && by_month_day === undefined) {
    const days = (by_day?.split(',') ?? []).map((code) => weekday_codes.indexOf(code as 'MO'))
    return days.includes(-1) ? undefined : { ...rule, days: days.sort((a, b) => a - b) }
  }
  if (by_day === undefined && by_month_day === undefined) return rule
  if (frequency !== 'MONTHLY' || (by_day !== undefined && by_month_day !== undefined)) return undefined
  if (by_month_day !== undefined) return /^\d{1,2}$/.test(by_month_day) ? { ...rule, on: { kind: 'day', day: Number(by_month_day) } } : undefined
  const [, nth, code] = /^([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)$/.exec(by_day ?? '') ?? []
  return code ? { ...rule, on: { kind: 'weekday', nth: Number(nth) as Nth, weekday: weekday_codes.indexOf(code as 'MO') } } : undefined
}

function readEnd(count: string | undefined, until: string | undefined): End {
  if (count !== undefined) return { kind: 'count', count: Number(count) }
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(until ?? '') ?? []
  return day ? { kind: 'until', day: `${year}-${month}-${day}` } : { kind: 'never' }
}

export function writeRule({ frequency, interval, days, on, end }: RepeatRule): string {
  const parts = [`FREQ=${frequency}`]
  if (interval > 1) parts.push(`INTERVAL=${interval}`)
  if (frequency === 'WEEKLY' && days.length > 0) parts.push(`BYDAY=${days.map((day) => weekday_codes[day]).join(',')}`)
  if (frequency === 'MONTHLY' && on) parts.push(on.kind === 'day' ? `BYMONTHDAY=${on.day}` : `BYDAY=${on.nth}${weekday_codes[on.weekday]}`)
  if (end.kind === 'count') parts.push(`COUNT=${end.count}`)
  // A day: all of it counts, where the todo is.
  if (end.kind === 'until') parts.push(`UNTIL=${end.day.replaceAll('-', '')}`)
  return parts.join(';')
}

const ofMonth = (day: Day) => Number(day.slice(8))
const isLast = (day: Day) => addDays(day, 7).slice(0, 7) !== day.slice(0, 7)

/** What a month can be counted by from a day: its number, which of the month's weekdays it is, and whether that is the last; with what was chosen before. */
export function onOptions(day: Day, chosen: On | undefined): On[] {
  const weekday = weekdayOf(day)
  const nth = Math.ceil(ofMonth(day) / 7)
  const options: On[] = [{ kind: 'day', day: ofMonth(day) }]
  if (nth <= 4) options.push({ kind: 'weekday', nth: nth as Nth, weekday })
  if (isLast(day)) options.push({ kind: 'weekday', nth: -1, weekday })
  const known = options.some((one) => JSON.stringify(one) === JSON.stringify(chosen))
  return chosen && !known ? [...options, chosen] : options
}

function isOn({ frequency, days, on }: RepeatRule, day: Day): boolean {
  if (frequency === 'WEEKLY') return days.length === 0 || days.includes(weekdayOf(day))
  if (frequency !== 'MONTHLY' || !on) return true
  if (on.kind === 'day') return ofMonth(day) === on.day
  return weekdayOf(day) === on.weekday && (on.nth === -1 ? isLast(day) : Math.ceil(ofMonth(day) / 7) === on.nth)
}

/** The first day of a rule, from one on: for what has no date yet. */
export function firstOf(text: string, from: Day): Day {
  const rule = readRule(text)
  let day = from
  // No month's day is further away.
  for (let n = 0; rule && n < 62 && !isOn(rule, day); n++) day = addDays(day, 1)
  return day
}
