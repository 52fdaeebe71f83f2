import type { Tx } from '#server/db/db.ts'
import type { Account } from './account.ts'
import { endSessions } from './sessions.ts'

/** Ends the session that the call is made with; doing it twice is no error. */
export async function signOut(tx: Tx, caller: Account, action: string): Promise<void> {
  const ended = await endSessions(tx, caller.id, 'signed out', { id: caller.session_id })
  if (ended > 0) await tx.audit({ action, model: 'sessions', object_id: caller.session_id })
}
