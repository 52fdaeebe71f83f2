import type { Language } from '#contract/render.ts'
import { escapeHtml } from '../http/html.ts'
import type { Mail } from './mail.ts'

/** A mail with one action, the same in plain text and HTML. */
export interface Letter {
  to: string
  subject: string
  greeting: string
  paragraphs: string[]
  /** Six digits, on a line of their own after the first paragraph. */
  code?: string
  action?: { label: string; url: string }
  /** English by default. */
  language?: Language
}

const site: Record<Language, string> = { en: 'Pocket India', hi: 'पॉकेट इंडिया' }

/** Both parts of a mail. Light and dark by the reader's own setting; no pictures, no tracking. */
export function letter({ to, subject, greeting, paragraphs, code, action, language = 'en' }: Letter): Mail {
  const [first = '', ...rest] = paragraphs
  const text = [greeting, first, ...(code ? [code] : []), ...rest, ...(action ? [`${action.label}: ${action.url}`] : []), site[language]].join('\n\n')
  const body = [
    `<p>${escapeHtml(greeting)}</p>`,
    `<p>${escapeHtml(first)}</p>`,
    ...(code ? [`<p class="code">${escapeHtml(code)}</p>`] : []),
    ...rest.map((p) => `<p>${escapeHtml(p)}</p>`),
    ...(action ? [`<p><a class="action" href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>`] : []),
  ].join('\n')
  return { to, subject, text: `${text}\n`, html: page(language, subject, body) }
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>
body{margin:0;padding:32px 20px;background:#faf7f0;color:#22201c;font:17px/1.6 "Anek Latin",system-ui,sans-serif}
main{max-width:34em;margin:auto}.action{display:inline-block;padding:10px 20px;border-radius:10px;background:#3a3f9f;color:#fff;text-decoration:none}
.code{font-size:32px;font-weight:700;letter-spacing:.18em}
footer{margin-top:40px;font-size:13px;opacity:.75}@media(prefers-color-scheme:dark){body{background:#1b1a18;color:#ece8e0}.action{background:#b9bdf5;color:#1b1a18}}
</style></head><body><main>${body}<footer>${site[language]}</footer></main></body></html>`
}
