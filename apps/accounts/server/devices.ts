import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { networkOf } from '#server/http/address.ts'
import type { Device } from '../contract/devices.ts'
import type { Account } from './account.ts'
import { programOf } from './programs.ts'
import { endSessions, never, never_used } from './sessions.ts'

const columns = ['id', 'kind', 'name', 'user_agent_last', 'ip_created', 'ip_last', 'created_at', 'last_seen_at', 'expires_at'] as const

/** Every open session of the caller, newest first. */
export async function devicesOf(db: Db, caller: Account, now: Date, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Device>> {
  const page = await pageOfRows(cursor, limit, (position, count) => {
    const query = db
      .selectFrom('sessions')
      .select(columns)
      .where('user_id', '=', caller.id)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now.toISOString())
      .limit(count)
    if (position && 'before' in position) return query.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? query.where('id', '<', position.after) : query).orderBy('id', 'desc').execute()
  })
  return {
    ...page,
    items: page.items.map(({ user_agent_last, ip_created, ip_last, last_seen_at, expires_at, ...row }) => {
      const ip = ip_last || ip_created
      return {
        ...row,
        ...programOf(user_agent_last),
        current: row.id === caller.session_id,
        ip,
        network: networkOf(ip),
        last_seen_at: ip_last === never_used ? null : last_seen_at,
        expires_at: expires_at === never ? null : expires_at,
      }
    }),
  }
}

/** Throws `not_found` for what is not the caller's, or has ended. */
export async function endDevice(tx: Tx, caller: Account, id: string): Promise<void> {
  const ended = await endSessions(tx, caller.id, 'ended by its owner', { id })
  if (ended === 0) throw notFound('session')
  await tx.audit({ action: 'accounts.end_session', model: 'sessions', object_id: id })
}

export async function endOtherDevices(tx: Tx, caller: Account): Promise<void> {
  const ended = await endSessions(tx, caller.id, 'ended by its owner', { except: caller.session_id })
  if (ended > 0) await tx.audit({ action: 'accounts.end_other_sessions', model: 'users', object_id: caller.id, after: { ended } })
}
