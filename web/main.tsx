import { StrictMode, startTransition } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { Provider } from 'react-redux'
import { createBrowserRouter, type HydrationState, matchRoutes, UNSAFE_ErrorResponseImpl as RouteError, type RouteObject, RouterProvider } from 'react-router'
import { type Language, languageOf } from '#contract/render.ts'
import type { WebApp } from './app.ts'
import { addressIn } from './head.tsx'
import { type Page, PageProvider } from './page-context.ts'
import { makeRoutes } from './routes.tsx'
import { type KeptState, makeStore } from './store.ts'
import { wordsIn } from './words.ts'

interface Kept extends KeptState {
  error?: { id: string; status: number; data: unknown }
}

/** Takes over the page that the server rendered, or makes it where it did not. */
export async function mount(apps: readonly WebApp[]) {
  const { language: asked } = languageOf(location.pathname)
  const text = document.getElementById('state')?.textContent
  const kept = text ? (JSON.parse(text) as Kept) : undefined
  const read = async (language: Language) => ({ language, words: await wordsIn(language, apps) })
  const { language, words } = await (kept ? read(asked) : (await import('./bare-page.ts')).dressBarePage(asked, read))
  const page: Page = { language, origin: location.origin, apps, words }
  const store = makeStore({}, kept)
  const basename = addressIn(asked, '/')
  const routes = makeRoutes(apps, { store, language, words })
  const router = createBrowserRouter(routes, { basename, ...(kept ? { hydrationData: loadedBy(routes, basename, kept) } : {}) })
  await ready(router)
  const app = (
    <StrictMode>
      <PageProvider value={page}>
        <Provider store={store}>
          <RouterProvider router={router} />
        </Provider>
      </PageProvider>
    </StrictMode>
  )
  const root = document.getElementById('root') as HTMLElement
  if (!kept) createRoot(root).render(app)
  else startTransition(() => void hydrateRoot(root, app, { onRecoverableError: (cause) => console.error('hydration', cause) }))
}

/** The server ran the loaders and their results are in the store: to the router each of them gave null. */
function loadedBy(routes: RouteObject[], basename: string, { error }: Kept): HydrationState {
  // The frame loads once more, from the store: with nothing to load the router would let go of the error.
  if (error) return { loaderData: {}, errors: { [error.id]: new RouteError(error.status, '', error.data) } }
  const matches = matchRoutes(routes, location, basename) ?? []
  return { loaderData: Object.fromEntries(matches.map(({ route }) => [route.id ?? '', null])) }
}

/** Waits for the modules of lazy routes, or the first render would be an empty one. */
function ready(router: ReturnType<typeof createBrowserRouter>): Promise<void> {
  if (router.state.initialized) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = router.subscribe(({ initialized }) => {
      if (!initialized) return
      stop()
      resolve()
    })
  })
}
