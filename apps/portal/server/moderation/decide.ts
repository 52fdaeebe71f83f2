import type { z } from 'zod'
import { forbidden, Problem } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Case, decideCase } from '../../contract/moderation.ts'
import { authorOfParent } from '../comments/change.ts'
import { isVisible } from '../comments/rows.ts'
import { addNotices, type NewNotice } from '../notices/add.ts'
import { dropNotices, noticeComment } from '../notices/of-comments.ts'
import { requireCase } from './cases.ts'
import { alterThing, isOwn, type Kind, lockThing, statusOf, type Thing } from './objects.ts'

type Decision = z.output<typeof decideCase.body>

/**
 * What staff decide, behind the thing's lock: a decision that does not fit what it is now was made by somebody who saw something else, and gets 409
 * with what it is.
 */
export async function decide(tx: Tx, caller: Caller, kind: Kind, id: string, { action, reason }: Decision): Promise<Case> {
  const thing = await lockThing(tx, kind, id)
  if (isOwn(thing, caller) && caller.role !== 'admin') throw forbidden('That is your own: somebody else has to look at it.')
  const done = await { hide, restore, approve, dismiss }[action](tx, caller, thing, reason)
  if (!done) throw new Problem('stale', 'Somebody else has decided meanwhile.', { current: await requireCase(tx, kind, id) })
  const model = kind === 'post' ? 'portal_posts' : 'portal_comments'
  await tx.audit({ action: `portal.${kind}_${words[action]}`, model, object_id: id, before: { status: statusOf(thing) }, after: { ...(reason && { reason }) } })
  return requireCase(tx, kind, id)
}

const words = { hide: 'hidden', restore: 'shown_again', approve: 'approved', dismiss: 'reports_dismissed' } as const

async function hide(tx: Tx, caller: Caller, thing: Thing, reason: string): Promise<boolean> {
  if (statusOf(thing) === 'hidden' || statusOf(thing) === 'removed') return false
  await alterThing(tx, thing, { hidden_at: tx.now, hidden_reason: reason })
  if (thing.kind === 'comment') await dropNotices(tx, thing.row.id)
  await closeReports(tx, caller, thing)
  await tellAuthor(tx, caller, thing, 'hidden')
  return true
}

async function restore(tx: Tx, caller: Caller, thing: Thing): Promise<boolean> {
  if (statusOf(thing) !== 'hidden') return false
  await show(tx, thing, { hidden_at: null, hidden_reason: null, held_at: null })
  await closeReports(tx, caller, thing)
  await tellAuthor(tx, caller, thing, 'restored')
  return true
}

async function approve(tx: Tx, caller: Caller, thing: Thing): Promise<boolean> {
  if (statusOf(thing) !== 'held') return false
  await show(tx, thing, { held_at: null, approved_at: tx.now })
  await closeReports(tx, caller, thing)
  await tellAuthor(tx, caller, thing, 'approved')
  return true
}

const dismiss = async (tx: Tx, caller: Caller, thing: Thing): Promise<boolean> => (await closeReports(tx, caller, thing)) > 0

/** A comment that readers see for the first time is told of now. */
async function show(tx: Tx, thing: Thing, change: Parameters<typeof alterThing>[2]): Promise<void> {
  const after = await alterThing(tx, thing, change)
  if (after.kind === 'comment' && isVisible(after.row)) await noticeComment(tx, after.talk, after.row, await authorOfParent(tx, after.row.parent_id))
}

async function closeReports(tx: Tx, caller: Caller, { kind, row }: Thing): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('portal_reports')
    .set({ handled_at: tx.now, handled_by: caller.id, updated_at: tx.now })
    .where('kind', '=', kind)
    .where('object_id', '=', row.id)
    .where('handled_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

async function tellAuthor(tx: Tx, caller: Caller, thing: Thing, what: NewNotice['kind']): Promise<void> {
  const { author_id } = thing.row
  if (author_id === null || author_id === caller.id) return
  const place = thing.kind === 'post' ? { post_id: thing.row.id, comment_id: null } : { post_id: thing.row.post_id, comment_id: thing.row.id }
  await addNotices(tx, [{ user_id: author_id, kind: what, actor_id: null, ...place }])
}
