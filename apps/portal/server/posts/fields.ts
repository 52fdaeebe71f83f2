import { invalid } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { PostLanguage } from '../../contract/fields.ts'
import { pictureName } from '../markdown/addresses.ts'
import { allStates } from '../states.ts'
import type { PostRow } from './rows.ts'

/** What writers say of a post, as it is stored. */
export interface Fields {
  postname: string
  content: string
  category: string
  state: string | null
  language: PostLanguage
  cover_id: string | null
}
export const fieldsOf = (row: Fields): Fields => ({
  postname: row.postname,
  content: row.content,
  category: row.category,
  state: row.state,
  language: row.language,
  cover_id: row.cover_id,
})

/** The same as it comes: `image` is the id or address of a picture, and what is left out stays. */
export type Given = { [K in keyof Omit<Fields, 'cover_id'>]?: Fields[K] | undefined } & { image?: string | null | undefined }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What a post says after a change. Throws field errors for a state that is none, and for pictures of others. */
export async function changedFields(tx: Tx, caller: Caller, before: Fields, given: Given, author_id: string | null, origin: string): Promise<Fields> {
  const { image, ...texts } = given
  const state = texts.state === '' ? null : texts.state
  if (typeof state === 'string' && !allStates().has(state)) throw invalid({ state: ['No such state.'] })
  const said = Object.fromEntries(Object.entries({ ...texts, state }).filter(([, value]) => value !== undefined))
  const cover_id = image === undefined ? before.cover_id : await coverOf(tx, caller, before, image, author_id, origin)
  return { ...before, ...said, cover_id }
}

async function coverOf(tx: Tx, caller: Caller, { cover_id }: Fields, image: string | null, author_id: string | null, origin: string): Promise<string | null> {
  if (image === null || image === '') return null
  const name = pictureName(image, origin)
  if (name === undefined && !uuid.test(image)) throw invalid({ image: ['Upload the picture first, then name it by id or address.'] })
  const row = await tx
    .selectFrom('portal_images')
    .select(['id', 'user_id'])
    .where((e) => (name === undefined ? e('id', '=', image.toLowerCase()) : e('name', '=', name)))
    .executeTakeFirst()
  const own = row && (row.user_id === caller.id || row.user_id === author_id || row.id === cover_id)
  if (!own) throw invalid({ image: ['No such picture.'] })
  return row.id
}

/** Readers see no half-finished post. Throws field errors. */
export function requireComplete({ postname, content, category }: Fields): void {
  const missing = {
    ...(postname.trim() === '' && { postname: ['Give the post a title.'] }),
    ...(content.trim() === '' && { content: ['Write something.'] }),
    ...(category.trim() === '' && { category: ['Choose a category.'] }),
  }
  if (Object.keys(missing).length > 0) throw invalid(missing)
}

type Moment = Pick<PostRow, 'status' | 'publish_at'>
const longest_wait_ms = 5 * 366 * 86_400_000

/** When readers see it. Throws field errors for a time that is no plan. */
export function momentOf(
  { status, publish_at }: { status?: PostRow['status'] | undefined; publish_at?: string | undefined },
  before: Moment,
  now: string,
): Moment {
  const wanted = status ?? before.status
  if (wanted !== 'scheduled') {
    if (publish_at !== undefined) throw invalid({ publish_at: ['A time needs the status "scheduled".'] })
    return { status: wanted, publish_at: null }
  }
  if (publish_at === undefined && before.status === 'scheduled') return before
  const at = publish_at === undefined ? Number.NaN : Date.parse(publish_at)
  if (!(at > Date.parse(now) && at < Date.parse(now) + longest_wait_ms)) throw invalid({ publish_at: ['Give a time in the future, at most five years away.'] })
  return { status: 'scheduled', publish_at: new Date(at).toISOString() }
}
