import type { z } from 'zod'
import { notFound } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { type Comment, type addComment as endpoint, max_depth } from '../../contract/comments.ts'
import type { RenderedComment } from '../markdown/comment.ts'
import { layOutComment } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { noticeComment } from '../notices/of-comments.ts'
import { knownToComment } from '../posts/known.ts'
import { mustBeHeld } from '../posts/newcomers.ts'
import { requirePublic } from '../posts/rows.ts'
import { type CommentRow, findComment, isVisible, lockTalk, type Talk } from './rows.ts'
import { showComment } from './show.ts'
import { followNew } from './standing.ts'

type Given = z.output<typeof endpoint.body>

/** Says something to a post, or to a comment of it. */
export async function addComment(read: Read, write: Write, caller: Caller, key: string, given: Given, origin: string): Promise<Comment> {
  const { id, known } = await read(async (db) => ({ ...(await requirePublic(db, key)), known: await knownToComment(db, given.content, origin) }))
  const layout = await layOutComment(given.content, known)
  return write(async (tx) => {
    const talk = await lockTalk(tx, id)
    return showComment(tx, caller, await store(tx, caller, talk, given, layout))
  })
}

async function store(tx: Tx, caller: Caller, talk: Talk, given: Given, layout: RenderedComment): Promise<string> {
  const id = given.id?.toLowerCase() ?? Bun.randomUUIDv7()
  const sent = await findComment(tx, id)
  if (sent) return sentBefore(sent, caller, talk)
  const answered = given.parent_id === null ? undefined : await requireAnswerable(tx, talk, given.parent_id.toLowerCase())
  const held = await mustBeHeld(tx, caller.id, layout.strange_links, tx.now)
  const row: CommentRow = {
    ...{ id, post_id: talk.id, author_id: caller.id, content: given.content, html: layout.html, renderer, version: 1, answers: 0 },
    ...placeUnder(Date.parse(tx.now), answered),
    ...{ edited_at: null, held_at: held ? tx.now : null, approved_at: null, hidden_at: null, hidden_reason: null, deleted_at: null, deleted_by: null },
    ...{ created_at: tx.now, updated_at: tx.now },
  }
  const made = await tx
    .insertInto('portal_comments')
    .values(row)
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  // Somebody was quicker below another post: their id, not ours.
  if (!made) throw notFound('comment')
  await followNew(tx, row)
  await tx.audit({
    action: 'portal.comment_added',
    model: 'portal_comments',
    object_id: id,
    after: { post_id: talk.id, length: given.content.length, ...(held && { held }) },
  })
  if (!held) await noticeComment(tx, talk, row, answered?.author_id ?? null)
  return id
}

/** A retry after a lost answer finds what it made; somebody else's id is as good as none. */
function sentBefore(row: CommentRow, caller: Caller, talk: Talk): string {
  if (row.author_id !== caller.id || row.post_id !== talk.id || row.deleted_at !== null) throw notFound('comment')
  return row.id
}

async function requireAnswerable(tx: Tx, talk: Talk, id: string): Promise<CommentRow> {
  const row = await findComment(tx, id)
  if (!row || row.post_id !== talk.id || !isVisible(row)) throw notFound('comment')
  return row
}

/**
 * Where it stands: below what it answers, or beside it where that is as deep as it goes. The order comes from our clock and not from an id that a
 * client has chosen, or anybody could put themselves first.
 */
export function placeUnder(at_ms: number, answered: CommentRow | undefined): Pick<CommentRow, 'parent_id' | 'path' | 'depth'> {
  const own = pathPart(at_ms)
  if (!answered) return { parent_id: null, path: own, depth: 0 }
  if (answered.depth < max_depth) return { parent_id: answered.id, path: answered.path + own, depth: answered.depth + 1 }
  return { parent_id: answered.parent_id, path: answered.path.slice(0, -part_length) + own, depth: answered.depth }
}

const part_length = 20
/** Milliseconds, a counter and random bits; all as long, so that paths sort as conversations read. */
export const pathPart = (at_ms: number) => Bun.randomUUIDv7('hex', at_ms).replaceAll('-', '').slice(0, part_length)
