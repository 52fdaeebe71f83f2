import { languages } from '#contract/render.ts'
import type { App, ListedPage, ListedPages } from '../app.ts'
import type { Db } from '../db/db.ts'
import { escapeHtml } from './html.ts'

const addressIn = (language: string, path: string) => (language === 'en' ? path : `/${language}${path === '/' ? '' : path}`)

/** So many listed pages stand in one file: well below the protocol's 50,000, so that making one never keeps others waiting. */
const in_a_part = 10_000

/**
 * `/sitemap.xml`: the pages of all apps in every language, each naming the others, with those that a table lists; when these are many, an index
 * of `/sitemap-0.xml`, `/sitemap-1.xml` and so on, the first for the former. Undefined for what is no sitemap, or no part of it.
 */
export async function sitemapAt(path: string, origin: string, apps: readonly App[], db: Db): Promise<string | undefined> {
  const n = path === '/sitemap.xml' ? undefined : /^\/sitemap-(0|[1-9]\d{0,5})\.xml$/.exec(path)?.[1]
  if (n === undefined && path !== '/sitemap.xml') return undefined
  const parts: Part[] = []
  for (const { listed_pages } of apps) {
    const count = (await listed_pages?.count(db)) ?? 0
    for (let from = 0; listed_pages && from < count; from += in_a_part) parts.push({ pages: listed_pages, from })
  }
  const plain = () => apps.flatMap((app) => app.pages?.() ?? []).flatMap((page) => entriesOf(origin, page))
  if (n === undefined && parts.length > 1) return index(origin, parts.length)
  if (n === '0') return parts.length > 1 ? urls(plain()) : undefined
  const part = n === undefined ? parts[0] : parts.length > 1 ? parts[Number(n) - 1] : undefined
  if (n !== undefined && !part) return undefined
  const listed = part ? await part.pages.part(db, part.from, in_a_part) : []
  return urls([...(n === undefined ? plain() : []), ...listed.map((page) => entry(origin, page))])
}

interface Part {
  pages: ListedPages
  from: number
}

function entriesOf(origin: string, path: string): string[] {
  const alternates = languages
    .map((other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${escapeHtml(origin + addressIn(other, path))}"/>`)
    .join('')
  return languages.map((language) => `<url><loc>${escapeHtml(origin + addressIn(language, path))}</loc>${alternates}</url>`)
}

const entry = (origin: string, { path, language, changed_at }: ListedPage) =>
  `<url><loc>${escapeHtml(origin + addressIn(language, path))}</loc><lastmod>${changed_at.slice(0, 10)}</lastmod></url>`

const protocol = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const urls = (entries: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${protocol}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('\n')}\n</urlset>\n`

function index(origin: string, parts: number): string {
  const entries = Array.from({ length: parts + 1 }, (_, n) => `<sitemap><loc>${escapeHtml(origin)}/sitemap-${n}.xml</loc></sitemap>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="${protocol}">\n${entries.join('\n')}\n</sitemapindex>\n`
}

export function robots(origin: string): string {
  return `User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /profile\nDisallow: /hi/profile\nAllow: /api/docs/\n\nSitemap: ${origin}/sitemap.xml\n`
}
