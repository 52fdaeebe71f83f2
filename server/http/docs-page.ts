import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Encoded } from './encoded.ts'
import { openApi } from './openapi.ts'
import type { Route } from './routes.ts'
import type { StaticFiles } from './static-files.ts'

const documents = { '/api/docs': '/api/openapi.json', '/api/v1/docs': '/api/v1/openapi.json' }

/** `styles` are the links to the site's own style sheets, whose fonts, colours and theme the page takes. */
const html = (page: string, document: string, styles: string) => {
  const link = (path: string, name: string) => `<a href="${path}/"${path === page ? ' aria-current="page"' : ''}>${name}</a>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API · Pocket India</title>
<script src="/api/docs/theme.js"></script><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/api/docs/page.css"><link rel="stylesheet" href="/api/docs/swagger-ui.css">${styles}</head>
<body><header><a href="/"><img src="/icon.svg" alt="" width="28" height="28">Pocket India</a><nav aria-label="API">${link('/api/docs', 'All doors')}${link('/api/v1/docs', 'Version 1')}</nav></header>
<noscript><p>This page needs JavaScript. What it shows is in <a href="${document}">${document}</a>.</p></noscript>
<div id="ui" data-document="${document}"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script type="module" src="/api/docs/start.js"></script></body></html>`
}

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }
const own = ['page.css', 'theme.js', 'start.js', 'plugin.js', 'mend.js']

/**
 * The documents and their browser, all from this server; read when somebody first asks for them. `template` is the frame of the site's
 * pages, if there is a web half: it knows what the built style sheets are called.
 */
export function addDocs(files: StaticFiles, routes: Route[], version: string, template = ''): void {
  const json = (document: object) => new Encoded(JSON.stringify(document), { type: 'application/json; charset=utf-8', cache_control: 'no-cache' })
  const styles = template.match(/<link\b[^>]*\brel="stylesheet"[^>]*>/g)?.join('') ?? ''
  files.addLazily('/api/openapi.json', () => json(openApi(routes, version)))
  files.addLazily('/api/v1/openapi.json', () => json(openApi(routes, version, 'versioned')))
  for (const [page, document] of Object.entries(documents))
    files.addLazily(page, () => new Encoded(html(page, document, styles), { type: 'text/html; charset=utf-8', cache_control: 'no-cache' }))
  const add = (name: string, cache_control: string, read: () => string) =>
    files.addLazily(`/api/docs/${name}`, () => new Encoded(read(), { type: name.endsWith('.css') ? types.css : types.js, cache_control }))
  for (const name of own) add(name, 'no-cache', () => readFileSync(join(import.meta.dir, 'docs-page', name), 'utf8'))
  add('swagger-ui-bundle.js', 'public, max-age=86400', () => swaggers('swagger-ui-bundle.js'))
  // In a layer, so that page.css decides; `@import … layer()` would be a second round trip, and axe reads such a sheet with an inline style.
  add('swagger-ui.css', 'public, max-age=86400', () => `@layer swagger{${swaggers('swagger-ui.css')}}`)
}

const swaggers = (name: string) => readFileSync(join(dirname(Bun.resolveSync('swagger-ui-dist/package.json', import.meta.dir)), name), 'utf8')
