import { escapeHtml } from '#server/http/html.ts'

export interface Channel {
  title: string
  description: string
  /** The page that it is the feed of, and the feed itself. */
  link: string
  self: string
  items: Item[]
}

export interface Item {
  title: string
  link: string
  id: string
  published_at: string
  updated_at: string
  author: string | null
  category: string
  language: string
  excerpt: string
  /** With absolute addresses. */
  html: string
}

/** What XML 1.0 has no way to say is left out. */
const sayable = (text: string) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
const element = (name: string, text: string, attributes = '') => `<${name}${attributes}>${escapeHtml(sayable(text))}</${name}>`
/** RFC 822, as RSS wants it. */
const date = (time: string) => new Date(time).toUTCString()

/** RSS 2.0 with whole posts. The same items always give the same bytes. */
export function rss({ title, description, link, self, items }: Channel): string {
  const last = items.reduce((latest, { updated_at }) => (updated_at > latest ? updated_at : latest), '')
  const head = [
    element('title', title),
    element('link', link),
    element('description', description),
    element('language', 'en-in'),
    `<atom:link href="${escapeHtml(self)}" rel="self" type="application/rss+xml"/>`,
    ...(last === '' ? [] : [element('lastBuildDate', date(last))]),
  ]
  const spaces = ['atom="http://www.w3.org/2005/Atom"', 'dc="http://purl.org/dc/elements/1.1/"', 'content="http://purl.org/rss/1.0/modules/content/"']
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" ${spaces.map((space) => `xmlns:${space}`).join(' ')}>\n<channel>\n${[...head, ...items.map(entry)].join('\n')}\n</channel>\n</rss>\n`
}

function entry(item: Item): string {
  const parts = [
    element('title', item.title),
    element('link', item.link),
    element('guid', `urn:uuid:${item.id}`, ' isPermaLink="false"'),
    element('pubDate', date(item.published_at)),
    ...(item.author === null ? [] : [element('dc:creator', item.author)]),
    element('dc:language', item.language),
    element('category', item.category),
    element('description', item.excerpt),
    element('content:encoded', item.html),
  ]
  return `<item>\n${parts.join('\n')}\n</item>`
}

/** The addresses of a post's HTML as somebody who reads it elsewhere needs them. */
export function withAbsoluteAddresses(html: string, page: string): string {
  const origin = new URL(page).origin
  const absolute = (address: string) => (address.startsWith('#') ? `${page}${address}` : address.startsWith('/') ? `${origin}${address}` : address)
  return html.replace(/<[a-z][^>]*>/g, (tag) =>
    tag
      .replace(/ (href|src)="([^"]*)"/g, (_, name: string, address: string) => ` ${name}="${absolute(address)}"`)
      .replace(/ srcset="([^"]*)"/g, (_, set: string) => ` srcset="${set.split(', ').map(absolute).join(', ')}"`),
  )
}
