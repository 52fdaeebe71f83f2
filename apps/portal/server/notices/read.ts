import type { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { readNotices } from '../../contract/notices.ts'
import { tellUnread } from './add.ts'

/** Marks them as read on every device. What is read already keeps its time; what is others' is nobody's. */
export async function markRead(tx: Tx, caller: Caller, asked: z.output<typeof readNotices.body>): Promise<{ unread: number }> {
  await tx
    .updateTable('portal_notices')
    .set({ read_at: tx.now, updated_at: tx.now })
    .where('user_id', '=', caller.id)
    .where('read_at', 'is', null)
    .where((e) =>
      'ids' in asked
        ? e(
            'id',
            'in',
            asked.ids.map((id) => id.toLowerCase()),
          )
        : e('id', '<=', asked.up_to.toLowerCase()),
    )
    .execute()
  return tellUnread(tx, caller.id)
}
