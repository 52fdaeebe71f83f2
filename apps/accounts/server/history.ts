import type { Page } from '#contract/page.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db } from '#server/db/db.ts'
import type { AuditEntries } from '#server/db/tables.ts'
import type { HistoryEntry } from '../contract/history.ts'
import type { Account } from './account.ts'
import { programOf } from './programs.ts'

type Entry = Pick<AuditEntries, 'id' | 'actor_id' | 'action' | 'model' | 'object_id' | 'changes' | 'ip' | 'created_at'>

const columns = ['id', 'actor_id', 'action', 'model', 'object_id', 'changes', 'ip', 'created_at'] as const

/** What the caller did to their account and what others did to it, newest first. */
export async function historyOf(db: Db, { id }: Account, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<HistoryEntry>> {
  const page = await pageOfRows<Entry>(cursor, limit, async (position, count) => {
    const back = position !== undefined && 'before' in position
    // By actor and by object apart: each is a walk along an index that stops after a page, which one query for both would not be.
    const entriesBy = (column: 'actor_id' | 'object_id') => {
      const query = db.selectFrom('audit_entries').select(columns).where(column, '=', id).where('action', 'like', 'accounts.%').limit(count)
      if (back) return query.where('id', '>', position.before).orderBy('id', 'asc').execute()
      return (position ? query.where('id', '<', position.after) : query).orderBy('id', 'desc').execute()
    }
    const found = new Map((await Promise.all([entriesBy('actor_id'), entriesBy('object_id')])).flat().map((entry) => [entry.id, entry]))
    const sorted = [...found.values()].sort((a, b) => (a.id < b.id === back ? -1 : 1))
    return sorted.slice(0, count)
  })
  const agents = await userAgents(db, id, page.items)
  return { ...page, items: page.items.map((entry) => view(entry, id, agents)) }
}

function view({ id, actor_id, action, object_id, changes, ip, created_at }: Entry, user_id: string, agents: Map<string, string>): HistoryEntry {
  const by = actor_id === user_id ? 'you' : actor_id === null ? 'unknown' : 'other'
  // Where an admin sits is the admin's business.
  return { id, action, by, detail: nameIn(changes), ...programOf(agents.get(object_id) ?? ''), ip: by === 'other' ? null : ip, created_at }
}

function nameIn(changes: string): string | null {
  const { before, after } = JSON.parse(changes) as { before?: { name?: unknown }; after?: { name?: unknown } }
  const name = after?.name ?? before?.name
  return typeof name === 'string' ? name : null
}

/** The browsers behind the entries that are about a session. */
async function userAgents(db: Db, user_id: string, entries: Entry[]): Promise<Map<string, string>> {
  const ids = entries.filter(({ model }) => model === 'sessions').map(({ object_id }) => object_id)
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('sessions').select(['id', 'user_agent_created']).where('user_id', '=', user_id).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.user_agent_created]))
}
