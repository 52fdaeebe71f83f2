import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import { milliseconds } from '#server/units.ts'

const nobody = { actor_id: null, ip: null, request_id: null }
/** So long one may bring back what one has removed. */
const keep_ms = milliseconds('30 days')
const keep_spam_ms = milliseconds('30 days')
const keep_read_ms = milliseconds('90 days')
const batch = 500

/** What is over for good: removed comments, messages that were spam, notices that were read long ago. */
const purgeTalk = job({
  name: 'portal.purge_talk',
  payload: z.object({}),
  async run({ site }) {
    const before = (ms: number) => new Date(site.now().getTime() - ms).toISOString()
    const steps = [
      (tx: Tx) => purgeComments(tx, before(keep_ms)),
      (tx: Tx) => purgeSpam(tx, before(keep_spam_ms)),
      (tx: Tx) => purgeNotices(tx, before(keep_read_ms)),
    ]
    for (const step of steps) while ((await site.store.write(nobody, step)) > 0) await Bun.sleep(5)
  },
})

/** The text goes from all; the row as well where nothing hangs on it, the deepest first. */
async function purgeComments(tx: Tx, before: string): Promise<number> {
  const old = tx.selectFrom('portal_comments').select('id').where('deleted_at', '<', before)
  const texts = await tx
    .updateTable('portal_comments')
    .set({ content: '', html: '' })
    .where('id', 'in', old.where('content', '!=', '').limit(batch))
    .executeTakeFirst()
  const bare = tx
    .selectFrom('portal_comments as c')
    .select('c.id')
    .where('c.deleted_at', '<', before)
    .where((e) => e.not(e.exists(e.selectFrom('portal_comments as a').select('a.id').whereRef('a.parent_id', '=', 'c.id'))))
    .limit(batch)
  const rows = await tx.deleteFrom('portal_comments').where('id', 'in', bare).executeTakeFirst()
  const count = Number(texts.numUpdatedRows) + Number(rows.numDeletedRows)
  if (count > 0)
    await tx.audit({ action: 'portal.comments_purged', model: 'portal_comments', object_id: `${rows.numDeletedRows} comments`, before: { before } })
  return count
}

async function purgeSpam(tx: Tx, before: string): Promise<number> {
  const old = tx.selectFrom('portal_contacts').select('id').where('status', '=', 'spam').where('created_at', '<', before).limit(batch)
  return Number((await tx.deleteFrom('portal_contacts').where('id', 'in', old).executeTakeFirst()).numDeletedRows)
}

async function purgeNotices(tx: Tx, before: string): Promise<number> {
  const old = tx.selectFrom('portal_notices').select('id').where('read_at', '<', before).limit(batch)
  return Number((await tx.deleteFrom('portal_notices').where('id', 'in', old).executeTakeFirst()).numDeletedRows)
}

export const jobs = [purgeTalk]
export const schedules: Schedule[] = [{ name: 'portal.purge_talk', cron: '17 2 * * *', job: purgeTalk }]
