import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Comment } from '../../contract/comments.ts'
import { layOutComment } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { type AuthorColumns, author_columns, authorOf, joinAuthor } from '../people.ts'
import { knownToComment } from '../posts/known.ts'
import { type CommentRow, isStaff, isVisible, statusOf } from './rows.ts'

export type AuthoredRow = CommentRow & AuthorColumns

/** The beginning of a statement that reads comments with whoever wrote them. */
export const authored = `select c.*, ${author_columns} from portal_comments c ${joinAuthor('c')}`

/** A comment as the caller sees it: what they may not read is an empty place. */
export function commentOf(row: AuthoredRow, caller: Caller | undefined): Comment {
  const own = caller !== undefined && row.author_id === caller.id
  const readable = isVisible(row) || (row.deleted_at === null && (own || isStaff(caller)))
  const status = statusOf(row)
  return {
    id: row.id,
    post_id: row.post_id,
    parent_id: row.parent_id,
    depth: row.depth,
    // Whether somebody's comment waits for staff is theirs to know.
    status: status === 'held' && !readable ? 'hidden' : status,
    content: readable ? row.content : '',
    html: readable ? row.html : '',
    author: readable ? authorOf(row) : null,
    created_at: row.created_at,
    edited_at: readable ? row.edited_at : null,
    version: row.version,
    editable: own && row.deleted_at === null && row.hidden_at === null,
    removable: row.deleted_at === null && (own || isStaff(caller)),
  }
}

export async function showComment(db: Db, caller: Caller | undefined, id: string): Promise<Comment> {
  const { rows } = await db.execute<AuthoredRow>(statement(db.dialect, `${authored} where c.id = ?`, [id]))
  return commentOf(rows[0] as AuthoredRow, caller)
}

/** Made anew where an earlier renderer has left it. */
export async function freshened(db: Db, row: AuthoredRow, origin: string): Promise<AuthoredRow> {
  if (row.renderer === renderer) return row
  return { ...row, html: (await layOutComment(row.content, await knownToComment(db, row.content, origin))).html }
}
