import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { tidyIndex } from '#server/db/tidy-index.ts'
import type { Running } from '#server/main.ts'
import { fillSite } from '../apps/portal/server/scale/command.ts'
import { tablesOf } from '../apps/portal/server/search/documents.ts'

/** So many posts lie in the site under test: a page of a list is 20 of them. */
const count = 1000
const idOf = (n: number) => `0198a0b1-7c00-7004-8000-${String(n).padStart(12, '0')}`
const timeOf = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()

export const bench_slug = `post-${count - 1}`

/** Posts past the app, as it would have left them. */
export function fillPosts({ site }: Running): void {
  const db = new Database(join(site.config.DATA_DIR, 'banyan.db'))
  db.run('pragma busy_timeout = 10000')
  const { id: author_id } = db.query('select id from users').get() as { id: string }
  const columns = [
    ...['id', 'author_id', 'slug', 'postname', 'content', 'html', 'contents', 'renderer', 'excerpt', 'words', 'category', 'category_key', 'state', 'language'],
    ...['translation_group', 'status', 'published_at', 'public', 'likes', 'comments', 'version', 'draft_version', 'created_at', 'updated_at'],
  ]
  const post = db.prepare(`insert into portal_posts (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
  const slug = db.prepare('insert into portal_post_slugs values (?, ?, ?)')
  const text = 'The last train leaves at dusk. '.repeat(60)
  db.run('begin')
  for (let n = 0; n < count; n++) {
    const [id, at] = [idOf(n), timeOf(n)]
    post.run(
      ...[id, author_id, `post-${n}`, `Post ${n}`, text, `<p>${text.trim()}</p>\n`, '[]', 1, text.slice(0, 200), 360, 'Travel', 'travel', 'kerala', 'en'],
      ...[id, 'published', at, 1, n % 50, 0, 1, 0, at, at],
    )
    slug.run(`post-${n}`, id, at)
  }
  db.run('commit')
  db.run('pragma wal_checkpoint(truncate)')
  db.close()
}

/** Posts and comments with the words that they are found by. */
export async function fillForSearch({ site }: Running): Promise<void> {
  await fillSite(site, { posts: count, comments: 10 * count })
  for (const [, index] of Object.values(tablesOf)) await tidyIndex(site.store, index)
}
