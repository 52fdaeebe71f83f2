import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import markdownIt, { type MarkdownIt } from 'markdown-it'
import { docsFrame } from './docs-frame.ts'
import { Encoded } from './encoded.ts'
import { escapeHtml } from './html.ts'

/** The pages of `docs/`, by who reads them, each with what it is for. What stands in none of these is found by no reader: a test looks. */
const parts: Record<string, Record<string, string>> = {
  'Call it': {
    realtime: 'One socket for calls and news: connect, call, hear, come back after a break; a whole client in TypeScript.',
    limits: 'How often, how large and how many: every limit that a client can meet, and what it is told then.',
  },
  'Run it': {
    configuration: 'Every setting with its default and its meaning.',
    'outside-sign-in': 'Google or any other OpenID Connect provider beside passwords and passkeys.',
    metrics: 'What a process tells Prometheus, and what to be woken by.',
    security: 'Who may call what, what holds and which test proves it, and what does not hold yet.',
  },
  'Build on it': {
    'adding-an-app': 'From one command to endpoints, tables, pages and tests of your own.',
    architecture: 'The house as built: the few ideas of the kernel, the way of a request and of a write, and where a new line goes.',
    decisions: 'What was decided for good reasons against another good way, a page each.',
  },
}
const folder = join(import.meta.dir, '../../docs')
const named = /^(?:decisions\/)?[a-z0-9-]+$/

interface Guide {
  /** Below `docs/`, without its ending. */
  name: string
  title: string
  markdown: string
}

function read(name: string): Guide | undefined {
  const file = join(folder, `${name}.md`)
  if (!named.test(name) || !existsSync(file)) return
  const markdown = readFileSync(file, 'utf8')
  return { name, title: /^# (.+)$/m.exec(markdown)?.[1] ?? name, markdown }
}

const read_decisions = () =>
  readdirSync(join(folder, 'decisions'))
    .sort()
    .flatMap((file) => read(`decisions/${file.replace(/\.md$/, '')}`) ?? [])

/** Headings can be linked to, links between files lead to their pages, wide tables scroll by themselves. */
function parser(): MarkdownIt {
  const md = markdownIt({ html: false, linkify: false })
  const { rules } = md.renderer
  rules['heading_open'] = (tokens, i) => {
    const { tag } = tokens[i] ?? {}
    const text = tokens[i + 1]?.content ?? ''
    return `<${tag} id="${slugOf(text)}">`
  }
  rules['table_open'] = () => '<div class="guide-table" role="group" aria-label="Table" tabindex="0"><table>'
  rules['table_close'] = () => '</table></div>'
  rules['fence'] = (tokens, i) => `<pre tabindex="0"><code>${escapeHtml(tokens[i]?.content ?? '')}</code></pre>`
  return md
}

export const slugOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')

/** Links in the files are as a reader of the repository needs them: relative, with their ending. */
function addressed(markdown: string, name: string): string {
  const place = new URL(`http://docs/docs/${name}`)
  return markdown.replace(/\]\((?![a-z]+:|#)([^)\s]+?)\.md(#[^)\s]*)?\)/g, (_, target: string, part = '') => `](${new URL(target, place).pathname}${part})`)
}

const link = (path: string, title: string, here: string) => `<li><a href="${path}"${path === here ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`

const titleOf = (name: string) => (name === 'decisions' ? 'Decisions' : (read(name)?.title ?? name))

function menu(here: string): string {
  const lists = Object.entries(parts).map(
    ([part, guides]) =>
      `<h2>${part}</h2><ul>${Object.keys(guides)
        .map((name) => link(`/docs/${name}`, titleOf(name), here))
        .join('')}</ul>`,
  )
  return `<nav aria-label="Guides">${lists.join('')}</nav>`
}

function startPage(): string {
  const lists = Object.entries(parts).map(([part, guides]) => {
    const entries = Object.entries(guides).map(([name, purpose]) => `<h3><a href="/docs/${name}">${escapeHtml(titleOf(name))}</a></h3><p>${purpose}</p>`)
    return `<h2>${part}</h2>${entries.join('')}`
  })
  const lead = 'This site runs on Banyan, an application server in TypeScript. These pages are for those who call its API, run it, or build an app on it.'
  return `<h1>Guides</h1><p>${lead} Every endpoint is described, and can be tried, at <a href="/api/docs/">/api/docs/</a>.</p>${lists.join('')}`
}

const decisionsPage = () =>
  `<h1>Decisions</h1><p>${parts['Build on it']?.['decisions']}</p><ul>${read_decisions()
    .map(({ name, title }) => `<li><a href="/docs/${name}">${escapeHtml(title)}</a></li>`)
    .join('')}</ul>`

/** The page at an address, `/docs` or below, undefined where there is none. `template` as in `docsFrame`. */
export function guidePage(path: string, template = ''): Encoded | undefined {
  const md = parser()
  const name = path.slice('/docs/'.length)
  const guide = name && name !== 'decisions' ? read(name) : undefined
  const main = name === '' ? startPage() : name === 'decisions' ? decisionsPage() : guide && md.render(addressed(guide.markdown, guide.name))
  if (main === undefined) return
  const title = name === '' ? 'Guides' : (guide?.title ?? 'Decisions')
  const body = `<div class="guide">${menu(path)}<main id="text" class="prose" tabindex="-1">${main}</main></div>`
  return new Encoded(docsFrame({ page: '/docs', title: escapeHtml(title), after: ['guides.css'], main: 'text', body }, template), {
    type: 'text/html; charset=utf-8',
    cache_control: 'no-cache',
  })
}
