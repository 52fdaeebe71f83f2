import type { FileAnswer } from '#contract/answer.ts'
import { notFound } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import { authorOf, requireAuthor } from '../people.ts'
import { authorNamed } from '../posts/lists.ts'
import { postPath } from '../posts/pages.ts'
import { categoryKey } from '../posts/slug-text.ts'
import { type SummaryRow, summaries } from '../posts/summaries.ts'
import { allStates } from '../states.ts'
import { type Item, rss, withAbsoluteAddresses } from './rss.ts'

const most_items = 30
const site = 'Pocket India'

interface Where {
  column?: 'category_key' | 'state' | 'author_id'
  value?: string
}

export const postFeed = async (db: Db, origin: string): Promise<string> =>
  rss({
    title: site,
    description: 'Travel stories and notes from the states of India.',
    link: `${origin}/blog`,
    self: `${origin}/feeds/posts.xml`,
    items: await itemsOf(db, origin, {}),
  })

/** Throws `not_found` for a category without posts. */
export async function categoryFeed(db: Db, origin: string, file: string): Promise<string> {
  const key = categoryKey(nameOf(file))
  const items = await itemsOf(db, origin, { column: 'category_key', value: key })
  const [first] = items
  if (!first) throw notFound('category')
  const path = encodeURIComponent(key)
  return rss({
    title: `${site}: ${first.category}`,
    description: `Posts about ${first.category}.`,
    link: `${origin}/blog?category=${path}`,
    self: `${origin}/feeds/category/${path}.xml`,
    items,
  })
}

/** Throws `not_found` for who has published nothing, as for who is not there. */
export async function authorFeed(db: Db, origin: string, file: string): Promise<string> {
  const author_id = await authorNamed(db, nameOf(file))
  const items = author_id === null ? [] : await itemsOf(db, origin, { column: 'author_id', value: author_id })
  const name = items[0]?.author
  if (!name) throw notFound('person')
  const { username } = await requireAuthor(db, nameOf(file))
  const path = encodeURIComponent(username)
  return rss({
    title: `${site}: ${name}`,
    description: `Posts by ${name}.`,
    link: `${origin}/blog/by/${path}`,
    self: `${origin}/feeds/author/${path}.xml`,
    items,
  })
}

/** Throws `not_found` for what is no state. */
export async function stateFeed(db: Db, origin: string, file: string): Promise<string> {
  const state = allStates().get(nameOf(file).toLowerCase())
  if (!state) throw notFound('state')
  return rss({
    title: `${site}: ${state.name}`,
    description: `Posts about ${state.name}.`,
    link: `${origin}/states/${state.slug}`,
    self: `${origin}/feeds/state/${state.slug}.xml`,
    items: await itemsOf(db, origin, { column: 'state', value: state.slug }),
  })
}

export const asFile = (text: string): FileAnswer => ({ data: new TextEncoder().encode(text), type: 'application/rss+xml; charset=utf-8' })

const nameOf = (file: string) => file.replace(/\.xml$/i, '')

type Row = SummaryRow & { html: string; published_at: string }
const with_html = summaries.replace(' from ', ', p.html as html from ')

async function itemsOf(db: Db, origin: string, { column, value }: Where): Promise<Item[]> {
  const where = column === undefined ? '' : ` and p.${column} = ?`
  const sql = `${with_html} where p.public = 1${where} order by p.published_at desc, p.id desc limit ?`
  const { rows } = await db.execute<Row>(statement(db.dialect, sql, [...(value === undefined ? [] : [value]), most_items]))
  return rows.map((row) => {
    const link = origin + postPath(row)
    return {
      ...{ title: row.postname, link, id: row.id, published_at: row.published_at, updated_at: row.updated_at, category: row.category },
      ...{ language: row.language, excerpt: row.excerpt, html: withAbsoluteAddresses(row.html, link) },
      author: row.author_id === null ? site : creatorOf(row),
    }
  })
}

function creatorOf(row: Row): string | null {
  const author = authorOf(row)
  return author === null ? null : author.name || author.username
}
