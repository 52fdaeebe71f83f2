import type { z } from 'zod'
import type { FileAnswer } from '#contract/answer.ts'
import { notFound } from '#contract/problem.ts'
import { digest, randomToken } from '#server/crypto/tokens.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { listChanged } from '../contract/events.ts'
import type { Feed } from '../contract/exchange.ts'
import { open_statuses } from '../contract/fields.ts'
import { beginChange } from './changes.ts'
import { icalendar } from './ical.ts'
import { type ListRow, listOf, requireList } from './lists.ts'
import { todoOf } from './todo-rows.ts'

const max_todos = 2000
const max_done = 500

/** Gives a list a new secret address; the one before ends. Only the hash of the secret is kept. */
export async function makeFeed(tx: Tx, caller: Caller, id: string, origin: string): Promise<z.infer<typeof Feed>> {
  const secret = randomToken()
  await setFeed(tx, caller, id, { feed_hash: digest(secret), feed_made_at: tx.now }, 'tasks.feed_made')
  return { url: `${origin}/api/feeds/${secret}.ics`, created_at: tx.now }
}

export async function dropFeed(tx: Tx, caller: Caller, id: string): Promise<void> {
  await setFeed(tx, caller, id, { feed_hash: null, feed_made_at: null }, 'tasks.feed_dropped')
}

async function setFeed(tx: Tx, caller: Caller, id: string, feed: Pick<ListRow, 'feed_hash' | 'feed_made_at'>, action: string): Promise<void> {
  await beginChange(tx, caller.id)
  const before = await requireList(tx, caller, id)
  if (before.deleted_at !== null) throw notFound('list')
  const row = await tx
    .updateTable('task_lists')
    .set({ ...feed, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({ action, model: 'task_lists', object_id: id })
  if ((before.feed_hash === null) !== (row.feed_hash === null)) tx.publish(listChanged, [caller.id], listOf(row))
}

/** The list behind a secret address, while its owner may be here. Whoever has no secret learns nothing. */
export async function readFeed(db: Db, file: string): Promise<FileAnswer> {
  const secret = /^([\w-]{43})\.ics$/.exec(file)?.[1]
  const list =
    secret &&
    (await db
      .selectFrom('task_lists as l')
      .innerJoin('users', 'users.id', 'l.user_id')
      .select(['l.id', 'l.name', 'l.color'])
      .where('l.feed_hash', '=', digest(secret))
      .where('l.deleted_at', 'is', null)
      .where('users.is_active', '=', 1)
      .where('users.deleted_at', 'is', null)
      .executeTakeFirst())
  if (!list) throw notFound('feed')
  const own = db.selectFrom('todos').selectAll().where('list_id', '=', list.id).where('deleted_at', 'is', null)
  const open = await own
    .where('status', 'in', [...open_statuses])
    .orderBy('due_at')
    .orderBy('id')
    .limit(max_todos)
    .execute()
  const done = await own
    .where('status', '=', 'done')
    .orderBy('completed_at', 'desc')
    .limit(Math.min(max_done, max_todos - open.length))
    .execute()
  const text = icalendar(list.name, list.color, [...open, ...done].map(todoOf))
  return { data: new TextEncoder().encode(text), type: 'text/calendar; charset=utf-8' }
}
