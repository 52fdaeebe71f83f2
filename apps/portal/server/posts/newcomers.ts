import type { Db } from '#server/db/db.ts'

/** So long an account is new, unless staff have let something of it through. */
const new_for_ms = 7 * 86_400_000

/**
 * The rule of posts and comments: what somebody new writes waits for staff when it leads to pages of strangers, since that is what accounts
 * are made for by the thousand. Staff are never new, nor is the site itself.
 */
export async function mustBeHeld(db: Db, author_id: string | null, strange_links: boolean, now: string): Promise<boolean> {
  if (!strange_links || author_id === null) return false
  const author = await db.selectFrom('users').select(['role', 'date_joined']).where('id', '=', author_id).executeTakeFirst()
  if (author?.role !== 'user' || Date.parse(author.date_joined) <= Date.parse(now) - new_for_ms) return false
  const approved = (table: 'portal_posts' | 'portal_comments') =>
    db.selectFrom(table).select('id').where('author_id', '=', author_id).where('approved_at', 'is not', null).limit(1).executeTakeFirst()
  return (await approved('portal_posts')) === undefined && (await approved('portal_comments')) === undefined
}
