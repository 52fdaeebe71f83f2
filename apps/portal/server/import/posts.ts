import type { Read, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { most_text, type PostLanguage } from '../../contract/fields.ts'
import { finishNew, newRow } from '../posts/add.ts'
import { columnsOf, layOut } from '../posts/layout.ts'
import { findPost } from '../posts/rows.ts'
import { insertPost } from '../posts/writes.ts'

export interface NewPost {
  id: string
  author_id: string | null
  postname: string
  content: string
  category: string
  state: string | null
  cover_id: string | null
  published: boolean
  at: string
  /** How many liked it there, whoever they were: those of here are added. */
  likes?: number
}

const nobody = { actor_id: null, ip: null, request_id: null }
export const homeOf = ({ config }: Site) => config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
export const readerOf =
  (site: Site): Read =>
  (work) =>
    work(site.store.db)

export const isHere = async (site: Site, id: string): Promise<boolean> => (await findPost(site.store.db, id)) !== undefined

/** False when it is here already. It keeps the time at which it was published elsewhere, and nobody is told of it. */
export async function importPost(site: Site, post: NewPost): Promise<boolean> {
  const layout = await layOut(readerOf(site), post.content, homeOf(site))
  return site.store.write(nobody, (tx) => store(tx, post, layout))
}

async function store(tx: Tx, { id, published, at, ...post }: NewPost, layout: Awaited<ReturnType<typeof layOut>>): Promise<boolean> {
  if (await findPost(tx, id)) return false
  const fields = {
    ...post,
    postname: post.postname.slice(0, most_text.postname),
    category: post.category.slice(0, most_text.category),
    language: languageOf(post.content),
  }
  const row = await insertPost(tx, {
    ...newRow(tx.now, id, post.author_id, id),
    ...fields,
    ...columnsOf(layout),
    ...(published ? { status: 'published' as const, published_at: at } : { status: 'draft' as const }),
    publish_at: null,
    created_at: at,
  })
  if (!row) return false
  await finishNew(tx, row, null)
  return true
}

const scripts: [PostLanguage, RegExp][] = [
  ['hi', /\p{Script=Devanagari}/gu],
  ['bn', /\p{Script=Bengali}/gu],
  ['gu', /\p{Script=Gujarati}/gu],
  ['kn', /\p{Script=Kannada}/gu],
  ['ml', /\p{Script=Malayalam}/gu],
  ['or', /\p{Script=Oriya}/gu],
  ['pa', /\p{Script=Gurmukhi}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['te', /\p{Script=Telugu}/gu],
  ['ur', /\p{Script=Arabic}/gu],
]

/** By the script that most of it is in: neither system says. */
function languageOf(text: string): PostLanguage {
  const start = text.slice(0, 5000)
  const letters = start.match(/\p{L}/gu)?.length ?? 0
  return scripts.find(([, script]) => (start.match(script)?.length ?? 0) > letters / 2)?.[0] ?? 'en'
}
