import { forbidden, Problem } from '#contract/problem.ts'
import type { Read, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Account } from './account.ts'
import { accessChanged } from './sessions.ts'

const recent_ms = milliseconds('10 minutes')

/**
 * For changes that somebody at a forgotten screen, or with a stolen cookie, must not make: throws `proof_needed` unless this session began,
 * or was confirmed by `POST /auth/confirm/`, within the last ten minutes. An API key proves nobody's presence, so it never passes.
 */
export async function requireRecentProof(site: Site, caller: Account, read: Read): Promise<void> {
  if (caller.via === 'key') throw forbidden('An API key cannot do that: sign in.')
  if (isRecent(site, caller.proved_at)) return
  // Another process may have heard the confirmation a moment ago; only who would be refused pays for this query.
  const row = await read((db) => db.selectFrom('sessions').select('proved_at').where('id', '=', caller.session_id).executeTakeFirst())
  if (!row?.proved_at || !isRecent(site, Date.parse(row.proved_at))) throw new Problem('proof_needed', 'Confirm first that it is you.')
}

export const isRecent = (site: Site, proved_at: number) => site.now().getTime() - proved_at < recent_ms

/** The holder of this session has just proved who they are. */
export async function renewProof(tx: Tx, caller: Account, by: 'password' | 'passkey'): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ proved_at: tx.now, updated_at: tx.now })
    .where('id', '=', caller.session_id)
    .where('user_id', '=', caller.id)
    .where('ended_at', 'is', null)
    .execute()
  await tx.audit({ action: 'accounts.confirm', model: 'sessions', object_id: caller.session_id, after: { by } })
  tx.publish(accessChanged, [caller.id], { user_id: caller.id })
}
