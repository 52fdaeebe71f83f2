import type { Tx } from '#server/db/db.ts'
import type { PortalTables } from '../tables.ts'
import { dropDocument, forgetWords, putDocument } from './documents.ts'
import { textOfHtml } from './html-text.ts'
import { everybody, scopeOf } from './vocabulary.ts'

export type IndexedPost = Pick<
  PortalTables['portal_posts'],
  'id' | 'author_id' | 'postname' | 'html' | 'category' | 'public' | 'published_at' | 'created_at' | 'deleted_at'
>

/**
 * Part of every write of a post: what the row says now is what searches find from the commit on. Public ones everybody finds; drafts, scheduled, held
 * and hidden ones only their author; those in the trash nobody. `before` is the row that it replaces, whose words may be nobody's any more.
 */
export async function indexPost(tx: Tx, post: IndexedPost, before?: IndexedPost): Promise<void> {
  if (before && isSame(before, post)) return
  if (before) await forgetWords(tx, scopeOfPost(before), before.postname, textOf(before))
  // The site's own drafts are nobody's.
  const only_for = post.public === 1 ? undefined : post.author_id
  if (post.deleted_at !== null || only_for === null) return dropDocument(tx, 'post', post.id)
  const at = (post.public === 1 ? post.published_at : null) ?? post.created_at
  await putDocument(tx, 'post', { id: post.id, at, name: post.postname, text: textOf(post), only_for })
}

const textOf = ({ html, category }: IndexedPost) => `${category} ${textOfHtml(html)}`
const scopeOfPost = (post: IndexedPost) => (post.public === 1 || post.author_id === null ? everybody : scopeOf(post.author_id))
const isSame = (before: IndexedPost, post: IndexedPost) =>
  (['author_id', 'postname', 'html', 'category', 'public', 'published_at', 'deleted_at'] as const).every((name) => before[name] === post[name])
