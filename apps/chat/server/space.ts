import { Problem } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { max_stored_bytes } from '../contract/pictures.ts'

const full = () => new Problem('conflict', 'Your pictures take up all the space that you have. Delete messages with pictures to make room.')

/** Before a picture is drawn for nothing. Throws `conflict`. */
export async function requireSpace(db: Db, user_id: string): Promise<void> {
  const row = await db.selectFrom('chat_space').select('used_bytes').where('user_id', '=', user_id).executeTakeFirst()
  if (row && row.used_bytes >= max_stored_bytes) throw full()
}

/** One statement decides, so uploads at the same moment do not share the last of it. Throws `conflict`. */
export async function takeSpace(tx: Tx, user_id: string, bytes: number): Promise<void> {
  await tx
    .insertInto('chat_space')
    .values({ user_id, used_bytes: 0 })
    .onConflict((c) => c.column('user_id').doNothing())
    .execute()
  const taken = await tx
    .updateTable('chat_space')
    .set((e) => ({ used_bytes: e('used_bytes', '+', bytes) }))
    .where('user_id', '=', user_id)
    .where('used_bytes', '<=', max_stored_bytes - bytes)
    .returning('user_id')
    .executeTakeFirst()
  if (!taken) throw full()
}

export async function giveSpaceBack(tx: Tx, user_id: string, bytes: number): Promise<void> {
  await tx
    .updateTable('chat_space')
    .set((e) => ({ used_bytes: e('used_bytes', '-', bytes) }))
    .where('user_id', '=', user_id)
    .execute()
}
