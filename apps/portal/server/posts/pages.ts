import type { ListedPage } from '#server/app.ts'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { PostLanguage } from '../../contract/fields.ts'

/** Where a post is read: what is written in Hindi stands among Hindi words. */
export const postPath = ({ slug, language }: { slug: string; language: PostLanguage }) => `${language === 'hi' ? '/hi' : ''}/posts/${encodeURIComponent(slug)}`

/** Public posts for the sitemap, the oldest first, so that a part of it stays what it is while posts are added. */
export const postPages = {
  async count(db: Db): Promise<number> {
    const { rows } = await db.execute<{ n: number }>(statement(db.dialect, 'select count(*) as n from portal_posts where public = 1', []))
    return Number(rows[0]?.n ?? 0)
  },
  async part(db: Db, from: number, count: number): Promise<ListedPage[]> {
    const sql = 'select slug, language, updated_at from portal_posts where public = 1 order by published_at, id limit ? offset ?'
    const { rows } = await db.execute<{ slug: string; language: PostLanguage; updated_at: string }>(statement(db.dialect, sql, [count, from]))
    return rows.map((row) => ({ path: `/posts/${encodeURIComponent(row.slug)}`, language: row.language === 'hi' ? 'hi' : 'en', changed_at: row.updated_at }))
  },
}
