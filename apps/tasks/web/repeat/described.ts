import type { Formatter } from '#web/i18n.ts'
import { addDays } from '../days.ts'
import type { MoreT } from '../more-words.ts'
import { type End, nth_names, type RepeatRule, readRule } from './rule.ts'

/** Any Monday. */
const monday = '2026-11-23'
export const weekdayName = (format: Formatter, weekday: number, length: 'long' | 'short' | 'narrow' = 'long') =>
  format.date(addDays(monday, weekday), { weekday: length })

/** A rule in the reader's words; one that we have no words for is shown as it is. */
export function repeatWords(text: string, t: MoreT, format: Formatter): string {
  const rule = readRule(text)
  return rule ? `${everyWords(rule, t, format)}${endWords(rule.end, t, format)}` : text
}

function everyWords({ frequency, interval: count, days, on }: RepeatRule, t: MoreT, format: Formatter): string {
  if (frequency === 'DAILY') return t('repeat.daily', { count })
  if (frequency === 'YEARLY') return t('repeat.yearly', { count })
  if (frequency === 'WEEKLY') {
    if (days.length === 0) return t('repeat.weekly', { count })
    if (count === 1 && days.join() === '0,1,2,3,4') return t('repeat.weekdays')
    return t('repeat.weekly_on', { count, days: format.list(days.map((day) => weekdayName(format, day))) })
  }
  if (!on) return t('repeat.monthly', { count })
  if (on.kind === 'day') return t('repeat.monthly_on_day', { count, day: on.day })
  return t('repeat.monthly_on_weekday', { count, nth: t(`repeat.nth.${nth_names[on.nth]}`), weekday: weekdayName(format, on.weekday) })
}

function endWords(end: End, t: MoreT, format: Formatter): string {
  if (end.kind === 'count') return t('repeat.times', { count: end.count })
  return end.kind === 'until' ? t('repeat.until', { day: format.date(end.day) }) : ''
}
