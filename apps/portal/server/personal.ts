import type { ExportedFile } from '#server/app.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { keysOf } from './images/names.ts'
import { pictureAddress, pictureKey } from './markdown/pictures.ts'
import { tellOfCounts, tellOfPost } from './posts/told.ts'

const post_fields = ['id', 'slug', 'postname', 'content', 'category', 'state', 'language', 'status', 'publish_at', 'published_at'] as const
const times = ['created_at', 'updated_at', 'deleted_at'] as const

/** What somebody has written and uploaded, and what they liked; earlier versions are those of their posts. */
export async function ownPosts(db: Db, user_id: string): Promise<Record<string, unknown>> {
  const posts = await db.selectFrom('portal_posts').select(post_fields).select(times).where('author_id', '=', user_id).orderBy('id').execute()
  const of_post = { posts: db.selectFrom('portal_posts').select('id').where('author_id', '=', user_id) }
  const drafts = await db.selectFrom('portal_drafts').selectAll().where('post_id', 'in', of_post.posts).orderBy('post_id').execute()
  const revisions = await db
    .selectFrom('portal_revisions')
    .select(['post_id', 'number', 'postname', 'content', 'category', 'state', 'created_at'])
    .where('post_id', 'in', of_post.posts)
    .orderBy('post_id')
    .orderBy('number')
    .execute()
  const images = await db
    .selectFrom('portal_images')
    .select(['id', 'name', 'alt', 'bytes', 'created_at'])
    .where('user_id', '=', user_id)
    .orderBy('id')
    .execute()
  const likes = await db.selectFrom('portal_likes').select(['post_id', 'created_at']).where('user_id', '=', user_id).orderBy('created_at').execute()
  const pictures = images.map(({ name, ...image }) => ({ ...image, address: pictureAddress(name, 1600) }))
  return { posts, drafts, revisions, pictures, likes }
}

/** Their pictures, in the largest size that is kept. */
export async function ownPictures(db: Db, user_id: string, site: Site): Promise<ExportedFile[]> {
  const rows = await db.selectFrom('portal_images').select('name').where('user_id', '=', user_id).orderBy('id').execute()
  return rows.map(({ name }) => ({
    name: `pictures/${name}.webp`,
    read: async () => (await site.files.get(pictureKey(name, 1600)))?.bytes(),
  }))
}

/** Their posts go, with pictures and everything that was said to them; what others have is counted anew. */
export async function erasePosts(tx: Tx, user_id: string): Promise<string[]> {
  const images = await tx.selectFrom('portal_images').select('name').where('user_id', '=', user_id).execute()
  const liked = await tx.deleteFrom('portal_likes').where('user_id', '=', user_id).returning('post_id').execute()
  for (const { post_id } of liked) {
    await tx
      .updateTable('portal_posts')
      .set((e) => ({ likes: e('likes', '-', 1) }))
      .where('id', '=', post_id)
      .execute()
  }
  const posts = await tx.selectFrom('portal_posts').selectAll().where('author_id', '=', user_id).execute()
  // Searches forget their words, and nobody keeps a page of them.
  for (const row of posts) await tellOfPost(tx, { ...row, public: 0, deleted_at: tx.now }, row)
  await tx.deleteFrom('portal_posts').where('author_id', '=', user_id).execute()
  await tx.updateTable('portal_revisions').set({ author_id: null }).where('author_id', '=', user_id).execute()
  await tx.deleteFrom('portal_images').where('user_id', '=', user_id).execute()
  for (const { post_id } of liked) tellOfCounts(tx, post_id)
  return images.flatMap(({ name }) => keysOf(name))
}
