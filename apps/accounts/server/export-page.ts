import { escapeHtml } from '#server/http/html.ts'
import type { PersonalFile } from '#server/personal-data.ts'

/** More rows than this nobody reads on a page; the JSON file has them all. */
const most_rows = 500
const style = `:root{color-scheme:light dark}body{max-width:70rem;margin:0 auto;padding:32px 16px;font:16px/1.55 "Anek Latin",system-ui,sans-serif}h1{font-size:32px}h2{margin-top:48px;font-size:20px}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:4px 24px}dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:14px}
th,td{padding:4px 12px 4px 0;text-align:start;vertical-align:top;border-bottom:1px solid #8886;overflow-wrap:anywhere}`

type Row = Record<string, unknown>
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => escapeHtml(value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))
const inWords = (name: string) => escapeHtml(name.replaceAll('_', ' '))
const titleOf = (name: string) => inWords(name.replace(/\.json$/, '').replace('/', ': '))

/** The archive's `index.html`: all of it to read in a browser, in parts, with nothing that it would have to load. */
export function* exportPage(username: string, at: Date, files: readonly PersonalFile[]): Generator<string> {
  const title = `The data of ${escapeHtml(username)}`
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head><body>`
  yield `<h1>${title}</h1><p>All that Pocket India held of you on ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. Each part is also a JSON file, for programs. Passwords and keys are not in it: we keep none that could be read.</p><ul>`
  for (const { name } of files) yield `<li><a href="${escapeHtml(name)}">${titleOf(name)}</a></li>`
  yield '</ul>'
  for (const { name, value } of files) {
    yield `<h2>${titleOf(name)}</h2>`
    yield* Array.isArray(value) ? listOf(value, name) : [isRow(value) ? factsOf(value) : `<p>${textOf(value)}</p>`]
  }
  yield '</body></html>\n'
}

function factsOf(row: Row): string {
  return `<dl>${Object.entries(row)
    .map(([name, value]) => `<dt>${inWords(name)}</dt><dd>${textOf(value)}</dd>`)
    .join('')}</dl>`
}

function* listOf(items: unknown[], name: string): Generator<string> {
  if (items.length === 0) return yield '<p>Nothing.</p>'
  const shown = items.slice(-most_rows)
  const columns = [...new Set(shown.flatMap((item) => (isRow(item) ? Object.keys(item) : ['value'])))]
  if (shown.length < items.length) yield `<p>The last ${shown.length} of ${items.length}; <a href="${escapeHtml(name)}">all of them as JSON</a>.</p>`
  yield `<div class="wide"><table><thead><tr>${columns.map((column) => `<th>${inWords(column)}</th>`).join('')}</tr></thead><tbody>`
  for (const item of shown) {
    const row: Row = isRow(item) ? item : { value: item }
    yield `<tr>${columns.map((column) => `<td>${textOf(row[column])}</td>`).join('')}</tr>`
  }
  yield '</tbody></table></div>'
}
