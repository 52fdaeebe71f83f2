import { z } from 'zod'
import { file } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Person } from '../contract.ts'

const door = sessionDoor

export const max_handled_note = 1000

export const Report = z.object({
  id: z.uuid(),
  reporter: Person,
  sender: Person,
  message_id: z.uuid(),
  text: z.string().nullable(),
  pictures: z.array(z.object({ place: z.int(), width: z.int(), height: z.int() })),
  reason: z.string(),
  note: z.string(),
  created_at: z.iso.datetime(),
  handled: z.object({ by: Person.nullable(), at: z.iso.datetime(), note: z.string() }).nullable(),
})
export type Report = z.infer<typeof Report>

const nothing = 'There is no such report.'

export const listReports = endpoint({
  name: 'chat.list_reports',
  door,
  method: 'GET',
  path: '/api/chat/reports',
  summary: 'Reported messages, the latest first (staff)',
  description: 'With each comes the reported message alone, as it was when it was reported.',
  query: z.object({ ...pageQuery, state: z.enum(['open', 'handled']).optional() }),
  returns: pageOf(Report),
})

export const getReportedPicture = endpoint({
  name: 'chat.get_reported_picture',
  door,
  method: 'GET',
  path: '/api/chat/reports/:id/pictures/:place',
  summary: 'A picture of a reported message (staff)',
  returns: file,
  errors: { 404: nothing, 410: 'What is stored has been damaged.' },
})

export const handleReport = endpoint({
  name: 'chat.handle_report',
  door,
  method: 'PUT',
  path: '/api/chat/reports/:id/handling',
  summary: 'Say that a report has been dealt with, and how (staff)',
  body: z.strictObject({ note: z.string().trim().max(max_handled_note).default('') }),
  returns: Report,
  errors: { 403: 'It is about a message of yours.', 404: nothing, 409: 'Somebody has handled it already.' },
  example: { note: 'Wrote to them; second time.' },
})

export const reopenReport = endpoint({
  name: 'chat.reopen_report',
  door,
  method: 'DELETE',
  path: '/api/chat/reports/:id/handling',
  summary: 'Take that back (staff)',
  returns: Report,
  errors: { 403: 'It is about a message of yours.', 404: nothing },
})
