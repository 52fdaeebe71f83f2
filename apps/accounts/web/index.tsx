import { type RouteObject, redirect } from 'react-router'
import { defineWebApp, pageOf, type RouteContext } from '#web/app.ts'
import { askSession, loadSession } from '#web/session.ts'
import { book as codes_book } from './codes/words.ts'
import { book as factors_book } from './factors/words.ts'
import { book as google_book } from './google/words.ts'
import { safeNext } from './next.ts'
import { book as data_book } from './own-data/words.ts'
import { book as people_book } from './people/words.ts'
import { type SettingsPage, settingsPages } from './settings/pages.ts'
import { book as settings_book } from './settings/words.ts'
import { book } from './words.ts'

export const accounts = defineWebApp({
  name: 'accounts',
  nav: [],
  account: { sign_in: '/login', sign_up: '/signup', profile: '/profile', people: '/people' },
  routes: (context) => [
    {
      path: 'login',
      loader: visitorsOnly(context),
      lazy: pageOf(context, async () => (await import('./sign-in-page.tsx')).SignInPage, book, google_book, factors_book),
    },
    { path: 'signup', loader: visitorsOnly(context), lazy: pageOf(context, async () => (await import('./sign-up-page.tsx')).SignUpPage, book, google_book) },
    { path: 'undo-deletion', lazy: pageOf(context, async () => (await import('./own-data/undo-page.tsx')).UndoPage, data_book, book) },
    {
      path: 'verify-otp',
      loader: settings(context),
      lazy: pageOf(context, async () => (await import('./codes/verify-page.tsx')).VerifyPage, book, codes_book),
    },
    { path: 'reset', loader: settings(context), lazy: pageOf(context, async () => (await import('./codes/reset-page.tsx')).ResetPage, book, codes_book) },
    { path: 'not-me', lazy: pageOf(context, async () => (await import('./codes/not-me-page.tsx')).NotMePage, book, codes_book) },
    {
      path: 'profile',
      loader: signedInOnly(context),
      lazy: pageOf(context, async () => (await import('./settings/layout.tsx')).SettingsLayout, settings_book, book, factors_book),
      children: settingsPages.map((page) => settingsRoute(context, page)),
    },
    {
      path: 'people/:username',
      loader: async ({ params }) => (await import('./people/load.ts')).loadPerson(context.store, params['username'] ?? ''),
      lazy: pageOf(context, async () => (await import('./people/person-page.tsx')).PersonPage, people_book),
    },
  ],
})

const settingsRoute = (context: RouteContext, { path, page, books, load }: SettingsPage): RouteObject => ({
  ...(path ? { path } : { index: true as const }),
  ...(load ? { loader: () => loadOwn(context, load) } : {}),
  lazy: pageOf(context, page, ...books),
})

/** Loads what belongs to who is signed in; a visitor, and somebody who was signed out meanwhile, is sent away by the frame around it. */
async function loadOwn({ store }: RouteContext, load: NonNullable<SettingsPage['load']>): Promise<null> {
  const { user } = await loadSession(store)
  try {
    if (user) await load(store, user.id)
  } catch (error) {
    if (!(error instanceof Response) || error.status !== 401) throw error
    // The frame has heard of the refusal and says so.
    await askSession(store, () => {})
  }
  return null
}

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

/** Where mails go is known before the page shows; without an answer it shows without. */
const settings =
  ({ store }: RouteContext) =>
  async () => {
    const { codesApi } = await import('./codes/api.ts')
    await store.dispatch(codesApi.endpoints.signUpSettings.initiate(undefined, { subscribe: false }))
    return null
  }

const signedInOnly =
  ({ store }: RouteContext) =>
  async ({ request }: Asked) => {
    const { user } = await loadSession(store)
    const { pathname, search } = new URL(request.url)
    return user ? null : redirect(`/login?next=${encodeURIComponent(safeNext(pathname + search))}`)
  }
