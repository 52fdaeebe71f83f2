import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { docsFrame } from './docs-frame.ts'
import { Encoded } from './encoded.ts'
import { openApi } from './openapi.ts'
import type { Route } from './routes.ts'
import type { StaticFiles } from './static-files.ts'

const documents = { '/api/docs': '/api/openapi.json', '/api/v1/docs': '/api/v1/openapi.json' } as const

const html = (page: keyof typeof documents, template: string) => {
  const document = documents[page]
  const body = `<noscript><p>This page needs JavaScript. What it shows is in <a href="${document}">${document}</a>.</p></noscript>
<div id="ui" tabindex="-1" data-document="${document}"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script type="module" src="/api/docs/start.js"></script>`
  return docsFrame({ page, title: 'API', before: ['page.css', 'swagger-ui.css'], main: 'ui', body }, template)
}

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }
const own = ['page.css', 'frame.css', 'guides.css', 'theme.js', 'start.js', 'plugin.js', 'mend.js']

/** The documents and their browser, all from this server; read when somebody first asks for them. `template` as in `docsFrame`. */
export function addDocs(files: StaticFiles, routes: Route[], version: string, template = ''): void {
  const json = (document: object) => new Encoded(JSON.stringify(document), { type: 'application/json; charset=utf-8', cache_control: 'no-cache' })
  files.addLazily('/api/openapi.json', () => json(openApi(routes, version)))
  files.addLazily('/api/v1/openapi.json', () => json(openApi(routes, version, 'versioned')))
  for (const page of ['/api/docs', '/api/v1/docs'] as const)
    files.addLazily(page, () => new Encoded(html(page, template), { type: 'text/html; charset=utf-8', cache_control: 'no-cache' }))
  const add = (name: string, cache_control: string, read: () => string) =>
    files.addLazily(`/api/docs/${name}`, () => new Encoded(read(), { type: name.endsWith('.css') ? types.css : types.js, cache_control }))
  for (const name of own) add(name, 'no-cache', () => readFileSync(join(import.meta.dir, 'docs-page', name), 'utf8'))
  add('swagger-ui-bundle.js', 'public, max-age=86400', () => swaggers('swagger-ui-bundle.js'))
  // In a layer, so that page.css decides; `@import … layer()` would be a second round trip, and axe reads such a sheet with an inline style.
  add('swagger-ui.css', 'public, max-age=86400', () => `@layer swagger{${swaggers('swagger-ui.css')}}`)
}

const swaggers = (name: string) => readFileSync(join(dirname(Bun.resolveSync('swagger-ui-dist/package.json', import.meta.dir)), name), 'utf8')
