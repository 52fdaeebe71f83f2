import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import { most_suggested } from '../../contract/comments.ts'
import type { Author } from '../../contract/fields.ts'
import { type AuthorColumns, author_columns, authorOf, nameKey } from '../people.ts'
import type { PostRow } from '../posts/rows.ts'

/** Of a long conversation the end, and of many names the first: what a suggestion costs does not grow with them. */
const looked_at = 500
const names_looked_at = 100

type Row = AuthorColumns & { id: string }
const person = `select u.id, ${author_columns} from users u left join profiles r on r.user_id = u.id
  where u.is_active = 1 and u.deleted_at is null and u.id <> ? and u.username_key >= ? and u.username_key < ?`
const published = 'exists (select 1 from portal_posts p where p.author_id = u.id and p.public = 1)'
const near = `select id from users where username_key >= ? and username_key < ? order by username_key limit ${names_looked_at}`

/** Those of the conversation, of its end first; then others whom one may know from what they have published. */
export async function peopleFor(db: Db, caller: Caller, post: PostRow, q: string): Promise<NonNullable<Author>[]> {
  const start = nameKey(q)
  const between = [start, `${start}\u{10ffff}`]
  const read = async (sql: string, values: unknown[]) => (await db.execute<Row>(statement(db.dialect, sql, [caller.id, ...between, ...values]))).rows
  const ids = await thoseHere(db, post)
  const here = ids.length === 0 ? [] : await read(`${person} and u.id in (${ids.map(() => '?').join(', ')})`, ids)
  here.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  // Without a letter everybody would be meant.
  const others =
    here.length >= most_suggested || start === ''
      ? []
      : await read(`${person} and u.id in (select id from (${near}) as near) and ${published} order by u.username_key limit ${2 * most_suggested}`, between)
  const all = [...here, ...others.filter(({ id }) => !ids.includes(id))]
  return all.flatMap((row) => authorOf(row) ?? []).slice(0, most_suggested)
}

/** The authors of the last comments that everybody sees, and of the post; so many as a statement takes well. */
async function thoseHere(db: Db, post: PostRow): Promise<string[]> {
  const last = `select author_id from portal_comments where post_id = ? and deleted_at is null and held_at is null and hidden_at is null order by path desc limit ${looked_at}`
  const { rows } = await db.execute<{ author_id: string | null }>(statement(db.dialect, last, [post.id]))
  const ids = new Set([...rows.map(({ author_id }) => author_id), post.author_id])
  return [...ids].filter((id) => id !== null)
}
