import { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import { removeMedia } from '#server/files/media.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import { removeFiles } from './images.ts'
import { picture_prefix, readPictureKey } from './names.ts'

/** So long a picture may wait for the post that it is meant for. */
const sweep_after_ms = 86_400_000
const batch = 200

/** Removes pictures that nothing uses, and files that no row names; those of today may belong to something that is still being written. */
export const sweepImages = job({
  name: 'portal.sweep_images',
  payload: z.object({}),
  async run({ site }) {
    const before = new Date(site.now().getTime() - sweep_after_ms)
    for (;;) {
      const names = await site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => forgetUnused(tx, before.toISOString()))
      for (const name of names) await removeFiles(site, name)
      if (names.length < batch) break
    }
    await removeNameless(site, before.getTime())
  },
})

async function forgetUnused(tx: Tx, before: string): Promise<string[]> {
  const unused = tx
    .selectFrom('portal_images as i')
    .select(['i.id', 'i.name'])
    .where('i.created_at', '<', before)
    .where((e) => e.not(e.exists(e.selectFrom('portal_image_uses as u').select('u.post_id').whereRef('u.image_id', '=', 'i.id'))))
    .limit(batch)
  const rows = await (tx.dialect === 'postgres' ? unused.forUpdate() : unused).execute()
  const gone: string[] = []
  for (const { id, name } of rows) {
    // Asked again behind the lock: somebody may have begun to use it.
    const used = await tx.selectFrom('portal_image_uses').select('post_id').where('image_id', '=', id).executeTakeFirst()
    if (used) continue
    await tx.deleteFrom('portal_images').where('id', '=', id).execute()
    gone.push(name)
  }
  if (gone.length > 0) await tx.audit({ action: 'portal.images_swept', model: 'portal_images', object_id: `${gone.length} pictures`, before: { before } })
  return gone
}

async function removeNameless(site: Site, before: number): Promise<void> {
  const keys = await site.files.keys(picture_prefix)
  for (let from = 0; from < keys.length; from += batch) {
    const some = keys.slice(from, from + batch).map((key) => ({ key, ...readPictureKey(key) }))
    const names = [...new Set(some.map(({ name }) => name))]
    const rows = await site.store.db.selectFrom('portal_images').select('name').where('name', 'in', names).execute()
    const named = new Set(rows.map(({ name }) => name))
    for (const { key, name, made_at } of some) if (!named.has(name) && !(made_at > before)) await removeMedia(site, key)
  }
}

export const imageSchedules: Schedule[] = [{ name: sweepImages.name, cron: '37 4 * * *', job: sweepImages }]
