import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Encoded } from './encoded.ts'
import { openApi } from './openapi.ts'
import type { Route } from './routes.ts'
import type { StaticFiles } from './static-files.ts'

const html = (document: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API · Banyan</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><main id="ui" data-document="${document}"></main><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`

/** A program of its own: the content security policy forbids scripts inside the page. Calls from the page get their CSRF token here. */
const start = `const ui = document.getElementById('ui')
let csrf
SwaggerUIBundle({
  url: ui.dataset.document, domNode: ui, deepLinking: true, validatorUrl: null,
  requestInterceptor: async (request) => {
    if (['GET', 'HEAD'].includes(request.method ?? 'GET')) return request
    csrf = (await (await fetch('/auth/csrf/')).json()).csrfToken
    request.headers['X-CSRFToken'] = csrf
    return request
  },
})
`

const assets = { 'swagger-ui.css': 'text/css; charset=utf-8', 'swagger-ui-bundle.js': 'text/javascript; charset=utf-8' }

/** The documents and their browser, all from this server; read when somebody first asks for them. */
export function addDocs(files: StaticFiles, routes: Route[], version: string): void {
  const json = (document: object) => new Encoded(JSON.stringify(document), { type: 'application/json; charset=utf-8', cache_control: 'no-cache' })
  const page = (document: string) => new Encoded(html(document), { type: 'text/html; charset=utf-8', cache_control: 'no-cache' })
  const directory = () => dirname(Bun.resolveSync('swagger-ui-dist/package.json', import.meta.dir))
  files.addLazily('/api/openapi.json', () => json(openApi(routes, version)))
  files.addLazily('/api/v1/openapi.json', () => json(openApi(routes, version, 'versioned')))
  files.addLazily('/api/docs', () => page('/api/openapi.json'))
  files.addLazily('/api/v1/docs', () => page('/api/v1/openapi.json'))
  files.addLazily('/api/docs/start.js', () => new Encoded(start, { type: 'text/javascript; charset=utf-8', cache_control: 'no-cache' }))
  for (const [name, type] of Object.entries(assets))
    files.addLazily(
      `/api/docs/${name}`,
      () => new Encoded(new Uint8Array(readFileSync(join(directory(), name))), { type, cache_control: 'public, max-age=86400' }),
    )
}
