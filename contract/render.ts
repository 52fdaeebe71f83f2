/** What the server asks of the web half to make one page. */
export interface RenderRequest {
  /** Path and query below the language prefix, such as `/states/kerala?x=1`. */
  address: string
  language: Language
  /** Time zone of the signed-in reader, as their browser last said. */
  zone?: string | undefined
  /** Scheme and host for absolute links, without a trailing slash. */
  origin: string
  /** Answers API calls inside the process, as the same visitor. */
  fetch: (request: Request) => Promise<Response>
  /** The text of a source file of the web half (an SVG that stands inside the page), by its `import.meta.url` address. */
  read: (file: string) => string
}

export interface Rendered {
  status: number
  /** What goes into `<head>`: title, description, canonical, alternates, Open Graph, JSON-LD. */
  head: string
  /** What goes into `#root`. */
  body: string
  /** The store's state as JSON, safe to stand in a script element. */
  state: string
  /** Set instead of the rest when the page sends the visitor elsewhere. */
  redirect?: { to: string; status: number }
}

export type Render = (request: RenderRequest) => Promise<Rendered>

export const languages = ['en', 'hi'] as const
export type Language = (typeof languages)[number]

/** Splits `/hi/states/kerala` into the language and the address below it; English has no prefix. */
export function languageOf(path: string): { language: Language; rest: string } {
  for (const language of languages) {
    if (path === `/${language}`) return { language, rest: '/' }
    if (path.startsWith(`/${language}/`)) return { language, rest: path.slice(language.length + 1) }
  }
  return { language: 'en', rest: path }
}
