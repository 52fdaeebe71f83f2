import { z } from 'zod'
import { sessionDoor, versionedDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { moment } from './fields.ts'

export const HistoryEntry = z.object({
  id: z.uuid(),
  action: z.string().meta({ description: 'As the audit log calls it, such as accounts.sign_in' }),
  by: z.enum(['you', 'unknown', 'other']).meta({ description: 'You, somebody who was not signed in, or another account such as an admin' }),
  detail: z.string().nullable().meta({ description: 'The name of a key' }),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  ip: z.string().nullable().meta({ description: 'Left out where another account acted' }),
  created_at: z.iso.datetime(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const listHistory = endpoint({
  name: 'accounts.list_history',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/history',
  summary: 'What happened to your account, newest first',
  query: z.object(pageQuery),
  returns: pageOf(HistoryEntry),
})

const AuditEntry = z.object({
  id: z.uuid(),
  actor_id: z.uuid().nullable(),
  actor: z.string().nullable().meta({ description: 'The username of the actor' }),
  action: z.string(),
  model: z.string(),
  object_id: z.string(),
  changes: z.record(z.string(), z.unknown()).meta({ description: '`before` and `after` by field; secrets are left out' }),
  ip: z.string().nullable(),
  request_id: z.string().nullable(),
  created_at: z.iso.datetime(),
})

export const listAuditLogs = endpoint({
  name: 'accounts.list_audit_logs_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/audit-logs',
  summary: 'Everything that was written, by whom and from where (admins)',
  query: z.object({
    ...pageQuery,
    action: z.string().max(100).optional(),
    actor_id: z.uuid().toLowerCase().optional(),
    object_id: z.string().max(200).optional(),
    created_at__gte: moment.optional(),
    created_at__lte: moment.optional(),
    ordering: z.enum(['-created_at', 'created_at']).default('-created_at'),
  }),
  returns: pageOf(AuditEntry),
})
