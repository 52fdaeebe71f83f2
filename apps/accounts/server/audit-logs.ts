import type { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db } from '#server/db/db.ts'
import type { listAuditLogs } from '../contract/history.ts'

type Filters = z.output<typeof listAuditLogs.query>
type Entry = z.output<typeof listAuditLogs.returns>['items'][number]

const columns = [
  'audit_entries.id',
  'audit_entries.actor_id',
  'users.username as actor',
  'audit_entries.action',
  'audit_entries.model',
  'audit_entries.object_id',
  'audit_entries.changes',
  'audit_entries.ip',
  'audit_entries.request_id',
  'audit_entries.created_at',
] as const

function entriesBy(db: Db, { action, actor_id, object_id, created_at__gte, created_at__lte }: Filters) {
  let query = db.selectFrom('audit_entries').leftJoin('users', 'users.id', 'audit_entries.actor_id').select(columns)
  if (action) query = query.where('audit_entries.action', '=', action)
  if (actor_id) query = query.where('audit_entries.actor_id', '=', actor_id)
  if (object_id) query = query.where('audit_entries.object_id', '=', object_id)
  if (created_at__gte) query = query.where('audit_entries.created_at', '>=', created_at__gte)
  if (created_at__lte) query = query.where('audit_entries.created_at', '<=', created_at__lte)
  return query
}

/** The audit log by page; ids begin with the time, so their order is the order of time. */
export async function auditLogs(db: Db, filters: Filters): Promise<Page<Entry>> {
  const newest_first = filters.ordering === '-created_at'
  const page = await pageOfRows(filters.cursor, filters.limit, (position, count) => {
    const query = entriesBy(db, filters).limit(count)
    const back = position !== undefined && 'before' in position
    const falling = newest_first !== back
    const from = position && ('before' in position ? position.before : position.after)
    return (from ? query.where('audit_entries.id', falling ? '<' : '>', from) : query).orderBy('audit_entries.id', falling ? 'desc' : 'asc').execute()
  })
  return { ...page, items: page.items.map(({ changes, ...row }) => ({ ...row, changes: JSON.parse(changes) as Record<string, unknown> })) }
}
