import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import { type CommentRow, findComment, isVisible, lockAnyTalk, statusOf as statusOfComment, type Talk } from '../comments/rows.ts'
import { alterComment } from '../comments/standing.ts'
import { findPost, lockPost, type PostRow } from '../posts/rows.ts'
import { writePost } from '../posts/writes.ts'

export type Kind = 'post' | 'comment'
export const isKind = (text: string): text is Kind => text === 'post' || text === 'comment'

/** A post or comment as staff look at it. */
export type Thing = { kind: 'post'; row: PostRow } | { kind: 'comment'; row: CommentRow; talk: Talk }

/** The thing with the lock that every write of it takes. Throws `not_found`, also for drafts: what nobody was shown is nobody's to judge. */
export async function lockThing(tx: Tx, kind: Kind, id: string): Promise<Thing> {
  if (kind === 'post') {
    const row = await lockPost(tx, id)
    if (row?.status !== 'published') throw notFound('post')
    return { kind, row }
  }
  const found = await findComment(tx, id)
  const talk = found && (await lockAnyTalk(tx, found.post_id))
  const row = talk && (await findComment(tx, id))
  if (!row || !talk) throw notFound('comment')
  return { kind, row, talk }
}

export function statusOf({ row }: Thing): 'visible' | 'held' | 'hidden' | 'removed' {
  return statusOfComment(row)
}

interface Change {
  held_at?: string | null
  approved_at?: string
  hidden_at?: string | null
  hidden_reason?: string | null
}

export async function alterThing(tx: Tx, thing: Thing, change: Change): Promise<Thing> {
  if (thing.kind === 'post') return { kind: 'post', row: await writePost(tx, thing.row, change) }
  return { ...thing, row: await alterComment(tx, thing.row, change) }
}

/** Somebody else's thing that the caller can see, to report it. Throws `not_found`. */
export async function requireReportable(db: Db, kind: Kind, id: string): Promise<{ author_id: string | null }> {
  const comment = kind === 'comment' ? await findComment(db, id) : undefined
  const post = await findPost(db, comment?.post_id ?? id)
  if (post?.public !== 1 || (kind === 'comment' && (!comment || !isVisible(comment)))) throw notFound(kind)
  return { author_id: comment ? comment.author_id : post.author_id }
}

/** Nobody judges their own case. */
export const isOwn = ({ row }: Thing, caller: Caller) => row.author_id === caller.id
