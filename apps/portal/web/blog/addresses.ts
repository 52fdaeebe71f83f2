import { addressIn } from '#web/head.tsx'
import { type PostLanguage, post_languages } from '../../contract/fields.ts'
import { frameOf } from './languages.ts'

/** Which posts a list shows; what is missing does not narrow it. */
export interface Filters {
  category?: string
  state?: string
  language?: PostLanguage
  author?: string
}

/** Slugs may be in any script, and a path holds them escaped. */
export const postPath = (slug: string) => `/posts/${encodeURIComponent(slug)}`
export const authorPath = (username: string) => `/blog/by/${encodeURIComponent(username)}`

/** Of a list of posts, below the language prefix. */
export function listPath({ author, ...filters }: Filters, cursor?: string): string {
  const query = new URLSearchParams(Object.entries({ ...filters, ...(cursor ? { cursor } : {}) }).filter(([, value]) => value))
  const path = author === undefined ? '/blog' : authorPath(author)
  return query.size > 0 ? `${path}?${query}` : path
}

/** What an address asks for; what it cannot ask for is left out. */
export function readFilters(search: URLSearchParams, author?: string): Filters {
  const category = search.get('category')?.slice(0, 200)
  const state = search.get('state')?.slice(0, 60)
  const language = post_languages.find((one) => one === search.get('language'))
  return { ...(category ? { category } : {}), ...(state ? { state } : {}), ...(language ? { language } : {}), ...(author === undefined ? {} : { author }) }
}

/** The feed that fits a list best: feeds know one category, one state or one person. */
export function feedPath({ category, state, author }: Filters): string {
  if (author !== undefined) return `/feeds/author/${encodeURIComponent(author)}`
  if (category && !state) return `/feeds/category/${encodeURIComponent(category)}`
  if (state && !category) return `/feeds/state/${encodeURIComponent(state)}`
  return '/feeds/posts.xml'
}

/** Where a text in this language is found, with the prefix of its frame. */
export const wholePostPath = ({ slug, language }: { slug: string; language: string }) => addressIn(frameOf(language), postPath(slug))
