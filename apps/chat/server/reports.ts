import type { Page } from '#contract/page.ts'
import { invalid, notFound } from '#contract/problem.ts'
import { seal, unseal } from '#server/crypto/seal.ts'
import { reveal, secret } from '#server/crypto/secret.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { reportKey } from './keys.ts'
import { messagesAt } from './messages.ts'
import { requireRoom } from './room-rows.ts'

const about = (id: string) => `report ${id}`

/** The reported text alone is copied, under a key of its own: staff read it without being able to open the room. */
export async function report(tx: Tx, site: Site, caller: Caller, room_id: string, message_id: string, { reason, note }: { reason: string; note: string }) {
  const room = await requireRoom(tx, caller, room_id)
  const row = await tx.selectFrom('chat_messages').select('seq').where('room_id', '=', room_id).where('id', '=', message_id).executeTakeFirst()
  const [message] = row ? await messagesAt(tx, site, room, [row.seq]) : []
  if (!message) throw notFound('message')
  if (message.sender === caller.id) throw invalid({ id: ['That is your own message.'] })
  const id = Bun.randomUUIDv7()
  const made = await tx
    .insertInto('chat_reports')
    .values({
      id,
      reporter_id: caller.id,
      sender_id: message.sender,
      room_id,
      message_id,
      sealed: message.text === null ? null : secret(seal(reportKey(site), about(id), message.text)),
      reason,
      note,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .onConflict((c) => c.columns(['reporter_id', 'message_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) await tx.audit({ action: 'chat.message_reported', model: 'chat_reports', object_id: id, after: { reason } })
}

export async function reportsBy(db: Db, site: Site, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const page = await pageOfRows(cursor, limit, (position, count) => {
    const all = db
      .selectFrom('chat_reports')
      .innerJoin('users as reporter', 'reporter.id', 'chat_reports.reporter_id')
      .innerJoin('users as sender', 'sender.id', 'chat_reports.sender_id')
      .select([
        'chat_reports.id',
        'chat_reports.message_id',
        'chat_reports.sealed',
        'chat_reports.reason',
        'chat_reports.note',
        'chat_reports.created_at',
        'reporter.id as reporter_id',
        'reporter.username as reporter_name',
        'sender.id as sender_id',
        'sender.username as sender_name',
      ])
      .limit(count)
    if (position && 'before' in position) return all.where('chat_reports.id', '>', position.before).orderBy('chat_reports.id', 'asc').execute()
    return (position ? all.where('chat_reports.id', '<', position.after) : all).orderBy('chat_reports.id', 'desc').execute()
  })
  const key = reportKey(site)
  const items = page.items.map(({ sealed, reporter_id, reporter_name, sender_id, sender_name, ...row }) => ({
    ...row,
    reporter: { id: reporter_id, username: reporter_name },
    sender: { id: sender_id, username: sender_name },
    text: sealed ? (unseal(key, about(row.id), reveal(sealed))?.toString() ?? null) : null,
  }))
  return { ...page, items } satisfies Page<unknown>
}
