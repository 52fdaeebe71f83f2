import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { invalid, unauthenticated } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { listPosts, PostStatus, PostSummary } from '../../contract/posts.ts'
import { nameKey } from '../people.ts'
import { categoryKey } from './slug-text.ts'
import { type SummaryRow, summaries, summaryOf } from './summaries.ts'

type Query = z.output<typeof listPosts.query>
interface Part {
  /** The column that the list is in the order of, the latest first. */
  column: 'published_at' | 'updated_at' | 'deleted_at'
  where: string
  values: unknown[]
}

const time = z.iso.datetime({ precision: 3 })

/** Published posts, the newest first; or one's own. */
export async function postsOf(db: Db, caller: Caller | undefined, query: Query): Promise<Page<PostSummary>> {
  const own = query.mine === 'true' || query.trash === 'true'
  if (!own && query.status !== undefined) throw invalid({ status: ['That narrows your own posts: ask with mine=true.'] })
  if (own && !caller) throw unauthenticated()
  const author_id = query.author === undefined ? undefined : await authorNamed(db, query.author)
  if (author_id === null) return { items: [], next: null, previous: null, limit: query.limit }
  const part = own && caller ? ownPart(query, caller) : { column: 'published_at' as const, where: 'p.public = 1', values: [] }
  return readPart(db, narrowed(db, part, query, author_id, own), query)
}

export async function authorNamed(db: Db, username: string): Promise<string | null> {
  const { rows } = await db.execute<{ id: string }>(
    statement(db.dialect, 'select id from users where username_key = ? and is_active = 1 and deleted_at is null', [nameKey(username)]),
  )
  return rows[0]?.id ?? null
}

const of_status: Record<PostStatus, string> = {
  draft: "p.status = 'draft' and p.hidden_at is null",
  scheduled: "p.status = 'scheduled' and p.hidden_at is null",
  published: 'p.public = 1',
  held: "p.status = 'published' and p.held_at is not null and p.hidden_at is null",
  hidden: 'p.hidden_at is not null',
}

function ownPart({ trash, status }: Query, caller: Caller): Part {
  const column = trash === 'true' ? 'deleted_at' : 'updated_at'
  const there = trash === 'true' ? 'p.deleted_at is not null' : 'p.deleted_at is null'
  return { column, where: `p.author_id = ? and ${there}${status === undefined ? '' : ` and ${of_status[status]}`}`, values: [caller.id] }
}

/**
 * Of several conditions the one that fewest posts meet leads through its index. SQLite knows no numbers, so it is told which that is: a plus
 * sign before a column keeps its index out.
 */
function narrowed(db: Db, part: Part, { category, state, language, reader }: Query, author_id: string | undefined, own: boolean): Part {
  const given = [
    { name: 'author_id', value: author_id },
    { name: 'state', value: state },
    { name: 'category_key', value: category === undefined ? undefined : categoryKey(category) },
    { name: 'language', value: language },
  ].filter(({ value }) => value !== undefined)
  const both = given.length === 2 && given[0]?.name === 'category_key'
  const conditions = given.map(({ name }, n) => `${db.dialect === 'sqlite' && (n > 0 || own) && !both ? '+' : ''}p.${name} = ?`)
  const values = given.map(({ value }) => value)
  const where = [part.where, ...conditions].join(' and ')
  if (reader === undefined || own || language !== undefined) return { ...part, where, values: [...part.values, ...values] }
  const others = given.map(({ name }) => `and o.${name} = ?`).join(' ')
  return { ...part, where: `${where} and ${noBetter(others)}`, values: [...part.values, ...values, ...values, reader, reader] }
}

/** No other version of the post would be in the list as well and suits the reader better. */
const noBetter = (others: string) =>
  `not exists (select 1 from portal_posts o where o.translation_group = p.translation_group and o.deleted_at is null and o.public = 1 ${others}
    and (${rank('o')}, o.language) < (${rank('p')}, p.language))`
const rank = (alias: string) => `case ${alias}.language when ? then 0 when 'en' then 1 else 2 end`

type Row = SummaryRow & { draft_postname?: string | null }
const with_drafts = summaries.replace(' from ', ', d.postname as draft_postname from ').concat(' left join portal_drafts d on d.post_id = p.id')

async function readPart(db: Db, { column, where, values }: Part, { cursor, limit }: Query): Promise<Page<PostSummary>> {
  const start = readKeyCursor(cursor, column, time)
  const down = start?.side !== 'before'
  const direction = down ? 'desc' : 'asc'
  const beyond = start ? ` and (p.${column}, p.id) ${down ? '<' : '>'} (?, ?)` : ''
  const select = column === 'published_at' ? summaries : with_drafts
  // The number itself: PostgreSQL takes an unknown limit for a tenth of the table, and plans each query anew.
  const sql = `${select} where ${where}${beyond} order by p.${column} ${direction}, p.id ${direction} limit ${limit + 1}`
  const { rows } = await db.execute<Row>(statement(db.dialect, sql, [...values, ...(start ? [start.value, start.id] : [])]))
  const { items, ...page } = pageOfFound(column, start, limit, { rows }, (row) => ({ value: row[column] ?? '', id: row.id }))
  return { ...page, items: items.map(listed) }
}

/** What nobody has read yet goes by the title that it will have. */
const listed = (row: Row): PostSummary => {
  const shown = summaryOf(row)
  return row.status === 'draft' && row.draft_postname ? { ...shown, postname: row.draft_postname } : shown
}
