import { z } from 'zod'
import type { Upload } from '#contract/upload.ts'
import type { Tx, Write } from '#server/db/db.ts'
import { removeMedia } from '#server/files/media.ts'
import { squaresOf } from '#server/images/squares.ts'
import { job, type Schedule } from '#server/jobs/job.ts'
import type { Site } from '#server/site.ts'
import type { Account } from './account.ts'
import { avatar_prefix, avatar_sides, avatarKey, avatarName, readAvatarKey } from './avatar-keys.ts'
import { tellOfLooks } from './public-looks.ts'
import { accessChanged } from './sessions.ts'

/**
 * Makes the picture anew and puts it into the files before the row names it, so that no row ever names what is not there; the one before
 * goes when the change is durable. What a crash leaves between the two is swept up a day later.
 */
export async function setAvatar(site: Site, write: Write, caller: Account, { data }: Upload): Promise<void> {
  const squares = await squaresOf(data, avatar_sides)
  const name = avatarName(caller.id, squares[0] ?? data, site.now())
  for (const [n, side] of avatar_sides.entries()) await site.files.put(avatarKey(name, side), squares[n] ?? data, 'image/webp')
  await forget(site, await write((tx) => rename(tx, caller, name, 'accounts.avatar_set')))
}

/** Removing what is not there is no error. */
export async function removeAvatar(site: Site, write: Write, caller: Account): Promise<void> {
  await forget(site, await write((tx) => rename(tx, caller, null, 'accounts.avatar_removed')))
}

/** Gives the name before, which nothing names any more. */
async function rename(tx: Tx, { id, number }: Account, avatar: string | null, action: string): Promise<string | null> {
  const { avatar: before } = await tx.selectFrom('profiles').select('avatar').where('user_id', '=', id).executeTakeFirstOrThrow()
  if (before === avatar) return null
  await tx
    .updateTable('profiles')
    .set((e) => ({ avatar, version: e('version', '+', 1), updated_at: tx.now }))
    .where('user_id', '=', id)
    .execute()
  await tx.audit({ action, model: 'users', object_id: id, before: { avatar: before }, after: { avatar } })
  // The picture is remembered with the session.
  tx.publish(accessChanged, [id], { user_id: id })
  tellOfLooks(tx, { number })
  return before
}

async function forget(site: Site, name: string | null): Promise<void> {
  if (name === null) return
  try {
    for (const side of avatar_sides) await removeMedia(site, avatarKey(name, side))
  } catch (error) {
    // The change itself is done: the sweep will get another chance.
    site.log.warn({ err: error }, 'an old avatar was not removed')
  }
}

const sweep_after_ms = 86_400_000

/** Removes pictures that no row names; those of today may belong to a write that is still under way. */
const sweepAvatars = job({
  name: 'accounts.sweep_avatars',
  payload: z.object({}),
  async run({ site }) {
    const keys = await site.files.keys(avatar_prefix)
    const rows = await site.store.db.selectFrom('profiles').select('avatar').where('avatar', 'is not', null).execute()
    const named = new Set(rows.map(({ avatar }) => avatar))
    const before = site.now().getTime() - sweep_after_ms
    for (const key of keys) {
      const { name, made_at } = readAvatarKey(key)
      if (!named.has(name) && !(made_at > before)) await removeMedia(site, key)
    }
  },
})

export const avatarJobs = [sweepAvatars]
export const avatarSchedules: Schedule[] = [{ name: sweepAvatars.name, cron: '29 4 * * *', job: sweepAvatars }]
