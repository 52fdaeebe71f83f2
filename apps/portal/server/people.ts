import { notFound } from '#contract/problem.ts'
import type { Language } from '#contract/render.ts'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { mediaAddress } from '#server/files/media.ts'
import { people_tag, personTag } from '#server/http/people-tags.ts'
import type { Author } from '../contract/fields.ts'

/** The form by which accounts compare names. */
export const nameKey = (name: string) => name.normalize('NFKC').trim().toLowerCase().toUpperCase().toLowerCase().normalize('NFKC')

/** Columns of whoever wrote something, for statements that join `users` as `u` and `profiles` as `r`. */
export const author_columns =
  'u.number as author_number, u.username as author_username, u.first_name as author_first_name, u.last_name as author_last_name, u.is_active as author_active, u.deleted_at as author_left_at, r.avatar as author_avatar, r.preferences as author_preferences'
/** Joins them to rows that are called `alias` and have an `author_id`. */
export const joinAuthor = (alias: string) => `left join users u on u.id = ${alias}.author_id left join profiles r on r.user_id = ${alias}.author_id`

export interface AuthorColumns {
  author_number: number | null
  author_username: string | null
  author_first_name: string | null
  author_last_name: string | null
  author_active: number | null
  author_left_at: string | null
  author_avatar: string | null
  author_preferences: string | null
}

/** Who wrote it, as everybody sees them; null for accounts that are disabled or have left. */
export function authorOf(row: AuthorColumns): Author {
  if (row.author_number === null || row.author_active !== 1 || row.author_left_at !== null) return null
  const { author_avatar } = row
  // As accounts name their pictures.
  const avatar = author_avatar === null ? null : mediaAddress(`avatars/${author_avatar}.webp`)
  return { id: row.author_number, username: row.author_username ?? '', name: shownName(row), avatar }
}

/** What an answer that shows them hangs on, beside what they wrote; those who are not shown may come back. */
export function tagsOfAuthors(authors: Author[]): string[] {
  return [people_tag, ...new Set(authors.flatMap((author) => (author === null || author.id === the_site.id ? [] : [personTag(author.id)])))]
}

/** By a name in any spelling. Throws `not_found`, for who is disabled or has left too. */
export async function requireAuthor(db: Db, username: string): Promise<NonNullable<Author>> {
  const sql = `select ${author_columns} from users u left join profiles r on r.user_id = u.id where u.username_key = ?`
  const { rows } = await db.execute<AuthorColumns>(statement(db.dialect, sql, [nameKey(username)]))
  const author = rows[0] && authorOf(rows[0])
  if (!author) throw notFound('person')
  return author
}

/** Names are shown only by whoever says so. */
function shownName({ author_first_name, author_last_name, author_preferences }: AuthorColumns): string {
  const name = `${author_first_name ?? ''} ${author_last_name ?? ''}`.trim()
  if (name === '') return ''
  const { show_name = false } = JSON.parse(author_preferences ?? '{}') as { show_name?: boolean }
  return show_name ? name : ''
}

/** The language that somebody has chosen on their profile, from its column. */
export function chosenLanguage(preferences: string | null): Language {
  const { language = 'en' } = JSON.parse(preferences ?? '{}') as { language?: Language }
  return language
}

/** The site itself speaks: posts that nobody has signed. Its username is empty, so that nobody looks for its page. */
export const the_site: NonNullable<Author> = { id: 0, username: '', name: 'Pocket India', avatar: null }
