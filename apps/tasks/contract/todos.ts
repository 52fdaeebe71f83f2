import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { whole } from '#contract/whole.ts'
import {
  blind,
  Description,
  DueDate,
  ListId,
  most,
  onePlace,
  Priority,
  place,
  priorities,
  Recurrence,
  repeatable,
  Status,
  stale,
  statuses,
  TimeZone,
  Title,
  Version,
} from './fields.ts'

export const Todo = z
  .object({
    id: z.uuid(),
    list_id: z.uuid(),
    title: z.string(),
    description: z.string(),
    status: Status,
    priority: Priority,
    /** A day such as `2026-11-24`, or an instant in UTC such as `2026-11-24T03:30:00.000Z`. */
    due_date: z.string().nullable(),
    /** Where the day or the time is meant; a rule repeats by its wall clock. */
    time_zone: z.string().nullable(),
    /** An RFC 5545 rule such as `FREQ=WEEKLY;BYDAY=MO`. */
    recurrence: z.string().nullable(),
    /** The next occurrence, made when this one was done. */
    next_id: z.uuid().nullable(),
    /** Opaque text; todos of a list are in the order of these, compared by code unit. */
    position: z.string(),
    version: z.int(),
    completed_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    deleted_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Todo' })
export type Todo = z.infer<typeof Todo>

export const sorts = ['created_at', 'updated_at', 'due_date', 'priority', 'position', 'title'] as const
export type Sort = (typeof sorts)[number]
const orderings = sorts.flatMap((sort) => [sort, `-${sort}`] as const)

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
/** `?status=todo,in_progress`: several, by commas. */
const severalOf = <const T extends readonly string[]>(names: T) =>
  z
    .string()
    .max(200)
    .transform((text) => [...new Set(text.split(',').filter(Boolean))])
    .refine((all): all is T[number][] => all.length > 0 && all.every((one) => names.includes(one)), `Use one or more of: ${names.join(', ')}.`)
const door = sessionDoor

export const listTodos = endpoint({
  name: 'tasks.list_todos',
  door,
  method: 'GET',
  path: '/api/todos',
  summary: 'Your todos: filter, search, sort, page',
  description: [
    'Without `ordering` newest first; within a list (`list_id`) by position, which needs a list. Todos without a due date sort as the latest.',
    '`completed=false` is to do or in progress, `completed=true` done or cancelled. `overdue=true`: still open though due.',
    '`due_after` is inclusive, `due_before` exclusive; a day begins in `time_zone` (default UTC).',
    '`q` finds todos that have all the words in title or description, the last one also by its beginning (the first 50 words that begin so); newest first, no other ordering.',
    '`trash=true` shows deleted todos, latest first. A page may be shorter than `limit` although `next` is there: go on by `next` until it is null.',
    'Answers carry a weak `ETag`; `If-None-Match` gets 304.',
  ].join('\n\n'),
  query: z.object({
    ...pageQuery,
    list_id: ListId.optional(),
    status: severalOf(statuses).optional(),
    priority: severalOf(priorities).optional(),
    completed: flag.optional(),
    overdue: flag.optional(),
    due_before: DueDate.optional(),
    due_after: DueDate.optional(),
    time_zone: TimeZone.optional(),
    q: z.string().max(200).optional(),
    trash: flag.optional(),
    ordering: z.enum(orderings).optional(),
  }),
  returns: pageOf(Todo),
})

const fields = {
  list_id: ListId,
  title: Title,
  description: Description,
  status: Status,
  priority: Priority,
  due_date: DueDate.nullable(),
  time_zone: TimeZone.nullable(),
  recurrence: Recurrence.nullable(),
}
const given = {
  list_id: fields.list_id,
  title: fields.title,
  description: fields.description.default(''),
  status: fields.status.default('todo'),
  priority: fields.priority.default('none'),
  due_date: fields.due_date.default(null),
  time_zone: fields.time_zone.default(null),
  recurrence: fields.recurrence.default(null),
}

export const NewTodo = onePlace(z.strictObject({ id: GivenId.optional(), ...given, ...place }))

export const addTodo = endpoint({
  name: 'tasks.add_todo',
  door,
  method: 'POST',
  path: '/api/todos',
  summary: 'Add a todo; the same id again adds nothing',
  description: `It goes to the end of its list unless \`after_id\` or \`before_id\` says where. At most ${most.open_todos} open todos, and ${most.todos_in_list} in a list. ${repeatable}`,
  body: NewTodo,
  returns: Todo,
  status: 201,
  errors: { 404: 'The id is that of a todo of somebody else.', 409: 'The Idempotency-Key was used with another body.' },
  example: {
    id: '0198a0b1-7c00-7000-8000-000000000002',
    list_id: '0198a0b1-7c00-7000-8000-000000000001',
    title: 'Book the night train',
    priority: 'high',
    due_date: '2026-11-24',
  },
})

export const getTodo = endpoint({
  name: 'tasks.get_todo',
  door,
  method: 'GET',
  path: '/api/todos/:id',
  summary: 'One todo, also from the trash',
  description: 'The `ETag` is its version; `If-None-Match` gets 304.',
  returns: Todo,
})

const demands = 'Demands the version that the writer saw: `If-Match: "7"` or the field `version`.'
const versioned = { 409: stale, 428: blind }
export const changeTodo = endpoint({
  name: 'tasks.change_todo',
  door,
  method: 'PATCH',
  path: '/api/todos/:id',
  summary: 'Change some fields of a todo, or move it',
  description: `${demands} Another \`list_id\` moves it to the end of that list, \`after_id\` or \`before_id\` to a place. A repeating todo that is done makes its next occurrence in the same step (\`next_id\`); taken back at once, the untouched occurrence goes again.`,
  body: onePlace(z.strictObject({ ...fields, ...place, version: Version }).partial()),
  returns: Todo,
  errors: versioned,
  example: { status: 'done', version: 2 },
})

export const replaceTodo = endpoint({
  name: 'tasks.replace_todo',
  door,
  method: 'PUT',
  path: '/api/todos/:id',
  summary: 'Replace the fields of a todo',
  description: `${demands} What is left out gets its default.`,
  body: z.strictObject({ ...given, version: Version.optional() }),
  returns: Todo,
  errors: versioned,
  example: { list_id: '0198a0b1-7c00-7000-8000-000000000001', title: 'Book the night train', version: 2 },
})

export const removeTodo = endpoint({
  name: 'tasks.remove_todo',
  door,
  method: 'DELETE',
  path: '/api/todos/:id',
  summary: 'Move a todo to the trash',
  description: 'Demands the version: `If-Match: "7"` or `?version=7`. Kept for 30 days.',
  query: z.object({ version: whole(1).optional() }),
  status: 204,
  errors: versioned,
})

export const restoreTodo = endpoint({
  name: 'tasks.restore_todo',
  door,
  method: 'POST',
  path: '/api/todos/:id/restore',
  summary: 'Bring a todo back from the trash',
  description: 'One that is not in the trash stays as it is. Its list must not be in the trash (409).',
  returns: Todo,
  errors: { 409: 'Its list is in the trash: restore that.' },
})

export const bulk_actions = ['status', 'priority', 'move', 'delete', 'restore'] as const
export const bulkTodos = endpoint({
  name: 'tasks.bulk_todos',
  door,
  method: 'POST',
  path: '/api/todos/bulk',
  summary: 'Change, move, delete or restore many todos at once, all or none',
  description: `At most ${most.bulk} todos, each with the version that the writer saw. When some have changed since or are gone, nothing is written and the answer is 409 with \`current: {conflicts: [{id, reason: "stale" | "not_found", current: Todo | null}]}\`. \`move\` takes them to the end of the list in the order given.`,
  body: z
    .strictObject({
      action: z.enum(bulk_actions),
      todos: z
        .array(z.strictObject({ id: GivenId, version: Version }))
        .min(1, 'Name at least one todo.')
        .max(most.bulk, `At most ${most.bulk} todos at once.`),
      /** For `status`. */
      status: z.enum(statuses).optional(),
      /** For `priority`. */
      priority: Priority.optional(),
      /** For `move`. */
      list_id: ListId.optional(),
    })
    .refine((body) => body.action !== 'status' || body.status, { path: ['status'], message: 'This field is required.' })
    .refine((body) => body.action !== 'priority' || body.priority, { path: ['priority'], message: 'This field is required.' })
    .refine((body) => body.action !== 'move' || body.list_id, { path: ['list_id'], message: 'This field is required.' }),
  returns: z.object({ todos: z.array(Todo) }),
  errors: { 409: 'Some of them have changed since, or are gone: `current.conflicts` names them.' },
  example: { action: 'status', status: 'done', todos: [{ id: '0198a0b1-7c00-7000-8000-000000000002', version: 1 }] },
})

/** In the `current` of a bulk change that was refused. */
export interface BulkConflict {
  id: string
  reason: 'stale' | 'not_found'
  current: Todo | null
}
