import type { Tx } from '#server/db/db.ts'
import type { CommentRow, Talk } from '../comments/rows.ts'
import { mentionsIn } from '../markdown/references.ts'
import { addNotices, type NewNotice, tellUnread } from './add.ts'

/** So many people one comment can name. */
const max_mentioned = 10

/**
 * Tells those whom a comment concerns, each once: whom it answers, whom it names, whose post it is. Nobody hears of what they said themselves, and
 * who was told of this comment before is not told again.
 */
export async function noticeComment(
  tx: Tx,
  talk: Talk,
  { id, author_id, content }: Pick<CommentRow, 'id' | 'author_id' | 'content'>,
  answered_id: string | null,
): Promise<void> {
  const kinds = new Map<string, NewNotice['kind']>()
  const tell = (user_id: string | null, kind: NewNotice['kind']) => {
    if (user_id !== null && user_id !== author_id && !kinds.has(user_id)) kinds.set(user_id, kind)
  }
  tell(answered_id, 'reply')
  for (const user_id of await peopleNamed(tx, content)) tell(user_id, 'mention')
  tell(talk.author_id, 'comment')
  for (const { user_id } of await tx.selectFrom('portal_notices').select('user_id').where('comment_id', '=', id).where('kind', 'in', of_comments).execute())
    kinds.delete(user_id)
  await addNotices(
    tx,
    [...kinds].map(([user_id, kind]) => ({ user_id, kind, actor_id: author_id, post_id: talk.id, comment_id: id })),
  )
}

const of_comments = ['comment', 'reply', 'mention'] as const

async function peopleNamed(tx: Tx, content: string): Promise<string[]> {
  const names = mentionsIn(content).slice(0, max_mentioned)
  if (names.length === 0) return []
  const rows = await tx.selectFrom('users').select('id').where('username_key', 'in', names).where('is_active', '=', 1).where('deleted_at', 'is', null).execute()
  return rows.map(({ id }) => id)
}

/** Of a comment that readers do not see any more nobody needs to be told; who has read of it keeps that. */
export async function dropNotices(tx: Tx, comment_id: string): Promise<void> {
  const gone = await tx
    .deleteFrom('portal_notices')
    .where('comment_id', '=', comment_id)
    .where('kind', 'in', of_comments)
    .where('read_at', 'is', null)
    .returning('user_id')
    .execute()
  for (const { user_id } of gone) await tellUnread(tx, user_id)
}
