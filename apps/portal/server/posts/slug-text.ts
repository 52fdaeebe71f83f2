/** Longer ones are cut at a word; what makes them unique still fits behind. */
const most_slug = 74
const uuid_like = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What the addresses below `/posts/` mean otherwise, now or one day. */
const reserved = new Set([
  ...['new', 'edit', 'draft', 'drafts', 'preview', 'mine', 'trash', 'history', 'revisions', 'search', 'category', 'categories', 'state', 'states'],
  ...['author', 'authors', 'tag', 'tags', 'language', 'page', 'index', 'rss', 'atom', 'feed', 'feeds', 'import', 'export', 'write', 'all'],
])

/**
 * A text as a part of an address, in its own script: letters, marks and digits of any, in lower case, the rest as hyphens. Empty when it has none.
 * Joiners only shape letters and apostrophes stand inside words: both are left out.
 */
export function slugText(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\u200c|\u200d|['’ʼ]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/(^|-)\p{M}+/gu, '$1')
  return cut(words.replace(/-{2,}/g, '-').replace(/^-|-$/g, ''))
}

function cut(slug: string): string {
  if (slug.length <= most_slug) return slug
  const short = slug.slice(0, most_slug)
  const at = short.lastIndexOf('-')
  if (at > most_slug / 2) return short.slice(0, at)
  // One long word: never between a letter and its marks, nor inside a pair of surrogates.
  let end = most_slug
  while (end > 0 && /^(?:\p{M}|[\udc00-\udfff])/u.test(slug.slice(end, end + 2))) end--
  return slug.slice(0, end)
}

/** The slug that a title asks for; `id` stands in for a title without a letter. */
export function slugOf(title: string, id: string): string {
  const slug = slugText(title)
  if (slug === '') return `post-${id.slice(-8)}`
  return reserved.has(slug) || uuid_like.test(slug) ? `${slug.slice(0, most_slug - 5)}-post` : slug
}

/** What a category is found by. */
export const categoryKey = (category: string) => slugText(category)
