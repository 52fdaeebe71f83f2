import { Problem } from '#contract/problem.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'

/** After this many failures in a row one try a minute is left to strangers; never none. */
const free_failures = 100
const slow_ms = 60_000

const failuresOf = prepared<{ subject: string }>()((db, { subject }) => db.selectFrom('login_failures').select('failures').where('subject', '=', subject))
const deleteFailures = prepared<{ subject: string }>()((tx: Tx, { subject }) => tx.deleteFrom('login_failures').where('subject', '=', subject))

/**
 * After many failures in a row one try a minute is left to strangers, claimed by one conditional statement so that of many at once one
 * passes. An address that the owner has signed in from is never slowed, or a stranger could keep taking the owner's turn.
 */
export async function refuseTooMany(site: Site, read: Read, write: Write, request: RequestFacts, subject: string, user_id: string | undefined): Promise<void> {
  const [row] = await read((db) => failuresOf(db, { subject }))
  if (!row || row.failures < free_failures) return
  if (user_id && (await read((db) => hasSignedInFrom(db, user_id, request.address)))) return
  const minute_ago = new Date(site.now().getTime() - slow_ms).toISOString()
  const claimed = await write((tx) =>
    tx
      .updateTable('login_failures')
      .set({ last_failed_at: tx.now })
      .where('subject', '=', subject)
      .where('last_failed_at', '<=', minute_ago)
      .returning('subject')
      .executeTakeFirst(),
  )
  if (!claimed) throw new Problem('too_many_requests', 'Too many wrong passwords. Try again in a minute.', { retry_after: slow_ms / 1000 })
}

async function hasSignedInFrom(db: Db, user_id: string, address: string): Promise<boolean> {
  const query = db.selectFrom('sessions').select('id').where('user_id', '=', user_id).where('ip_created', '=', address)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** A wrong password, or after a right one a wrong code: both count, or the second could be guessed for nothing. */
export async function recordFailure(
  tx: Tx,
  subject: string,
  user_id: string | undefined,
  action: string,
  wrong: 'password' | 'second factor' = 'password',
): Promise<void> {
  await tx
    .insertInto('login_failures')
    .values({ subject, failures: 1, last_failed_at: tx.now })
    .onConflict((c) => c.column('subject').doUpdateSet((e) => ({ failures: e('login_failures.failures', '+', 1), last_failed_at: tx.now })))
    .execute()
  // What was typed as a name is left out: people type passwords there.
  const what = { action: `${action}_failed`, model: 'users', object_id: user_id ?? subject }
  await tx.audit(wrong === 'password' ? what : { ...what, after: { wrong } })
}

export async function forgetFailures(tx: Tx, subject: string): Promise<void> {
  await deleteFailures(tx, { subject })
}
