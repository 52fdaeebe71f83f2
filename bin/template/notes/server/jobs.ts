import { z } from 'zod'
import { job } from '#server/jobs/job.ts'

/** Counting again gives the same number, so running twice does no harm. */
export const countWords = job({
  name: 'notes.count_words',
  payload: z.object({ id: z.uuid() }),
  async run({ payload, site }) {
    const note = await site.store.db.selectFrom('notes').select('text').where('id', '=', payload.id).executeTakeFirst()
    if (!note) return
    const words = note.text.split(/\s+/u).filter(Boolean).length
    await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      tx.updateTable('notes').set({ words, updated_at: tx.now }).where('id', '=', payload.id).execute(),
    )
  },
})
