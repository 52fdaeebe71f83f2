/** The pages for developers, each with its address; the first part of the line on top of them all. */
const pages = { '/docs': 'Guides', '/api/docs': 'API', '/api/v1/docs': 'API v1' }

interface Framed {
  /** One of the addresses above. */
  page: keyof typeof pages
  title: string
  /** Names of style sheets under `/api/docs/`: those before the site's own, and those after. */
  before?: string[]
  after?: string[]
  /** Where the text begins, for who comes by keyboard. */
  main: string
  body: string
}

/** `template` is the frame of the site's pages, if there is a web half: it knows what the built style sheets are called, with their fonts, colours and themes. */
export function docsFrame({ page, title, before = [], after = [], main, body }: Framed, template: string): string {
  const styles = template.match(/<link\b[^>]*\brel="stylesheet"[^>]*>/g)?.join('') ?? ''
  const sheets = (names: string[]) => names.map((name) => `<link rel="stylesheet" href="/api/docs/${name}">`).join('')
  const links = Object.entries(pages).map(([path, name]) => `<a href="${path}/"${path === page ? ' aria-current="page"' : ''}>${name}</a>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Pocket India</title>
<script src="/api/docs/theme.js"></script><link rel="icon" href="/icon.svg" type="image/svg+xml">${sheets(before)}${styles}${sheets(['frame.css', ...after])}</head>
<body><header><a class="skip" href="#${main}">To the text</a><a href="/"><img src="/icon.svg" alt="" width="28" height="28">Pocket India</a><nav aria-label="For developers">${links.join('')}</nav></header>
${body}</body></html>`
}
