import MessageCircle from 'lucide-react/icons/message-circle'
import { redirect } from 'react-router'
import { defineWebApp, pageOf, type RouteContext } from '#web/app.ts'
import { currentUser, loadSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { book as pages } from './page-words.ts'
import { book } from './words.ts'

const names = ['message_sent', 'message_changed', 'marks_moved', 'room_changed', 'typing', 'presence_changed'].map((name) => `chat.${name}`)

export const chat = defineWebApp({
  name: 'chat',
  words: book,
  nav: [{ label: 'nav', to: '/chat', icon: MessageCircle, who: 'user' }],
  companion: () => import('./companion.tsx'),
  news: Object.fromEntries(names.map((name) => [name, later(name)])),
  missed: (store) => void import('./news.ts').then(({ hearAgain }) => hearAgain(store)),
  routes: (context) => [
    {
      path: 'chat',
      loader: talkersOnly(context),
      lazy: pageOf(context, async () => (await import('./chat-layout.tsx')).ChatLayout, pages),
      children: [
        { index: true, lazy: pageOf(context, async () => (await import('./start-page.tsx')).StartPage, pages) },
        { path: 'new', lazy: pageOf(context, async () => (await import('./new-page.tsx')).NewPage, pages) },
        { path: 'search', lazy: pageOf(context, async () => (await import('./search-page.tsx')).SearchPage, pages) },
        { path: ':room_id', loader: thread(context), lazy: pageOf(context, async () => (await import('./thread-page.tsx')).ThreadPage, pages) },
      ],
    },
  ],
})

/** What the news change comes with the first of them; a page without any needs none of it. */
function later(name: string) {
  return async (store: AppStore, data: unknown) => {
    const { hear } = await import('./news.ts')
    const me = currentUser(store)
    if (me) hear[name]?.(store, data, me.id)
  }
}

interface Asked {
  request: Request
  params: Record<string, string | undefined>
}

const talkersOnly =
  ({ store }: RouteContext) =>
  async ({ request }: Asked) => {
    const { user } = await loadSession(store)
    const { pathname, search } = new URL(request.url)
    if (!user) return redirect(`/login?next=${encodeURIComponent(pathname + search)}`)
    if (user.email_verified) await (await import('./open-thread.ts')).loadRooms(store)
    return null
  }

const thread =
  ({ store }: RouteContext) =>
  async ({ request, params }: Asked) => {
    const { user } = await loadSession(store)
    if (!user?.email_verified) return null
    const at = Number(new URL(request.url).searchParams.get('at'))
    const { openThread } = await import('./open-thread.ts')
    await openThread(store, params['room_id'] ?? '', Number.isInteger(at) && at > 0 ? at : undefined)
    return null
  }
