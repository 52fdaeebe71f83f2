import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Author, most_text, oneLine } from './fields.ts'

const door = portalDoor

export const report_reasons = ['spam', 'abuse', 'false', 'copied', 'other'] as const
const Kind = z.enum(['post', 'comment'])

export const addReport = endpoint({
  name: 'portal.add_report',
  door,
  method: 'POST',
  path: '/api/reports',
  summary: 'Tell staff about a post or comment; once a person',
  body: z.strictObject({ kind: Kind, id: GivenId, reason: z.enum(report_reasons), note: oneLine(most_text.note).default('') }),
  returns: z.object({ id: z.uuid() }),
  status: 201,
  errors: { 404: 'There is no such post or comment to be seen.' },
  example: { kind: 'post', id: '0198a0b1-7c00-7000-8000-000000000001', reason: 'spam' },
})

/** One post or comment that staff should look at, with everything that was said about it. */
export const Case = z
  .object({
    kind: Kind,
    id: z.uuid(),
    post: z.object({ id: z.uuid(), slug: z.string(), postname: z.string() }),
    author: Author,
    excerpt: z.string(),
    status: z.enum(['visible', 'held', 'hidden', 'removed']),
    reports: z.array(z.object({ reason: z.enum(report_reasons), note: z.string(), reporter: Author, created_at: z.iso.datetime() })),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'ModerationCase' })
export type Case = z.infer<typeof Case>

export const listCases = endpoint({
  name: 'portal.list_cases',
  door,
  method: 'GET',
  path: '/api/moderation',
  summary: 'What waits for staff: held posts and comments, and reported ones; the oldest first',
  query: z.object({ ...pageQuery, done: z.enum(['true', 'false']).optional() }),
  returns: pageOf(Case),
})

export const decideCase = endpoint({
  name: 'portal.decide_case',
  door,
  method: 'POST',
  path: '/api/moderation/:kind/:id',
  summary: 'Hide it from readers, show it again, let a held one through, or put the reports away',
  description: 'Hiding demands a reason, which its author is told. All of it is audited.',
  body: z
    .strictObject({ action: z.enum(['hide', 'restore', 'approve', 'dismiss']), reason: oneLine(most_text.note).default('') })
    .refine(({ action, reason }) => action !== 'hide' || reason !== '', { path: ['reason'], message: 'Say why: its author is told.' }),
  returns: Case,
  errors: { 409: 'Somebody else has decided meanwhile: `current` is what it is now.' },
  example: { action: 'hide', reason: 'Advertising' },
})
