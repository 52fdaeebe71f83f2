import type { z } from 'zod'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { listCategories } from '../../contract/posts.ts'

const most = 50

/** Those that readers find posts in, the fullest first; each by the name that its newest post gives it. */
export async function categoriesOf(db: Db): Promise<z.output<typeof listCategories.returns>> {
  const name = 'select n.category from portal_posts n where n.public = 1 and n.category_key = c.key order by n.published_at desc, n.id desc limit 1'
  const counted = "select category_key as key, count(*) as posts from portal_posts where public = 1 and category_key != '' group by category_key"
  const sql = `select c.key, (${name}) as name, c.posts from (${counted} order by posts desc, key limit ?) c order by c.posts desc, c.key`
  const { rows } = await db.execute<{ key: string; name: string; posts: number }>(statement(db.dialect, sql, [most]))
  return rows.map(({ posts, ...category }) => ({ ...category, posts: Number(posts) }))
}
