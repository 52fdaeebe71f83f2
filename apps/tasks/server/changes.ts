import type { Db, Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'

/**
 * The first step of every write to a person's lists and todos. It raises the number that their kept reads go by, and on PostgreSQL its row
 * lock makes the person's writes follow each other: versions, places and counts are decided one after the other, on either database.
 */
export async function beginChange(tx: Tx, user_id: string): Promise<void> {
  await tx.execute(
    statement(tx.dialect, 'insert into task_users (user_id, changes) values (?, 1) on conflict (user_id) do update set changes = task_users.changes + 1', [
      user_id,
    ]),
  )
}

/** How many writes there have been: every answer that was made at this number is still right. */
export async function changesOf(db: Db, user_id: string): Promise<number> {
  const { rows } = await db.execute<{ changes: number }>(statement(db.dialect, 'select changes from task_users where user_id = ?', [user_id]))
  return rows[0]?.changes ?? 0
}
