import { newId } from '#contract/ids.ts'
import { isClaimed } from '#server/db/claimed.ts'
import type { Site } from '#server/site.ts'
import { layOutPost } from '../markdown/render.ts'
import { finishNew, newRow } from '../posts/add.ts'
import { knownOf } from '../posts/known.ts'
import { columnsOf } from '../posts/layout.ts'
import type { PostRow } from '../posts/rows.ts'
import { insertPost } from '../posts/writes.ts'
import { type Sample, samples } from './posts.ts'

const apart_ms = 31 * 3_600_000
const claim = 'portal.samples'

/** Puts the posts of the site itself where there are none yet, once: whoever removes them is not given them again. They have no author, so nobody can sign in as one. */
export async function putSamples(site: Site): Promise<void> {
  if (await isClaimed(site.store.db, claim)) return
  const now = site.now().getTime()
  const rows: PostRow[] = []
  const groups = new Map<string, string>()
  for (const [n, sample] of samples.entries()) {
    const id = newId()
    if (!groups.has(sample.group)) groups.set(sample.group, id)
    rows.push(await rowOf(site, sample, id, groups.get(sample.group) ?? id, new Date(now - (samples.length - n) * apart_ms).toISOString()))
  }
  await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
    if (!(await tx.claim(claim))) return
    for (const row of rows) {
      const stored = await insertPost(tx, row)
      if (stored) await finishNew(tx, stored, null)
    }
  })
}

async function rowOf({ store, config }: Site, { group: _, ...fields }: Sample, id: string, translation_group: string, at: string): Promise<PostRow> {
  const laid = await layOutPost(fields.content, await knownOf(store.db, fields.content, config.PUBLIC_URL ?? ''))
  const moment = { status: 'published', publish_at: null, published_at: at, cover_id: null } as const
  return { ...newRow(at, id, null, translation_group), ...fields, ...columnsOf(laid), ...moment }
}
