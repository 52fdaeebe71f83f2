import { z } from 'zod'
import { job } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { fileKey } from './export-file.ts'

const nobody = { actor_id: null, ip: null, request_id: null }
/** What is not ready after this has failed at every try. */
const longest_making_ms = milliseconds('1 day')
/** People may look up for this long when they asked. */
const keep_rows_ms = milliseconds('90 days')

/** Removes archives whose week is over, and bytes that no export speaks for: of a run that was cut off, of somebody who was erased. */
export const sweepExports = job({
  name: 'accounts.sweep_exports',
  payload: z.object({}),
  async run({ site }) {
    const before = (ms: number) => new Date(site.now().getTime() - ms).toISOString()
    await site.store.write(nobody, async (tx) => {
      const over = await tx
        .updateTable('data_exports')
        .set({ state: 'expired', updated_at: tx.now })
        .where('state', '=', 'ready')
        .where('expires_at', '<=', tx.now)
        .returning(['id', 'user_id'])
        .execute()
      for (const { id, user_id } of over) await tx.audit({ action: 'accounts.export_expired', model: 'data_exports', object_id: id, actor_id: user_id })
      await tx
        .updateTable('data_exports')
        .set({ state: 'failed', updated_at: tx.now })
        .where('state', '=', 'queued')
        .where('created_at', '<', before(longest_making_ms))
        .execute()
      await tx.deleteFrom('data_exports').where('state', 'in', ['expired', 'failed']).where('created_at', '<', before(keep_rows_ms)).execute()
    })
    await removeOrphans(site)
  },
})

async function removeOrphans(site: Site): Promise<void> {
  // Asked before the rows: a file that is put meanwhile is not among them.
  const keys = await site.files.keys('exports/')
  if (keys.length === 0) return
  const rows = await site.store.db.selectFrom('data_exports').select('id').where('state', 'in', ['queued', 'ready']).execute()
  const spoken_for = new Set(rows.map(({ id }) => fileKey(id)))
  for (const key of keys) if (!spoken_for.has(key)) await site.files.remove(key)
}
