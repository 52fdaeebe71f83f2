import type { Tx } from '#server/db/db.ts'

/**
 * Whoever was signed out after the backup, or signed others out, would be back in. Signing in again is little to ask; keys stay as passwords do, since
 * programs have nobody who could make a new one (docs/decisions/0029-backup-and-restore.md).
 */
export async function endRestoredSessions(tx: Tx): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ ended_at: tx.now, end_reason: 'restored', updated_at: tx.now })
    .where('ended_at', 'is', null)
    .where('kind', '!=', 'key')
    .execute()
}
