import { Problem } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import { statement } from '#server/db/prepared.ts'
import { isPublic, type PostRow } from './rows.ts'
import { categoryKey } from './slug-text.ts'
import { claimSlug, dropSlug } from './slugs.ts'
import { tellOfPost } from './told.ts'

const all_columns = [
  ...['id', 'author_id', 'slug', 'postname', 'content', 'html', 'contents', 'renderer', 'excerpt', 'words', 'category', 'category_key', 'state'],
  ...['language', 'translation_group', 'cover_id', 'status', 'publish_at', 'published_at', 'held_at', 'approved_at', 'hidden_at', 'hidden_reason'],
  ...['deleted_at', 'public', 'likes', 'comments', 'version', 'draft_version', 'created_at', 'updated_at'],
] as const satisfies (keyof PostRow)[]
const insert = `insert into portal_posts (${all_columns.join(', ')}) values (${all_columns.map(() => '?').join(', ')}) on conflict (id) do nothing returning id`

/** What follows from the other columns. */
const derived = (row: PostRow, now: string): Pick<PostRow, 'public' | 'published_at'> => {
  const shown = isPublic(row)
  return { public: shown ? 1 : 0, published_at: shown ? (row.published_at ?? now) : row.published_at }
}

/** Stores a new post under the slug that its title asks for; undefined when the id is taken. */
export async function insertPost(tx: Tx, given: PostRow): Promise<PostRow | undefined> {
  const slug = await claimSlug(tx, given.id, given.postname, undefined)
  const row = { ...given, ...derived(given, tx.now), slug, category_key: categoryKey(given.category) }
  const { rows } = await tx.execute(
    statement(
      tx.dialect,
      insert,
      all_columns.map((name) => row[name]),
    ),
  )
  if (rows.length > 0) return row
  await dropSlug(tx, slug, given.id)
  return undefined
}

/**
 * The one way in which a post that is there changes, but for what is counted: whether readers see it follows, and everybody is told. The caller
 * holds its lock. The version is the writer's to raise, since taking a post from readers changes nothing that somebody writes on.
 */
export async function writePost(tx: Tx, before: PostRow, changes: Partial<PostRow>): Promise<PostRow> {
  const wanted = { ...before, ...changes, updated_at: tx.now }
  const row = { ...wanted, ...derived(wanted, tx.now) }
  const set = Object.fromEntries(all_columns.filter((name) => row[name] !== before[name]).map((name) => [name, row[name]]))
  await tx.updateTable('portal_posts').set(set).where('id', '=', before.id).execute()
  await tellOfPost(tx, row, before)
  return row
}

/** The index of translations decides between two that are made at once. */
export async function refusingTwins<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('conflict', 'That post has a translation in this language.', { cause: error })
    throw error
  }
}
