import ListPlus from 'lucide-react/icons/list-plus'
import ListTodo from 'lucide-react/icons/list-todo'
import type { ComponentType } from 'react'
import { redirect } from 'react-router'
import { defineWebApp, pageOf, type RouteContext } from '#web/app.ts'
import { type Book, readBook } from '#web/i18n.ts'
import { spellOut } from '#web/one-spelling.ts'
import { currentUser, loadSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { book } from './words.ts'

// Three pieces, each loaded with the first need of it: what follows stands in what every visitor loads.
const live = () => import('./live.ts')
const pages = () => import('./pages.ts')
const more = () => import('./more-pages.ts')

export const tasks = defineWebApp({
  name: 'tasks',
  words: book,
  nav: [{ label: 'nav', to: '/tasks', icon: ListTodo, who: 'user' }],
  offers: [
    {
      kinds: ['place', 'state', 'post'],
      label: 'offer',
      icon: ListPlus,
      panel: async (context) => {
        const { AddToList, book, moreBook } = await import('./add-to-list.ts')
        return pageOf(context, async () => AddToList, book, moreBook).Component()
      },
    },
  ],
  attend: async (store) => (await live()).attend(store),
  news: hear,
  missed: (store) => void live().then(({ hearAgain }) => hearAgain(store)),
  keys: { at: '/tasks', load: async (context) => (await import('./key-list.ts')).keyList(context) },
  routes: (context) => {
    const page = lazyIn(context)
    return [
      {
        path: 'tasks',
        loader: async ({ request, params }) => {
          const { user } = await loadSession(context.store)
          const { pathname, search } = new URL(request.url)
          if (!user) return redirect(`/login?next=${encodeURIComponent(pathname + search)}`)
          spellOut(params['list_id'], request)
          await (await pages()).open(context.store, user.id, pathname, params['list_id'], context.zone)
          return null
        },
        // What is here already is kept true by news: only who comes from elsewhere has to wait for anything.
        shouldRevalidate: () => false,
        lazy: page('TasksLayout', pages),
        children: [
          { index: true, lazy: page('StartPage', pages) },
          { path: 'lists/:list_id', lazy: page('ListPage', pages) },
          { path: 'search', lazy: page('SearchPage', pages) },
          { path: 'board', lazy: page('BoardPage', more) },
          { path: 'calendar', lazy: page('CalendarPage', more) },
          { path: 'trash', lazy: page('TrashPage', more) },
          { path: 'lists/:list_id/files', lazy: page('FilesPage', more) },
          ...(['today', 'upcoming', 'overdue', 'done'] as const).map((path) => ({ path, lazy: page('ViewPage', pages) })),
        ],
      },
    ]
  },
})

const lazyIn =
  ({ language, words }: RouteContext) =>
  <N extends string, P extends Record<N, ComponentType> & { moreBook: Book }>(name: N, piece: () => Promise<P>) => ({
    Component: async () => {
      const [{ book }, all] = await Promise.all([pages(), piece()])
      await Promise.all([readBook(words, language, book), readBook(words, language, all.moreBook)])
      return all[name]
    },
  })

async function hear(store: AppStore, event: string, data: unknown) {
  const { hear } = await live()
  const me = currentUser(store)
  if (me) hear[event]?.(store, data, me.id)
}
