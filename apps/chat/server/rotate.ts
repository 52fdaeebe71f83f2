import type { Site } from '#server/site.ts'
import { addMasterVersion, masterVersion, rewrap } from './keys.ts'

const operator = { actor_id: null, ip: null, request_id: null }
const batch = 200

/** Makes sure that SECRET_KEY is the one that wrapped the rooms, and writes its proof on a fresh site. Throws when it is another. */
export async function checkMasterKey(site: Site): Promise<void> {
  const version = await masterVersion(site, site.store.db)
  if (version === 0) await site.store.write(operator, (tx) => addMasterVersion(tx, site, 1))
}

/**
 * A new master key: room keys are wrapped again in batches while the site runs, since a room's own key stays. Stopped half-way it goes on with
 * what is left the next time; rooms of either version open meanwhile.
 */
export async function rotateChatKeys(site: Site): Promise<{ version: number; rooms: number }> {
  const present = await masterVersion(site, site.store.db)
  const unfinished = await site.store.db.selectFrom('chat_rooms').select('id').where('key_version', '<', present).limit(1).executeTakeFirst()
  const version = unfinished ? present : present + 1
  if (!unfinished)
    await site.store.write(operator, async (tx) => {
      await addMasterVersion(tx, site, version)
      await tx.audit({ action: 'chat.keys_rotated', model: 'chat_master_keys', object_id: String(version) })
    })
  let rooms = 0
  for (;;) {
    const done = await site.store.write(operator, async (tx) => {
      const rows = await tx
        .selectFrom('chat_rooms')
        .select(['id', 'key_wrapped', 'key_version'])
        .where('key_version', '<', version)
        .orderBy('id')
        .limit(batch)
        .execute()
      for (const row of rows) {
        const key_wrapped = rewrap(site, row, version)
        if (!key_wrapped) throw new Error(`the key of room ${row.id} does not open: it was altered`)
        await tx
          .updateTable('chat_rooms')
          .set({ key_wrapped, key_version: version })
          .where('id', '=', row.id)
          .where('key_version', '=', row.key_version)
          .execute()
      }
      return rows.length
    })
    rooms += done
    if (done < batch) return { version, rooms }
  }
}
