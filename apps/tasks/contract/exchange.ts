import { z } from 'zod'
import { file } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { upload } from '#contract/upload.ts'
import { whole } from '#contract/whole.ts'
import { ListId, most, TimeZone } from './fields.ts'

const door = sessionDoor

export const exportList = endpoint({
  name: 'tasks.export_list',
  door,
  method: 'GET',
  path: '/api/lists/:id/export',
  summary: 'A list with its todos as a file, JSON or CSV',
  description:
    'What it gives can be imported again without doubles. In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. A list of more than 10 MiB comes in files that an import takes: ask for `part=1`, and on for what the header `Link` calls next.',
  query: z.object({
    format: z.enum(['json', 'csv']).default('json'),
    part: whole(1, 1000).optional().meta({ description: 'Of so many files of at most 10 MiB the how-manieth; without it all is one file.' }),
  }),
  returns: file,
})

export const ImportReport = z.object({
  /** Todos that are new. */
  created: z.int(),
  /** Rows that were imported before, or whose todo is there. */
  existing: z.int(),
  /** Rows that are notes or sections, which become no todos of their own. */
  skipped: z.int(),
  /** Rows that could not be taken; at most the first 100 are told. */
  failed: z.array(z.object({ row: z.int(), field: z.string().nullable(), message: z.string() })),
  failed_count: z.int(),
})
export type ImportReport = z.infer<typeof ImportReport>

export const importFile = endpoint({
  name: 'tasks.import_file',
  door,
  method: 'POST',
  path: '/api/lists/:id/import',
  summary: 'Add todos from a whole file to a list: Todoist’s CSV template, or our own CSV or JSON',
  description: `At most ${most.import_rows} rows. The same file again adds nothing. Which of the three it is says its beginning. \`time_zone\` is where Todoist's times are meant; with a \`run\` the news \`tasks.import_moved\` tell how far it is.`,
  query: z.object({ time_zone: TimeZone.default('UTC'), run: GivenId.optional() }),
  body: upload('text/csv', 'application/json'),
  returns: ImportReport,
})

export const importTodos = endpoint({
  name: 'tasks.import_todos',
  door,
  method: 'POST',
  path: '/api/todos/import',
  summary: 'The same for a text of at most 1 MiB in JSON',
  description: `At most ${most.import_rows} rows. The same text again adds nothing. \`time_zone\` is where Todoist's times are meant.`,
  body: z.strictObject({
    list_id: ListId,
    format: z.enum(['todoist', 'csv', 'json']),
    text: z.string().min(1, 'The file is empty.'),
    time_zone: TimeZone.default('UTC'),
  }),
  returns: ImportReport,
  example: {
    list_id: '0198a0b1-7c00-7000-8000-000000000001',
    format: 'todoist',
    text: 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\ntask,Book the night train,,1,1,,,2026-11-24,en,Asia/Kolkata\n',
  },
})

export const Feed = z.object({
  /** Shown once: only its hash is stored. */
  url: z.string(),
  created_at: z.iso.datetime(),
})

export const makeFeed = endpoint({
  name: 'tasks.make_feed',
  door,
  method: 'POST',
  path: '/api/lists/:id/feed',
  summary: 'A secret address at which calendars read the list; a new one ends the one before',
  returns: Feed,
  status: 201,
})

export const dropFeed = endpoint({
  name: 'tasks.drop_feed',
  door,
  method: 'DELETE',
  path: '/api/lists/:id/feed',
  summary: 'End the secret address of a list',
  status: 204,
})

export const readFeed = endpoint({
  name: 'tasks.read_feed',
  door,
  method: 'GET',
  path: '/api/feeds/:file',
  summary: 'A list as iCalendar, by its secret address',
  description: 'At most 2,000 todos: open ones by due date, then those done last. `If-None-Match` gets 304.',
  returns: file,
  errors: { 404: 'There is no such feed, or its address was changed.' },
})
