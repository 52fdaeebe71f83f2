import MessageCircle from 'lucide-react/icons/message-circle'
import { redirect } from 'react-router'
import { defineWebApp, type RouteContext } from '#web/app.ts'
import { readBook } from '#web/i18n.ts'
import { spellOut } from '#web/one-spelling.ts'
import { currentUser, loadSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { book } from './words.ts'

// Two pieces, each loaded with the first need of it: what follows stands in what every visitor loads.
const live = () => import('./live.ts')
const pages = () => import('./pages.ts')

export const chat = defineWebApp({
  name: 'chat',
  words: book,
  nav: [{ label: 'nav', to: '/chat', icon: MessageCircle, who: 'user' }],
  attend: async (store, go) => (await live()).attend(store, go),
  news: hear,
  missed: (store) => void live().then(({ hearAgain }) => hearAgain(store)),
  routes: (context) => {
    const page = lazyIn(context)
    return [
      {
        path: 'chat',
        loader: async ({ request }) => {
          const { user } = await loadSession(context.store)
          const { pathname, search } = new URL(request.url)
          if (!user) return redirect(`/login?next=${encodeURIComponent(pathname + search)}`)
          if (user.email_verified) await (await pages()).loadRooms(context.store)
          return null
        },
        lazy: page('ChatLayout'),
        children: [
          { index: true, lazy: page('StartPage') },
          { path: 'new', lazy: page('NewPage') },
          { path: 'search', lazy: page('SearchPage') },
          { path: 'reports', lazy: page('ReportsPage') },
          {
            path: ':room_id',
            loader: async ({ request, params }) => {
              spellOut(params['room_id'], request)
              const { user } = await loadSession(context.store)
              const at = new URL(request.url).searchParams.get('at')
              if (user?.email_verified) await (await pages()).openThread(context.store, params['room_id'] ?? '', at)
              return null
            },
            lazy: page('ThreadPage'),
          },
        ],
      },
    ]
  },
})

type PageName = 'ChatLayout' | 'StartPage' | 'NewPage' | 'SearchPage' | 'ThreadPage' | 'ReportsPage'

const lazyIn =
  ({ language, words }: RouteContext) =>
  (name: PageName) => ({
    Component: async () => {
      const all = await pages()
      await readBook(words, language, all.book)
      return all[name]
    },
  })

async function hear(store: AppStore, event: string, data: unknown) {
  const { hear } = await live()
  const me = currentUser(store)
  if (me) hear[event]?.(store, data, me.id)
}
