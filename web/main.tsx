import { StrictMode, startTransition } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { Provider } from 'react-redux'
import { UNSAFE_ErrorResponseImpl as RouteError, RouterProvider } from 'react-router'
import { type Language, languageOf } from '#contract/render.ts'
import type { WebApp } from './app.ts'
import { addressIn } from './head.tsx'
import { type Page, PageProvider } from './page-context.ts'
import { openRouter } from './router.ts'
import { makeRoutes } from './routes.tsx'
import { type KeptState, makeStore } from './store.ts'
import { wordsIn } from './words.ts'

interface Kept extends KeptState {
  error?: { id: string; status: number; data: unknown }
  zone?: string
}

/** Takes over the page that the server rendered, or makes it where it did not. */
export async function mount(apps: readonly WebApp[]) {
  const { language: asked } = languageOf(location.pathname)
  const text = document.getElementById('state')?.textContent
  const kept = text ? (JSON.parse(text) as Kept) : undefined
  const read = async (language: Language) => ({ language, words: await wordsIn(language, apps) })
  const { language, words } = await (kept ? read(asked) : (await import('./bare-page.ts')).dressBarePage(asked, read))
  const page: Page = { language, origin: location.origin, apps, words, zone: kept?.zone }
  const store = makeStore({}, kept)
  const routes = makeRoutes(apps, { store, language, words })
  const router = await openRouter(routes, { basename: addressIn(asked, '/'), rendered: kept && { error: errorOf(kept) } })
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

const errorOf = ({ error }: Kept) => error && { id: error.id, cause: new RouteError(error.status, '', error.data) }
