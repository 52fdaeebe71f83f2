import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { job } from '#server/jobs/job.ts'
import { strange_rel } from '../markdown/addresses.ts'
import { mustBeHeld } from './newcomers.ts'
import { lockPost, type PostRow } from './rows.ts'
import { writePost } from './writes.ts'

/**
 * Publishes a post at the time that was planned. A time that was moved has a job of its own: the one for the time before finds another in the
 * row and does nothing, as it does the second time.
 */
export const publishPlanned = job({
  name: 'portal.publish_planned',
  payload: z.object({ post_id: z.uuid(), publish_at: z.iso.datetime() }),
  async run({ payload: { post_id, publish_at }, site }) {
    await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      const row = await lockPost(tx, post_id)
      if (row?.status !== 'scheduled' || row.publish_at !== publish_at || row.deleted_at !== null) return
      const held = row.held_at === null && row.approved_at === null && (await mustBeHeld(tx, row.author_id, row.html.includes(strange_rel), tx.now))
      const changes = { status: 'published', publish_at: null, version: row.version + 1, ...(held && { held_at: tx.now }) } as const
      await writePost(tx, row, changes)
      await tx.audit({
        action: 'portal.post_published',
        model: 'portal_posts',
        object_id: post_id,
        before: { status: 'scheduled', publish_at },
        after: { status: 'published' },
      })
    })
  },
})

export const enqueuePublishing = async (tx: Tx, { id, publish_at }: Pick<PostRow, 'id' | 'publish_at'>): Promise<void> => {
  if (publish_at === null) return
  await tx.enqueue(publishPlanned, { post_id: id, publish_at }, { key: `portal.publish_planned:${id}:${publish_at}`, run_at: new Date(publish_at) })
}
