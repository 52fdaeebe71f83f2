import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { Provider } from 'react-redux'
import { createStaticHandler, createStaticRouter, isRouteErrorResponse, type StaticHandlerContext, StaticRouterProvider } from 'react-router'
import type { Language, Render, Rendered, RenderRequest } from '#contract/render.ts'
import { api } from './api.ts'
import type { WebApp } from './app.ts'
import { fontsOf } from './fonts.ts'
import { addressIn, headTags, jsonInScript } from './head.tsx'
import { type Page, PageProvider } from './page-context.ts'
import { makeRoutes } from './routes.tsx'
import { makeStore } from './store.ts'
import { wordsIn } from './words.ts'

/** Makes the function that renders one page to text, with the data that its route's loaders put into the store. */
export function makeRender(apps: readonly WebApp[]): Render {
  const words = new Map<Language, ReturnType<typeof wordsIn>>()
  return async (asked) => {
    if (!words.has(asked.language)) words.set(asked.language, wordsIn(asked.language, apps))
    const page: Page = {
      language: asked.language,
      origin: asked.origin,
      apps,
      // Of its own: books that earlier pages have read would hide that this one forgot to name them, which the browser then lacks.
      words: { ...(await words.get(asked.language)) },
      head: { current: undefined },
      read: asked.read,
      zone: asked.zone,
    }
    return renderPage(asked, page)
  }
}

async function renderPage({ address, fetch, origin }: RenderRequest, page: Page): Promise<Rendered> {
  const store = makeStore({ fetch, origin })
  try {
    const basename = addressIn(page.language, '/')
    const handler = createStaticHandler(makeRoutes(page.apps, { store, language: page.language, words: page.words, zone: page.zone }), { basename })
    const context = await handler.query(new Request(origin + addressIn(page.language, address)))
    if (context instanceof Response) return elsewhere(context)
    const router = createStaticRouter(handler.dataRoutes, context)
    const body = renderToString(
      <StrictMode>
        <PageProvider value={page}>
          <Provider store={store}>
            <StaticRouterProvider router={router} context={context} hydrate={false} />
          </Provider>
        </PageProvider>
      </StrictMode>,
    )
    const state = jsonInScript({ api: store.getState().api, error: errorIn(context), zone: page.zone })
    return { status: context.statusCode, head: headOf(page), body, state }
  } finally {
    // Drops the timers of the cache, or each request's store would live for another minute.
    store.dispatch(api.util.resetApiState())
  }
}

function headOf(page: Page): string {
  const site = String(page.words['shell']?.['site'])
  const preload = fontsOf(page.language).map((file) => `<link rel="preload" href="${file}" as="font" type="font/woff2" crossorigin>`)
  return [headTags(page.head?.current ?? { title: site }, page, site), ...preload].join('\n    ')
}

/** What the browser needs to show the same error page; causes stay on the server. */
function errorIn({ errors }: StaticHandlerContext): { id: string; status: number; data: unknown } | undefined {
  const [id, error] = Object.entries(errors ?? {})[0] ?? []
  if (!id) return undefined
  return isRouteErrorResponse(error) ? { id, status: error.status, data: error.data } : { id, status: 500, data: '' }
}

function elsewhere(response: Response): Rendered {
  const to = response.headers.get('location')
  if (!to) return { status: response.status, head: '', body: '', state: '{}' }
  return { status: response.status, head: '', body: '', state: '{}', redirect: { to, status: response.status } }
}
