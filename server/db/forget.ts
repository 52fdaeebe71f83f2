import { sql } from 'kysely'
import type { Tx } from './db.ts'

const batch = 500

/**
 * Takes the values out of the audit entries about a person and of what they did, and the addresses they came from: who (an id), what and when
 * stay. What an admin did to other users' accounts keeps its values. A batch at a time, so that no write is long; gives how many were left to do
 * and are done now: call it until that is 0.
 */
export async function forgetInAudit(tx: Tx, user_id: string): Promise<number> {
  const own = tx
    .selectFrom('audit_entries')
    .select('id')
    .where((e) => e.or([e.and([e('model', '=', 'users'), e('object_id', '=', user_id)]), e.and([e('actor_id', '=', user_id), e('model', '!=', 'users')])]))
    .where((e) => e.or([e('changes', '!=', '{}'), e('ip', 'is not', null)]))
    .limit(batch)
  const emptied = await tx.updateTable('audit_entries').set({ changes: '{}', ip: null }).where('id', 'in', own).executeTakeFirst()
  const acts = tx.selectFrom('audit_entries').select('id').where('actor_id', '=', user_id).where('ip', 'is not', null).limit(batch)
  const moved = await tx.updateTable('audit_entries').set({ ip: null }).where('id', 'in', acts).executeTakeFirst()
  return Number(emptied.numUpdatedRows + moved.numUpdatedRows)
}

/** Mails to an address that are kept as jobs or in the development inbox: they hold a name. */
export async function forgetMails(tx: Tx, address: string): Promise<void> {
  if (!address) return
  await tx.deleteFrom('jobs').where('name', '=', 'kernel.send_mail').where(sql<string>`payload ->> 'to'`, '=', address).execute()
  await tx.deleteFrom('sent_mails').where('recipient', '=', address).execute()
}
