interface Date {
  due_date: string
  time_zone?: string
  recurrence?: string
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']
const units: Record<string, string> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }

/**
 * A date of Todoist's template: an ISO date, or one such as `24 Nov 2026`, with or without a time; or the plain repetitions (`every day`, `every 2 weeks`,
 * `every monday`), which begin at their next day. Undefined for words that mean something only at the moment they were typed.
 */
export function todoistDate(text: string, time_zone: string): Date | undefined {
  const words = text.trim().toLowerCase()
  if (words === '') return undefined
  const every = /^every!? (.+?)(?: (?:at )?(\d{1,2}(?::\d\d)?\s?(?:am|pm)?))?$/.exec(words)
  const rule = every && ruleOf(every[1] ?? '')
  if (rule) return { ...dateOf(rule.day, every?.[2], time_zone), recurrence: rule.recurrence }
  const dated = /^(\d{4}-\d\d-\d\d|\d{1,2} [a-z]{3,9} \d{4}|[a-z]{3,9} \d{1,2},? \d{4})(?:[ t](?:at |@ )?(\d{1,2}(?::\d\d)?(?::00)?\s?(?:am|pm)?))?$/.exec(
    words,
  )
  const day = dated && dayOf(dated[1] ?? '')
  return day ? dateOf(day, dated?.[2], time_zone) : undefined
}

function dayOf(text: string): string | undefined {
  if (/^\d{4}-/.test(text)) return text
  const [, day = '', name = '', year = ''] = /^(\d{1,2}) ([a-z]+) (\d{4})$/.exec(text) ?? [undefined, ...reordered(text)]
  const month = months.indexOf(name.slice(0, 3)) + 1
  return month > 0 ? `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}` : undefined
}

function reordered(text: string): string[] {
  const [, name = '', day = '', year = ''] = /^([a-z]+) (\d{1,2}),? (\d{4})$/.exec(text) ?? []
  return [day, name, year]
}

function ruleOf(text: string): { recurrence: string; day: string } | undefined {
  const today = Temporal.Now.plainDateISO('UTC')
  const counted = /^(?:(\d{1,3}|other) )?(day|week|month|year)s?$/.exec(text)
  if (counted) {
    const n = counted[1] === 'other' ? 2 : Number(counted[1] ?? 1)
    return n >= 1 ? { recurrence: `FREQ=${units[counted[2] ?? '']}${n === 1 ? '' : `;INTERVAL=${n}`}`, day: today.toString() } : undefined
  }
  const named = text
    .split(/,\s*|\s+and\s+/)
    .map((name) => (/^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?$/.test(name) ? days.indexOf(name.slice(0, 2)) : -1))
  if (named.includes(-1)) return undefined
  const ahead = Math.min(...named.map((day) => (day + 1 - today.dayOfWeek + 7) % 7))
  return { recurrence: `FREQ=WEEKLY;BYDAY=${named.map((day) => (days[day] ?? '').toUpperCase()).join(',')}`, day: today.add({ days: ahead }).toString() }
}

function dateOf(day: string, time: string | undefined, time_zone: string): Date {
  const parts = time && /^(\d{1,2})(?::(\d\d))?(?::00)?\s?(am|pm)?$/.exec(time)
  // A bare number is no time of day.
  if (!parts || (parts[2] === undefined && parts[3] === undefined)) return { due_date: day, time_zone }
  const hour = parts[3] === undefined ? Number(parts[1]) : (Number(parts[1]) % 12) + (parts[3] === 'pm' ? 12 : 0)
  return { due_date: `${day}T${String(hour).padStart(2, '0')}:${parts[2] ?? '00'}:00`, time_zone }
}
