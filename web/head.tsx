import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { type Language, languages } from '#contract/render.ts'
import { type Head, type Page, usePage } from './page-context.ts'

/** The same page in a language: English has no prefix. */
export const addressIn = (language: Language, path: string) => (language === 'en' ? path : `/${language}${path === '/' ? '' : path}`)

/** Says what the page is: on the server into `<head>`, in the browser to the tab. Call it in every page, once. */
export function useHead(head: Head) {
  const page = usePage()
  const { pathname } = useLocation()
  const whole = { canonical: pathname, ...head }
  if (page.head) page.head.current = whole
  const { title, description = '', canonical, canonical_in = page.language } = whole
  useEffect(() => {
    document.title = title
    change('meta[name="description"]', 'content', description)
    change('link[rel="canonical"]', 'href', page.origin + addressIn(canonical_in, canonical))
  }, [title, description, canonical, canonical_in, page])
}

function change(selector: string, attribute: string, value: string) {
  document.head.querySelector(selector)?.setAttribute(attribute, value)
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const inTag = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
/** JSON that cannot close the script element it stands in. */
export const jsonInScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

/** The tags of `<head>` for a page on the server. */
export function headTags(head: Head, page: Pick<Page, 'language' | 'origin'>, site: string): string {
  const { title, description = '', canonical = '/', canonical_in = page.language, image = '/og.png', type = 'website', json_ld, noindex, feed } = head
  const own = page.origin + addressIn(canonical_in, canonical)
  const meta = (name: string, content: string) => `<meta ${name.includes(':') ? 'property' : 'name'}="${name}" content="${inTag(content)}">`
  return [
    `<title>${inTag(title)}</title>`,
    meta('description', description),
    ...(noindex ? [meta('robots', 'noindex')] : [`<link rel="canonical" href="${inTag(own)}">`, ...alternateTags(head, page)]),
    ...(feed ? [`<link rel="alternate" type="application/rss+xml" title="${inTag(feed.title)}" href="${inTag(feed.path)}">`] : []),
    meta('og:site_name', site),
    meta('og:title', title),
    meta('og:description', description),
    meta('og:type', type),
    meta('og:url', own),
    meta('og:image', page.origin + image),
    meta('og:locale', page.language === 'hi' ? 'hi_IN' : 'en_IN'),
    meta('twitter:card', 'summary_large_image'),
    ...(json_ld ? [`<script type="application/ld+json">${jsonInScript(json_ld)}</script>`] : []),
  ].join('\n    ')
}

/** Where else the same is to be read: in the other language of the frame, or, of what people wrote, in the languages they wrote it in. */
function alternateTags({ alternates, canonical = '/' }: Head, { origin }: Pick<Page, 'origin'>): string[] {
  const tag = (language: string, path: string) => `<link rel="alternate" hreflang="${language}" href="${inTag(origin + path)}">`
  if (alternates) return alternates.map(({ language, path }) => tag(language, path))
  return [...languages.map((language) => tag(language, addressIn(language, canonical))), tag('x-default', addressIn('en', canonical))]
}
