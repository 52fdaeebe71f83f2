import type { App } from '../app.ts'
import { inboxPage } from '../mail/inbox-page.ts'
import type { Site } from '../site.ts'
import type { Answers } from './answer.ts'
import type { Encoded } from './encoded.ts'
import { metricsAnswer } from './metrics-answer.ts'
import type { RequestFacts } from './request.ts'
import { robots, sitemapAt } from './sitemap.ts'

/** What is neither an endpoint nor a page of an app: moved addresses, robots, sitemap, guides, metrics, the development inbox. */
export class Documents {
  readonly #site: Site
  readonly #apps: App[]
  readonly #template: string | undefined
  readonly #guides = new Map<string, Encoded>()

  /** `template`: the frame of the site's pages, if there is a web half. */
  constructor(site: Site, apps: App[], template: string | undefined) {
    this.#site = site
    this.#apps = apps
    this.#template = template
  }

  forget(): void {
    this.#guides.clear()
  }

  /** Undefined where there is none. */
  async answer(path: string, facts: RequestFacts, answers: Answers): Promise<Response | undefined> {
    for (const app of this.#apps) {
      const to = app.moved?.(path)
      if (to) return answers.plain(null, 301, { location: to + facts.search, 'cache-control': 'public, max-age=86400' })
    }
    const text = (body: string, type: string) => answers.plain(body, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=3600' })
    if (path === '/robots.txt') return text(robots(facts.origin), 'text/plain')
    const map = path.startsWith('/sitemap') ? await sitemapAt(path, facts.origin, this.#apps, this.#site.store.db) : undefined
    if (map !== undefined) return text(map, 'application/xml')
    if (path === '/docs' || path.startsWith('/docs/')) return (await this.#guide(path))?.respond(facts.raw, answers)
    if (path === '/metrics') return metricsAnswer(this.#site, facts, answers)
    if (path === '/dev/mail' || path.startsWith('/dev/mail/')) return inboxPage(this.#site, path, answers)
    return undefined
  }

  /** Markdown is made into a page when somebody first asks for it. */
  async #guide(path: string): Promise<Encoded | undefined> {
    const page = this.#guides.get(path) ?? (await import('./guides-page.ts')).guidePage(path, this.#template)
    if (page) this.#guides.set(path, page)
    return page
  }
}
