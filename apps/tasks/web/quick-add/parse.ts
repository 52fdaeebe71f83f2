import type { Priority } from '../../contract/fields.ts'
import { addDays, addMonths, type Day, dayIn, instantOf, isTimeZone, minutesIn, weekdayOf } from '../days.ts'
import { type Chosen, candidatesIn, choose } from './candidates.ts'
import type { KnownList } from './list-names.ts'
import { weekday_codes } from './repeat-rules.ts'
import type { Meaning } from './rules.ts'
import { inPart } from './time-rules.ts'
import { type Line, tokensOf } from './tokens.ts'

export interface QuickAddContext {
  now: Date
  /** Where its days and times are meant. */
  time_zone: string
  lists: readonly KnownList[]
}

/** A stretch of the text that became something, for showing it and for `takeBack`. What became a `new_list` is still in the title. */
export interface Span {
  kind: 'date' | 'time' | 'priority' | 'list' | 'new_list' | 'recurrence'
  start: number
  end: number
  /** Of a `new_list`: what it would be called. */
  name?: string
}

export interface QuickAdd {
  /** What is left of the text, with blanks made one; empty when all of it was understood. */
  title: string
  /** A day, or an instant in UTC. */
  due_date: string | null
  /** Null without a due date. */
  time_zone: string | null
  priority: Priority
  /** Null where the text names no list that there is. */
  list_id: string | null
  recurrence: string | null
  spans: Span[]
}

/** What a line typed in English, Hindi or both says about a todo. Never throws; what it does not understand stays in the title. */
export function parseQuickAdd(text: string, { now, time_zone, lists }: QuickAddContext): QuickAdd {
  const zone = isTimeZone(time_zone) ? time_zone : 'UTC'
  const today = dayIn(now, zone)
  const line = tokensOf(text)
  const chosen = choose(line.tokens, candidatesIn(text, line, today, lists))
  const meaning = <K extends Meaning['kind']>(kind: K) => chosen.find((one) => one.meaning.kind === kind)?.meaning as Extract<Meaning, { kind: K }> | undefined
  const due_date = dueOf(meaning, now, zone, today)
  return {
    title: titleOf(text, line, chosen),
    due_date,
    time_zone: due_date === null ? null : zone,
    priority: meaning('priority')?.priority ?? 'none',
    list_id: meaning('list')?.list_id ?? null,
    recurrence: due_date === null ? null : (meaning('recurrence')?.rule ?? null),
    spans: chosen.map(({ start, end, meaning }) => spanOf(start, end, meaning)),
  }
}

/** The text with this span to be taken as it is written. */
export function takeBack(text: string, { start, end }: Pick<Span, 'start' | 'end'>): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/(^|\s)(?=[#!"“\p{L}\p{N}])/gu, '$1\\') + text.slice(end)
}

type Find = <K extends Meaning['kind']>(kind: K) => Extract<Meaning, { kind: K }> | undefined

function dueOf(meaning: Find, now: Date, zone: string, today: Day): string | null {
  const [date, repeat, length] = [meaning('date'), meaning('recurrence'), meaning('instant')]
  if (length && !date && !repeat) return new Date(Math.round((+now + length.minutes * 60_000) / 60_000) * 60_000).toISOString()
  const minutes = minutesOf(meaning)
  const day = date?.day ?? repeat?.first
  if (minutes === undefined) return day ?? null
  const at = (on: Day) => instantOf(addDays(on, Math.floor(minutes / 1440)), minutes % 1440, zone)
  if (date) return at(date.day)
  // A time alone, or the first of a repetition, is the next that is yet to come.
  const past = minutes <= minutesIn(now, zone)
  if (day === undefined) return at(past ? addDays(today, 1) : today)
  return at(day === today && past ? nextOf(repeat?.rule ?? '', today) : day)
}

function minutesOf(meaning: Find): number | undefined {
  const [time, said] = [meaning('time'), meaning('part')?.part ?? meaning('date')?.part ?? meaning('recurrence')?.part]
  if (!time) return said?.minutes
  if (time.half === 'known') return time.minutes
  if (said) return inPart(time.minutes, said)
  // Nobody means one to seven in the morning without saying so.
  return time.half === 'bare' && time.minutes < 8 * 60 ? time.minutes + 12 * 60 : time.minutes
}

/** Where a rule that would begin today begins when today's time is over. */
function nextOf(rule: string, today: Day): Day {
  if (rule.includes('BYMONTHDAY')) return addMonths(today, 1)
  if (rule.includes('YEARLY')) return addMonths(today, 12)
  const days = /BYDAY=([A-Z,]+)/.exec(rule)?.[1]
  const week = [1, 2, 3, 4, 5, 6, 7].map((ahead) => addDays(today, ahead))
  return week.find((day) => !days || days.includes(weekday_codes[weekdayOf(day)] ?? '')) ?? today
}

function spanOf(start: number, end: number, meaning: Meaning): Span {
  const kinds = { instant: 'date', part: 'time' } as const
  const kind = meaning.kind === 'instant' || meaning.kind === 'part' ? kinds[meaning.kind] : meaning.kind
  return { kind, start, end, ...(meaning.kind === 'new_list' && { name: meaning.name }) }
}

function titleOf(text: string, { escapes }: Line, chosen: Chosen[]): string {
  const gone = [...chosen.filter(({ meaning }) => meaning.kind !== 'new_list'), ...escapes.map((start) => ({ start, end: start + 1 }))]
  let title = ''
  let from = 0
  for (const { start, end } of gone.sort((a, b) => a.start - b.start)) {
    title += text.slice(from, start)
    from = end
    // Punctuation behind what went moves up to what was before it.
    if (/^[,.;:!?।]/.test(text.slice(end, end + 1))) title = title.trimEnd().replace(text[end] === ',' ? /,$/ : '', '')
  }
  return (title + text.slice(from)).replaceAll(/\s+/g, ' ').trim()
}
