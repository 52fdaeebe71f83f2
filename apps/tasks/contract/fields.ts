import { z } from 'zod'
import { isBlank } from '#contract/blank.ts'
import { GivenId, idOr } from '#contract/given-id.ts'

export const statuses = ['todo', 'in_progress', 'done', 'cancelled'] as const
/** What is still to be done; the other statuses are over. */
export const open_statuses = ['todo', 'in_progress'] as const
export const priorities = ['none', 'low', 'medium', 'high', 'urgent'] as const
export const Status = z.enum(statuses)
export type Status = z.infer<typeof Status>
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** What a person may have; beyond it a field error says so. */
export const most = {
  lists: 200,
  open_todos: 100_000,
  /** Outside the trash, done ones included: a list is trashed and restored in one step. */
  todos_in_list: 10_000,
  bulk: 500,
  import_rows: 10_000,
} as const

const oneLine = (max: number, blank: string) =>
  z
    .string()
    .max(max * 2, `Use at most ${max} characters.`)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1, blank)
        .max(max, `Use at most ${max} characters.`)
        .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'Leave out line breaks and control characters.')
        .refine((text) => !isBlank(text) || text === '', blank),
    )

export const Name = oneLine(100, 'Give the list a name.')
export const Title = oneLine(500, 'Give the todo a title.')
export const Description = z
  .string()
  .max(10_000, 'Use at most 10000 characters.')
  .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n'))
export const Color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'Write the colour as #rrggbb.')
  .transform((text) => text.toLowerCase())

const year = (text: string) => Number(text.slice(0, 4))
/** A day, an instant, or a wall-clock time in the todo's `time_zone`. */
export const DueDate = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], 'Write a date (2026-11-24) or a date and time (2026-11-24T09:00:00+05:30).')
  .refine((text) => year(text) >= 1970 && year(text) < 2200, 'Use a year from 1970 to 2199.')

/** A name of the IANA database; offsets are none, since they know no summer time. */
export const TimeZone = z
  .string()
  .regex(/^[A-Za-z][\w+\-/]{1,63}$/, 'Use a time zone such as Asia/Kolkata.')
  .refine(isTimeZone, 'Use a time zone such as Asia/Kolkata.')

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** RFC 5545, by days or longer; the server checks the rest of the rule. */
export const Recurrence = z
  .string()
  .max(200, 'Use at most 200 characters.')
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
  )
  .pipe(
    z.string().regex(/^(?=(?:.*;)?FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;|$))[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*$/, {
      message: 'Write a rule such as FREQ=WEEKLY;BYDAY=MO, repeated by days or longer.',
    }),
  )

export const ListId = idOr('Use the id of a list.')

/** The version that the writer saw: in the header `If-Match: "7"`, or here. */
export const Version = z.int().min(1)

/** Where it goes among its neighbours: right after one (`null`: first), or right before one (`null`: last). */
export const place = {
  after_id: GivenId.nullable().optional(),
  before_id: GivenId.nullable().optional(),
}
/** Refuses a place that is said twice. */
export const onePlace = <S extends z.ZodType<{ after_id?: string | null | undefined; before_id?: string | null | undefined }>>(schema: S) =>
  schema.refine((body) => body.after_id === undefined || body.before_id === undefined, { path: ['before_id'], message: 'Say either after_id or before_id.' })

export const stale = 'Somebody has changed it since: `current` holds it as it is now. Nothing was written.'
export const blind = 'The version that the writer saw is missing: `If-Match` or `version`.'
/** Of endpoints that take `Idempotency-Key`. */
export const repeatable =
  'With the header `Idempotency-Key` (at most 200 characters) a repeat within 24 hours gets the answer of the first call and changes nothing; the same key with another body is a conflict (409).'
