import type { Db } from './db.ts'

/** Whether a write has claimed this name already: spares preparing what `tx.claim` would refuse. */
export async function isClaimed(db: Db, name: string): Promise<boolean> {
  return (await db.selectFrom('claims').select('name').where('name', '=', name).executeTakeFirst()) !== undefined
}
