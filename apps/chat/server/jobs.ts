import { z } from 'zod'
import { job, type Schedule } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { keysOf, pictures_prefix, readKey, reported_prefix } from './picture-files.ts'
import { removeFiles } from './pictures.ts'
import { giveSpaceBack } from './space.ts'

const nobody = { actor_id: null, ip: null, request_id: null }
const keep_ms = milliseconds('1 day')
const at_a_time = 200

/** Removes pictures that were uploaded and never sent, and files that no row names: of an upload that was cut off, of a row that is gone. */
export const sweepPictures = job({
  name: 'chat.sweep_pictures',
  payload: z.object({}),
  async run({ site }) {
    const before = site.now().getTime() - keep_ms
    while ((await dropUnsent(site, new Date(before).toISOString())) === at_a_time);
    await removeOrphans(site, before)
  },
})

async function dropUnsent(site: Site, before: string): Promise<number> {
  const found = await site.store.db
    .selectFrom('chat_pictures')
    .select(['room_id', 'id'])
    .where('place', 'is', null)
    .where('created_at', '<', before)
    .limit(at_a_time)
    .execute()
  for (const { room_id, id } of found) {
    const keys = await site.store.write(nobody, async (tx) => {
      // Meanwhile a message may have taken it.
      const row = await tx
        .deleteFrom('chat_pictures')
        .where('room_id', '=', room_id)
        .where('id', '=', id)
        .where('place', 'is', null)
        .returning(['sender_id', 'file', 'stored_bytes'])
        .executeTakeFirst()
      if (!row) return []
      await giveSpaceBack(tx, row.sender_id, row.stored_bytes)
      await tx.audit({ action: 'chat.picture_swept', model: 'chat_pictures', object_id: id })
      return keysOf(row.file)
    })
    await removeFiles(site, keys)
  }
  return found.length
}

/** Files of today may belong to a write that is still under way. */
async function removeOrphans(site: Site, before: number): Promise<void> {
  const { db } = site.store
  const keys = [...(await site.files.keys(pictures_prefix)), ...(await site.files.keys(reported_prefix))].filter((key) => !(readKey(key).made_at > before))
  for (let from = 0; from < keys.length; from += at_a_time) {
    const some = keys.slice(from, from + at_a_time)
    const files = some.map((key) => readKey(key).file)
    const named = new Set([
      ...(await db.selectFrom('chat_pictures').select('file').where('file', 'in', files).execute()).map(({ file }) => file),
      ...(await db.selectFrom('chat_report_pictures').select('file').where('file', 'in', files).execute()).map(({ file }) => file),
    ])
    for (const key of some) if (!named.has(readKey(key).file)) await site.files.remove(key)
  }
}

export const schedules: Schedule[] = [{ name: sweepPictures.name, cron: '47 4 * * *', job: sweepPictures }]
