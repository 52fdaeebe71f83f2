import { redirect } from 'react-router'
import { defineWebApp, pageOf, type RouteContext } from '#web/app.ts'
import { loadSession } from '#web/session.ts'
import { book as google_book } from './google/words.ts'
import { safeNext } from './next.ts'
import { book as data_book } from './own-data/words.ts'
import { settingsPages } from './settings/pages.ts'
import { book as settings_book } from './settings/words.ts'
import { book } from './words.ts'

export const accounts = defineWebApp({
  name: 'accounts',
  nav: [],
  account: { sign_in: '/login', sign_up: '/signup', profile: '/profile' },
  routes: (context) => [
    { path: 'login', loader: visitorsOnly(context), lazy: pageOf(context, async () => (await import('./sign-in-page.tsx')).SignInPage, book, google_book) },
    { path: 'signup', loader: visitorsOnly(context), lazy: pageOf(context, async () => (await import('./sign-up-page.tsx')).SignUpPage, book, google_book) },
    { path: 'undo-deletion', lazy: pageOf(context, async () => (await import('./own-data/undo-page.tsx')).UndoPage, data_book, book) },
    {
      path: 'profile',
      loader: signedInOnly(context),
      lazy: pageOf(context, async () => (await import('./settings/layout.tsx')).SettingsLayout, settings_book),
      children: settingsPages.map(({ path, page, books }) => ({ ...(path ? { path } : { index: true as const }), lazy: pageOf(context, page, ...books) })),
    },
  ],
})

interface Asked {
  request: Request
}

/** Who is signed in already goes on to where they wanted to go. */
const visitorsOnly =
  ({ store }: RouteContext) =>
  async ({ request }: Asked) => {
    // Without an answer the form shows and says itself what is wrong.
    const user = await loadSession(store).then(
      (session) => session.user,
      () => null,
    )
    if (user) return redirect(safeNext(new URL(request.url).searchParams.get('next')))
    await (await import('./google/api.ts')).loadProviders(store)
    return null
  }

const signedInOnly =
  ({ store }: RouteContext) =>
  async ({ request }: Asked) => {
    const { user } = await loadSession(store)
    const { pathname, search } = new URL(request.url)
    return user ? null : redirect(`/login?next=${encodeURIComponent(safeNext(pathname + search))}`)
  }
