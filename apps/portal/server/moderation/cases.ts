import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Case, listCases } from '../../contract/moderation.ts'
import { statusOf } from '../comments/rows.ts'
import { type AuthorColumns, author_columns, authorOf } from '../people.ts'
import { textOfHtml } from '../search/html-text.ts'
import type { Kind } from './objects.ts'

interface Found {
  kind: Kind
  id: string
  at: string
}

/** What waits: held, or reported and not judged yet. */
const waiting = `select 'post' as kind, id, held_at as at from portal_posts where held_at is not null and hidden_at is null and deleted_at is null and status = 'published'
  union all select 'comment', id, held_at from portal_comments where held_at is not null and hidden_at is null and deleted_at is null
  union all select kind, object_id, created_at from portal_reports where handled_at is null`
/** What staff have judged: hidden, let through, or with reports that were put away. */
const judged = `select 'post' as kind, id, hidden_at as at from portal_posts where hidden_at is not null
  union all select 'comment', id, hidden_at from portal_comments where hidden_at is not null
  union all select 'post', id, approved_at from portal_posts where approved_at is not null
  union all select 'comment', id, approved_at from portal_comments where approved_at is not null
  union all select kind, object_id, handled_at from portal_reports where handled_at is not null`

/** One row for each thing, since when it waits, the oldest first. */
export async function casesOf(db: Db, { cursor, limit, done }: z.output<typeof listCases.query>): Promise<Page<Case>> {
  const order = done === 'true' ? 'judged' : 'cases'
  const start = readKeyCursor(cursor, order, z.iso.datetime())
  const up = start?.side === 'before'
  const things = `select kind, id, min(at) as at from (${done === 'true' ? judged : waiting}) as things group by kind, id`
  const beyond = start ? `where (at, id) ${up ? '<' : '>'} (?, ?)` : ''
  const direction = up ? 'desc' : 'asc'
  const sql = `select * from (${things}) as cases ${beyond} order by at ${direction}, id ${direction} limit ?`
  const { rows } = await db.execute<Found>(statement(db.dialect, sql, [...(start ? [start.value, start.id] : []), limit + 1]))
  const page = pageOfFound(order, start, limit, { rows }, ({ at, id }) => ({ value: at, id }))
  const items: Case[] = []
  for (const { kind, id } of page.items) {
    const one = await findCase(db, kind, id)
    if (one) items.push(one)
  }
  return { ...page, items }
}

interface CaseRow extends AuthorColumns {
  post_id: string
  slug: string
  postname: string
  html: string
  held_at: string | null
  hidden_at: string | null
  deleted_at: string | null
  created_at: string
}

const columns = `p.id as post_id, p.slug, p.postname, x.html, x.held_at, x.hidden_at, x.deleted_at, x.created_at, ${author_columns}`
const read: Record<Kind, string> = {
  post: `select ${columns} from portal_posts x join portal_posts p on p.id = x.id left join users u on u.id = x.author_id left join profiles r on r.user_id = x.author_id where x.id = ?`,
  comment: `select ${columns} from portal_comments x join portal_posts p on p.id = x.post_id left join users u on u.id = x.author_id left join profiles r on r.user_id = x.author_id where x.id = ?`,
}

const excerpt_length = 400
const most_reports = 50

/** Undefined when the thing is gone for good. */
async function findCase(db: Db, kind: Kind, id: string): Promise<Case | undefined> {
  const { rows } = await db.execute<CaseRow>(statement(db.dialect, read[kind], [id]))
  const row = rows[0]
  if (!row) return undefined
  const characters = [...textOfHtml(row.html.slice(0, excerpt_length * 20))]
  return {
    kind,
    id,
    post: { id: row.post_id, slug: row.slug, postname: row.postname },
    author: authorOf(row),
    excerpt: characters.length > excerpt_length ? `${characters.slice(0, excerpt_length).join('')}…` : characters.join(''),
    status: statusOf(row),
    reports: await reportsOn(db, kind, id),
    created_at: row.created_at,
  }
}

async function reportsOn(db: Db, kind: Kind, id: string): Promise<Case['reports']> {
  const sql = `select q.reason, q.note, q.created_at, ${author_columns} from portal_reports q left join users u on u.id = q.reporter_id
    left join profiles r on r.user_id = q.reporter_id where q.kind = ? and q.object_id = ? order by q.created_at, q.id limit ?`
  const { rows } = await db.execute<AuthorColumns & Omit<Case['reports'][number], 'reporter'>>(statement(db.dialect, sql, [kind, id, most_reports]))
  return rows.map((row) => ({ reason: row.reason, note: row.note, reporter: authorOf(row), created_at: row.created_at }))
}

/** Throws `not_found`. */
export async function requireCase(db: Db, kind: Kind, id: string): Promise<Case> {
  const found = await findCase(db, kind, id)
  if (!found) throw notFound(kind)
  return found
}
