import { languages } from '#contract/render.ts'
import { escapeHtml } from './html.ts'

const addressIn = (language: string, path: string) => (language === 'en' ? path : `/${language}${path === '/' ? '' : path}`)

/** The pages of all apps in every language, each naming the others. */
export function sitemap(origin: string, paths: string[]): string {
  const entries = paths.flatMap((path) => {
    const alternates = languages
      .map((other) => `<xhtml:link rel="alternate" hreflang="${other}" href="${escapeHtml(origin + addressIn(other, path))}"/>`)
      .join('')
    return languages.map((language) => `<url><loc>${escapeHtml(origin + addressIn(language, path))}</loc>${alternates}</url>`)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('\n')}\n</urlset>\n`
}

export function robots(origin: string): string {
  return `User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /profile\nDisallow: /hi/profile\nAllow: /api/docs/\n\nSitemap: ${origin}/sitemap.xml\n`
}
