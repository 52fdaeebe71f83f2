import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Picture } from '../../contract/fields.ts'
import type { PostSummary } from '../../contract/posts.ts'
import { pictureAddress } from '../markdown/pictures.ts'
import { type AuthorColumns, author_columns, authorOf, joinAuthor, the_site } from '../people.ts'
import { type PostRow, statusOf } from './rows.ts'

/** What people read in a minute. */
const words_a_minute = 200
export const readingMinutes = (words: number) => Math.max(1, Math.round(words / words_a_minute))

const columns = [
  ...['id', 'author_id', 'slug', 'postname', 'excerpt', 'words', 'category', 'category_key', 'state', 'language', 'cover_id', 'status'],
  ...['published_at', 'held_at', 'hidden_at', 'deleted_at', 'likes', 'comments', 'updated_at'],
]
interface CoverColumns {
  cover_name: string | null
  cover_width: number | null
  cover_height: number | null
  cover_alt: string | null
}
export type SummaryRow = Pick<PostRow, 'id' | 'author_id' | 'slug' | 'postname' | 'excerpt' | 'words' | 'category' | 'category_key' | 'state' | 'language'> &
  Pick<PostRow, 'cover_id' | 'status' | 'published_at' | 'held_at' | 'hidden_at' | 'deleted_at' | 'likes' | 'comments' | 'updated_at'> &
  AuthorColumns &
  CoverColumns

const beside = `${author_columns}, i.name as cover_name, i.width as cover_width, i.height as cover_height, i.alt as cover_alt`
const joins = `${joinAuthor('p')} left join portal_images i on i.id = p.cover_id`
/** What a list says of its posts; the posts are called `p`. */
export const summaries = `select ${columns.map((name) => `p.${name}`).join(', ')}, ${beside} from portal_posts p ${joins}`

/** In the order of the ids; those that are gone are left out. */
export async function summariesAt(db: Db, ids: readonly string[]): Promise<PostSummary[]> {
  if (ids.length === 0) return []
  const { rows } = await db.execute<SummaryRow>(statement(db.dialect, `${summaries} where p.id in (${ids.map(() => '?').join(', ')})`, ids))
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = found.get(id)
    return row ? [summaryOf(row)] : []
  })
}

export function summaryOf(row: SummaryRow): PostSummary {
  const cover = coverOf(row)
  return {
    id: row.id,
    slug: row.slug,
    postname: row.postname,
    category: row.category,
    category_key: row.category_key,
    state: row.state,
    language: row.language,
    excerpt: row.excerpt,
    image: cover?.url ?? null,
    cover,
    likes: row.likes,
    comments: row.comments,
    reading_minutes: readingMinutes(row.words),
    author: row.author_id === null ? the_site : authorOf(row),
    status: statusOf(row),
    published_at: row.published_at,
    updated_at: row.updated_at,
  }
}

function coverOf({ cover_id, cover_name, cover_width, cover_height, cover_alt }: SummaryRow): Picture | null {
  if (cover_id === null || cover_name === null) return null
  return pictureOf({ id: cover_id, name: cover_name, width: cover_width ?? 0, height: cover_height ?? 0, alt: cover_alt ?? '' })
}

export const pictureOf = ({ id, name, width, height, alt }: { id: string; name: string; width: number; height: number; alt: string }): Picture => ({
  id,
  url: pictureAddress(name, 1600),
  medium: pictureAddress(name, 800),
  small: pictureAddress(name, 400),
  width,
  height,
  alt,
})
