import { languageOf, type Render, type Rendered } from '#contract/render.ts'
import { Lru } from '../cache/lru.ts'
import { type Answers, no_store } from './answer.ts'
import { cookieName, readCookie } from './cookies.ts'
import { Encoded } from './encoded.ts'
import type { Freshness, Stamp } from './freshness.ts'
import type { RequestFacts } from './request.ts'

export interface PagesOptions {
  render: Render
  /** The built `index.html`, with `<!--head-->`, `<!--app-->` and `<!--state-->`. */
  template: string
  session_cookie: string
  /** Answers API calls of the page inside the process, and tells `hears` what became of them. */
  fetch: (facts: RequestFacts, request: Request, hears: Hears) => Promise<Response>
  freshness: Freshness
  read: (file: string) => string
  /** Counts a page that has to be made anew; throws when this address has had too many. */
  count: (facts: RequestFacts) => Promise<void>
}

/** What a page learns of an answer that it shows. */
export interface Hears {
  /** It may be another one the next time. */
  passing(): void
  /** It stays as long as this holds. */
  stamped(stamp: Stamp): void
}

/** Plain addresses are few; addresses with a query are as many as visitors care to type. */
const max_plain = 1000
const max_queries = 300

/** Pages made on the server; those of visitors are kept as bytes until `forget`, unless they show what may change meanwhile. */
export class Pages {
  readonly #options: PagesOptions
  readonly #plain = new Lru<string, Encoded>(max_plain)
  readonly #queries = new Lru<string, Encoded>(max_queries)

  constructor(options: PagesOptions) {
    this.#options = options
  }

  /** A kept page, if this is a visitor and there is one. */
  kept(facts: RequestFacts): Encoded | undefined {
    const page = this.#signedIn(facts) ? undefined : this.#cache(facts).get(this.#key(facts))
    return page?.stamp && !this.#options.freshness.holds(page.stamp) ? undefined : page
  }

  async make(facts: RequestFacts, answers: Answers): Promise<Response> {
    await this.#options.count(facts)
    const { language, rest } = languageOf(facts.path)
    const signedIn = this.#signedIn(facts)
    let lasting = true
    const stamp = this.#options.freshness.begin()
    const hears: Hears = {
      passing: () => {
        lasting = false
      },
      stamped: ({ tags, begun_ms }) => {
        for (const tag of tags) stamp.tags.add(tag)
        stamp.begun_ms = Math.min(stamp.begun_ms, begun_ms)
      },
    }
    const page = await this.#options.render({
      address: rest + facts.search,
      language,
      zone: signedIn ? zoneOf(facts) : undefined,
      origin: facts.origin,
      fetch: (request) => this.#options.fetch(facts, request, hears),
      read: this.#options.read,
    })
    if (page.redirect) return answers.plain(null, page.redirect.status, { location: page.redirect.to, 'cache-control': no_store })
    const encoded = new Encoded(this.#fill(page, language, this.#theme(facts)), {
      type: 'text/html; charset=utf-8',
      status: page.status,
      cache_control: signedIn ? `private, ${no_store}` : 'no-cache',
      ...(stamp.tags.size > 0 && { stamp }),
    })
    if (!signedIn && lasting && page.status === 200) this.#cache(facts).set(this.#key(facts), encoded)
    return encoded.respond(facts.raw, answers)
  }

  /** Drops every kept page: a write has changed what they show. */
  forget(): void {
    this.#plain.clear()
    this.#queries.clear()
  }

  #fill(page: Rendered, language: string, theme: string | undefined): string {
    // Replacements are functions, since `$&` in a text would mean something to `replace`.
    return this.#options.template
      .replace(/<html[^>]*>/, () => `<html lang="${language}"${theme ? ` data-theme="${theme}"` : ''}>`)
      .replace('<!--head-->', () => page.head)
      .replace('<!--app-->', () => page.body)
      .replace('<!--state-->', () => `<script type="application/json" id="state">${page.state}</script>`)
  }

  #cache(facts: RequestFacts): Lru<string, Encoded> {
    return facts.search ? this.#queries : this.#plain
  }

  #key(facts: RequestFacts): string {
    return `${this.#theme(facts) ?? ''} ${facts.origin}${facts.path}${facts.search}`
  }

  #signedIn({ raw, secure }: RequestFacts): boolean {
    const header = raw.headers.get('cookie')
    return header !== null && readCookie(header, cookieName(this.#options.session_cookie, secure)) !== undefined
  }

  #theme({ raw }: RequestFacts): string | undefined {
    const header = raw.headers.get('cookie')
    const theme = header === null ? undefined : readCookie(header, 'theme')
    return theme === 'dark' || theme === 'light' ? theme : undefined
  }
}

/** The time zone that a page of the signed-in has left in a cookie, if there is one of that name. */
function zoneOf({ raw }: RequestFacts): string | undefined {
  const zone = readCookie(raw.headers.get('cookie'), 'zone')
  if (!zone || !/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(zone)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) && zone
  } catch {
    return undefined
  }
}
