import type { Priority, Status } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import { isDay } from './due.ts'
import { timeZoneLines } from './ical-zones.ts'
import { ruleBeside } from './recurrence.ts'

const status_words: Record<Status, string> = { todo: 'NEEDS-ACTION', in_progress: 'IN-PROCESS', done: 'COMPLETED', cancelled: 'CANCELLED' }
const priority_numbers: Record<Priority, number> = { none: 0, low: 7, medium: 5, high: 3, urgent: 1 }
const max_line_bytes = 75

/** A list as iCalendar (RFC 5545): each todo as a task, and what is due as an event too, since most calendars show only those. */
export function icalendar(name: string, color: string, todos: Todo[]): string {
  const zones = new Set(todos.flatMap((todo) => zoneOf(todo) ?? []))
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Banyan//Tasks//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(name)}`,
    `NAME:${text(name)}`,
    `X-APPLE-CALENDAR-COLOR:${color}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    ...[...zones].flatMap(timeZoneLines),
    ...todos.flatMap((todo) => [...task(todo), ...event(todo)]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** Only what repeats needs its zone: the wall clock goes on over summer time. All else is an instant. */
const zoneOf = ({ due_date, recurrence, time_zone }: Todo) =>
  due_date !== null && !isDay(due_date) && recurrence !== null && time_zone !== null && time_zone !== 'UTC' ? time_zone : undefined

function task(todo: Todo): string[] {
  const { id, status, completed_at, priority, due_date, recurrence } = todo
  return [
    'BEGIN:VTODO',
    `UID:${id}`,
    ...common(todo),
    `STATUS:${status_words[status]}`,
    ...(priority === 'none' ? [] : [`PRIORITY:${priority_numbers[priority]}`]),
    // A rule counts from a start; where there is none a task is only due.
    ...(due_date === null
      ? []
      : recurrence === null || status === 'done'
        ? [time('DUE', todo)]
        : [time('DTSTART', todo), `RRULE:${ruleBeside(recurrence, due_date, todo.time_zone)}`]),
    ...(completed_at === null ? [] : [`COMPLETED:${instant(completed_at)}`]),
    'END:VTODO',
  ]
}

function event(todo: Todo): string[] {
  const { id, status, due_date, recurrence } = todo
  if (due_date === null || status === 'done' || status === 'cancelled') return []
  return [
    'BEGIN:VEVENT',
    `UID:${id}-due`,
    ...common(todo),
    time('DTSTART', todo),
    ...(isDay(due_date) ? [] : ['DURATION:PT30M']),
    ...(recurrence === null ? [] : [`RRULE:${ruleBeside(recurrence, due_date, todo.time_zone)}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const common = ({ title, description, created_at, updated_at, version }: Todo) => [
  `DTSTAMP:${instant(updated_at)}`,
  `CREATED:${instant(created_at)}`,
  `LAST-MODIFIED:${instant(updated_at)}`,
  `SEQUENCE:${version - 1}`,
  `SUMMARY:${text(title)}`,
  ...(description === '' ? [] : [`DESCRIPTION:${text(description)}`]),
]

function time(name: string, todo: Todo): string {
  const due = todo.due_date as string
  const zone = zoneOf(todo)
  if (isDay(due)) return `${name};VALUE=DATE:${due.replaceAll('-', '')}`
  if (zone === undefined) return `${name}:${instant(due)}`
  const local = Temporal.Instant.from(due).toZonedDateTimeISO(zone).toPlainDateTime()
  return `${name};TZID=${zone}:${local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`
}

const instant = (iso: string) => iso.replaceAll(/[-:]|\.\d+/g, '')

/** Text may hold anything that was typed: what has a meaning here is escaped, what cannot stand here is left out. */
const text = (value: string) =>
  value
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll(/\r?\n/g, '\\n')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, '')

/** Lines are at most 75 bytes; what goes on begins with a blank. No character is cut in two. */
function folded(line: string): string {
  let out = ''
  let bytes = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > max_line_bytes) {
      out += '\r\n '
      bytes = 1
    }
    out += character
    bytes += size
  }
  return out
}
