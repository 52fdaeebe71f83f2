import type { TestSite } from '#server/testing.ts'
import { indexPost } from '../server/search/posts.ts'
import { operator } from './people.ts'

interface Fields {
  id?: string
  postname?: string
  html?: string
  published_at?: string
  public?: 0 | 1
  slug?: string
}

/** A post as it stands in its table, with what searches find of it: for tests of what hangs on posts. */
export async function placePost(
  t: TestSite,
  author_id: string,
  { id = Bun.randomUUIDv7(), postname = 'A slow train', html = '<p>The last train</p>', ...rest }: Fields = {},
) {
  const open = rest.public ?? 1
  await t.site.store.write(operator, async (tx) => {
    const times = { created_at: rest.published_at ?? tx.now, updated_at: tx.now }
    const row = {
      ...{ id, author_id, postname, html, slug: rest.slug ?? `post-${id}`, content: html.replace(/<[^>]*>/g, ''), contents: '[]', renderer: 1, excerpt: '' },
      ...{ words: 1, category: 'Travel', category_key: 'travel', state: null, language: 'en' as const, translation_group: id, cover_id: null },
      ...{ status: open ? ('published' as const) : ('draft' as const), publish_at: null, published_at: open ? times.created_at : null },
      ...{
        held_at: null,
        hidden_at: null,
        hidden_reason: null,
        deleted_at: null,
        public: open,
        likes: 0,
        comments: 0,
        version: 1,
        draft_version: 0,
        approved_at: null,
        ...times,
      },
    }
    await tx.insertInto('portal_posts').values(row).execute()
    await indexPost(tx, row)
  })
  return { id, slug: rest.slug ?? `post-${id}` }
}

/** Changes a post as its own service does: the row, and what searches find. */
export async function alterPost(
  t: TestSite,
  id: string,
  change: { public?: 0 | 1; deleted_at?: string | null; html?: string; postname?: string; hidden_at?: string | null },
) {
  await t.site.store.write(operator, async (tx) => {
    const before = await tx.selectFrom('portal_posts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const after = await tx.updateTable('portal_posts').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    await indexPost(tx, after, before)
  })
}
