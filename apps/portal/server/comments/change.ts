import { notFound, Problem } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Comment } from '../../contract/comments.ts'
import type { RenderedComment } from '../markdown/comment.ts'
import { layOutComment } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { dropNotices, noticeComment } from '../notices/of-comments.ts'
import { knownToComment } from '../posts/known.ts'
import { mustBeHeld } from '../posts/newcomers.ts'
import { isStaff, isVisible, lockComment } from './rows.ts'
import { showComment } from './show.ts'
import { alterComment } from './standing.ts'

interface Given {
  content: string
  version?: number | undefined
}

/** Its author says it in other words. What was visible may have to wait again: a link put in later is a link. */
export async function changeComment(read: Read, write: Write, caller: Caller, id: string, given: Given, origin: string): Promise<Comment> {
  const layout = await layOutComment(given.content, await read((db) => knownToComment(db, given.content, origin)))
  return write((tx) => change(tx, caller, id, given, layout))
}

async function change(tx: Tx, caller: Caller, id: string, { content, version }: Given, layout: RenderedComment): Promise<Comment> {
  const { row, talk } = await lockComment(tx, id)
  if (row.author_id !== caller.id || row.deleted_at !== null || row.hidden_at !== null) throw notFound('comment')
  if (version !== undefined && version !== row.version) throw new Problem('stale', 'It has changed since.', { current: await showComment(tx, caller, id) })
  if (content === row.content) return showComment(tx, caller, id)
  const held = row.held_at === null && (await mustBeHeld(tx, caller.id, layout.strange_links, tx.now))
  const changed = { content, html: layout.html, renderer, version: row.version + 1, edited_at: tx.now, ...(held && { held_at: tx.now }) }
  const after = await alterComment(tx, row, changed)
  await tx.audit({
    action: 'portal.comment_changed',
    model: 'portal_comments',
    object_id: id,
    before: { length: row.content.length },
    after: { length: content.length, ...(held && { held }) },
  })
  if (held) await dropNotices(tx, id)
  // Those who were told are not told again: only names that are new in it.
  if (isVisible(after)) await noticeComment(tx, talk, after, await authorOfParent(tx, row.parent_id))
  return showComment(tx, caller, id)
}

export const authorOfParent = async (tx: Tx, id: string | null): Promise<string | null> =>
  id === null ? null : ((await tx.selectFrom('portal_comments').select('author_id').where('id', '=', id).executeTakeFirst())?.author_id ?? null)

/** Its author, or staff. One that has gone already stays gone. */
export async function removeComment(tx: Tx, caller: Caller, id: string): Promise<{ id: string }> {
  const { row } = await lockComment(tx, id)
  const own = row.author_id === caller.id
  if (!own && !isStaff(caller)) throw notFound('comment')
  if (row.deleted_at !== null) return { id }
  await alterComment(tx, row, { deleted_at: tx.now, deleted_by: caller.id })
  await dropNotices(tx, id)
  await tx.audit({ action: 'portal.comment_removed', model: 'portal_comments', object_id: id, before: { author_id: row.author_id } })
  return { id }
}

/** By whoever has removed it, or staff: its author does not undo what staff has done. */
export async function restoreComment(tx: Tx, caller: Caller, id: string): Promise<Comment> {
  const { row, talk } = await lockComment(tx, id)
  const own = row.author_id === caller.id
  if (!own && !isStaff(caller)) throw notFound('comment')
  if (row.deleted_at === null) return showComment(tx, caller, id)
  if (row.deleted_by !== caller.id && !isStaff(caller)) throw notFound('comment')
  const after = await alterComment(tx, row, { deleted_at: null, deleted_by: null })
  await tx.audit({ action: 'portal.comment_restored', model: 'portal_comments', object_id: id })
  if (isVisible(after)) await noticeComment(tx, talk, after, await authorOfParent(tx, row.parent_id))
  return showComment(tx, caller, id)
}
