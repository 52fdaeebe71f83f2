import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { job } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import { layOutPost } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { knownOf } from './known.ts'
import { columnsOf } from './layout.ts'

const batch = 20

/** Lays out anew what an earlier renderer has left; readers of such a post get it fresh meanwhile. */
export const layOutAnew = job({
  name: 'portal.lay_out_anew',
  payload: z.object({ renderer: z.int() }),
  async run({ site }) {
    for (let after = ''; ; ) {
      const rows = await site.store.db
        .selectFrom('portal_posts')
        .select(['id', 'content', 'version'])
        .where('renderer', '!=', renderer)
        .$if(after !== '', (query) => query.where('id', '>', after))
        .orderBy('id')
        .limit(batch)
        .execute()
      for (const row of rows) await layOutRow(site, row)
      after = rows.at(-1)?.id ?? ''
      if (rows.length < batch) return
    }
  },
})

async function layOutRow(site: Site, { id, content, version }: { id: string; content: string; version: number }): Promise<void> {
  const laid = await layOutPost(content, await knownOf(site.store.db, content, site.config.PUBLIC_URL ?? ''))
  const { html, contents, renderer: made_by } = columnsOf(laid)
  await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
    await tx.updateTable('portal_posts').set({ html, contents, renderer: made_by }).where('id', '=', id).where('version', '=', version).execute()
  })
}

/** Once for each renderer, at the first start with it. */
export const enqueueLayOutAnew = (tx: Tx) => tx.enqueue(layOutAnew, { renderer }, { key: `${layOutAnew.name}:${renderer}` })
