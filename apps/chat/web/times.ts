import type { Formatter } from '#web/i18n.ts'
import { dayOf } from './days.ts'
import type { T } from './page-words.ts'

const day_ms = 86_400_000

/** In a list: the time for today, the day for this week, else the date. */
export function shortTime(at: string, format: Formatter, t: T, zone: string): string {
  const [today, day] = [dayOf(Date.now(), zone), dayOf(at, zone)]
  if (day === today) return clock(at, format, zone)
  if (day === dayOf(Date.now() - day_ms, zone)) return t('time.yesterday')
  if (Date.now() - Date.parse(at) < 6 * day_ms) return format.date(at, { weekday: 'short', timeZone: zone })
  return format.date(at, { day: 'numeric', month: 'short', ...(day.slice(0, 4) !== today.slice(0, 4) && { year: 'numeric' }), timeZone: zone })
}

export const clock = (at: string, format: Formatter, zone: string) => format.date(at, { hour: 'numeric', minute: '2-digit', timeZone: zone })

/** Over the messages of a day. */
export function dayName(at: string, format: Formatter, t: T, zone: string): string {
  const day = dayOf(at, zone)
  if (day === dayOf(Date.now(), zone)) return t('time.today')
  if (day === dayOf(Date.now() - day_ms, zone)) return t('time.yesterday')
  return format.date(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: zone })
}
