import type { Page } from '#contract/page.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Notice } from '../../contract/notices.ts'
import { type AuthorColumns, author_columns, authorOf } from '../people.ts'
import { textOfHtml } from '../search/html-text.ts'

interface NoticeRow extends AuthorColumns {
  id: string
  kind: Notice['kind']
  post_id: string
  slug: string
  postname: string
  comment_id: string | null
  comment_html: string | null
  reason: string | null
  read_at: string | null
  created_at: string
}

/** Unless it is their own, nobody is told of a post that readers do not see. */
const seen = '(p.public = 1 or p.author_id = n.user_id)'
const notices = `select n.id, n.kind, n.post_id, p.slug, p.postname, n.comment_id, n.read_at, n.created_at, ${author_columns},
  case when c.deleted_at is null and (c.hidden_at is null or c.author_id = n.user_id) and (c.held_at is null or c.author_id = n.user_id) then c.html end as comment_html,
  case when n.comment_id is null then p.hidden_reason else c.hidden_reason end as reason
  from portal_notices n join portal_posts p on p.id = n.post_id left join portal_comments c on c.id = n.comment_id
  left join users u on u.id = n.actor_id left join profiles r on r.user_id = n.actor_id
  where n.user_id = ? and ${seen}`

const excerpt_length = 140

function noticeOf(row: NoticeRow): Notice {
  const text = row.kind === 'hidden' ? (row.reason ?? '') : textOfHtml(row.comment_html ?? '')
  const characters = [...text]
  return {
    id: row.id,
    kind: row.kind,
    // Staff speak as the site.
    actor: row.kind === 'comment' || row.kind === 'reply' || row.kind === 'mention' ? authorOf(row) : null,
    post: { id: row.post_id, slug: row.slug, postname: row.postname },
    comment_id: row.comment_id,
    excerpt: characters.length > excerpt_length ? `${characters.slice(0, excerpt_length).join('')}…` : text,
    read_at: row.read_at,
    created_at: row.created_at,
  }
}

export async function noticesOf(db: Db, user_id: string, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Notice>> {
  const page = await pageOfRows(cursor, limit, async (position, count) => {
    const up = position !== undefined && 'before' in position
    const beyond = position ? ` and n.id ${up ? '>' : '<'} ?` : ''
    const place = position ? ['before' in position ? position.before : position.after] : []
    const sql = `${notices}${beyond} order by n.id ${up ? 'asc' : 'desc'} limit ?`
    return (await db.execute<NoticeRow>(statement(db.dialect, sql, [user_id, ...place, count]))).rows
  })
  return { ...page, items: page.items.map(noticeOf) }
}

export async function noticeById(db: Db, user_id: string, id: string): Promise<Notice | undefined> {
  const { rows } = await db.execute<NoticeRow>(statement(db.dialect, `${notices} and n.id = ?`, [user_id, id]))
  return rows[0] && noticeOf(rows[0])
}

/** What waits to be mailed, the oldest first. */
export async function unmailedOf(db: Db, user_id: string, count: number): Promise<Notice[]> {
  const sql = `${notices} and n.read_at is null and n.mailed_at is null order by n.id limit ?`
  const { rows } = await db.execute<NoticeRow>(statement(db.dialect, sql, [user_id, count]))
  return rows.map(noticeOf)
}

const most_counted = 100

/** Counted up to 100: nobody needs to know more, and it costs the same however many there are. */
export async function unreadOf(db: Db, user_id: string): Promise<number> {
  const bounded = `select 1 as one from portal_notices n join portal_posts p on p.id = n.post_id where n.user_id = ? and n.read_at is null and ${seen} limit ?`
  const { rows } = await db.execute<{ unread: number }>(
    statement(db.dialect, `select count(*) as unread from (${bounded}) as bounded`, [user_id, most_counted]),
  )
  return Number(rows[0]?.unread ?? 0)
}
