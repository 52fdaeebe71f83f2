import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { job, type Schedule } from '#server/jobs/job.ts'

/** So long the trash is kept. */
export const keep_trash_ms = 30 * 86_400_000
/** Posts in one write: others wait meanwhile. */
const batch = 50

/** What has lain in the trash for 30 days goes for good, with its comments, versions and likes; its pictures are swept when nothing uses them. */
export const purgePosts = job({
  name: 'portal.purge_trash',
  payload: z.object({}),
  async run({ site }) {
    const before = new Date(site.now().getTime() - keep_trash_ms).toISOString()
    while ((await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => purge(tx, before))) === batch) await Bun.sleep(5)
  },
})

async function purge(tx: Tx, before: string): Promise<number> {
  const rows = await tx.selectFrom('portal_posts').select(['id', 'postname']).where('deleted_at', '<', before).orderBy('deleted_at').limit(batch).execute()
  for (const { id, postname } of rows) {
    // Somebody may have restored it meanwhile.
    const gone = await tx.deleteFrom('portal_posts').where('id', '=', id).where('deleted_at', '<', before).returning('id').executeTakeFirst()
    if (gone) await tx.audit({ action: 'portal.post_purged', model: 'portal_posts', object_id: id, before: { postname } })
  }
  return rows.length
}

export const postSchedules: Schedule[] = [{ name: purgePosts.name, cron: '11 3 * * *', job: purgePosts }]
