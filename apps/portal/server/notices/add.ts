import type { Tx } from '#server/db/db.ts'
import { milliseconds } from '#server/units.ts'
import { noticeAdded, noticesRead } from '../../contract/notices.ts'
import type { PortalTables } from '../tables.ts'
import { noticeById, unreadOf } from './list.ts'
import { mailNotices } from './mail-job.ts'

export type NewNotice = Pick<PortalTables['portal_notices'], 'user_id' | 'kind' | 'actor_id' | 'post_id' | 'comment_id'>

/** Whoever looks at the site meanwhile has read it, and needs no mail. */
const pause_ms = milliseconds('60 seconds')

/** Stores notices, shows them in every open tab of those they are for, and has them mailed where that is wanted. */
export async function addNotices(tx: Tx, notices: NewNotice[]): Promise<void> {
  for (const notice of notices.toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1))) {
    if (!(await isHere(tx, notice.user_id))) continue
    const id = Bun.randomUUIDv7()
    await tx
      .insertInto('portal_notices')
      .values({ id, ...notice, read_at: null, mailed_at: null, created_at: tx.now, updated_at: tx.now })
      .execute()
    const shown = await noticeById(tx, notice.user_id, id)
    if (shown) tx.publish(noticeAdded, [notice.user_id], shown)
    await tx.enqueue(mailNotices, { user_id: notice.user_id, choice: 'each' }, { key: `notice:${id}`, run_at: new Date(Date.parse(tx.now) + pause_ms) })
  }
}

async function isHere(tx: Tx, user_id: string): Promise<boolean> {
  const row = await tx.selectFrom('users').select('id').where('id', '=', user_id).where('is_active', '=', 1).where('deleted_at', 'is', null).executeTakeFirst()
  return row !== undefined
}

export async function tellUnread(tx: Tx, user_id: string): Promise<{ unread: number }> {
  const unread = await unreadOf(tx, user_id)
  tx.publish(noticesRead, [user_id], { unread })
  return { unread }
}
