import type { Formatter } from '#web/i18n.ts'
import { dayOf } from './grouping.ts'
import type { T } from './page-words.ts'

const day_ms = 86_400_000

/** In a list: the time for today, the day for this week, else the date. */
export function shortTime(at: string, format: Formatter, t: T): string {
  const today = dayOf(Date.now())
  if (dayOf(at) === today) return clock(at, format)
  if (dayOf(at) === dayOf(Date.now() - day_ms)) return t('time.yesterday')
  if (Date.now() - Date.parse(at) < 6 * day_ms) return format.date(at, { weekday: 'short' })
  return format.date(at, at.slice(0, 4) === today.slice(0, 4) ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })
}

export const clock = (at: string, format: Formatter) => format.date(at, { hour: 'numeric', minute: '2-digit' })

/** Over the messages of a day. */
export function dayName(at: string, format: Formatter, t: T): string {
  if (dayOf(at) === dayOf(Date.now())) return t('time.today')
  if (dayOf(at) === dayOf(Date.now() - day_ms)) return t('time.yesterday')
  return format.date(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}
