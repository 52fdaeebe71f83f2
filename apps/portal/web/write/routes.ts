import type { LoaderFunctionArgs, RouteObject } from 'react-router'
import type { RouteContext } from '#web/app.ts'
import { readBook } from '#web/i18n.ts'

const pages = () => import('./pages.ts')
type Pages = Awaited<ReturnType<typeof pages>>

export function writeRoutes({ store, language, words }: RouteContext): RouteObject[] {
  const page = (load: 'loadEditor' | 'loadHistory' | 'loadNew' | 'loadOwnPosts', name: 'EditorPage' | 'HistoryPage' | 'OwnPostsPage') => ({
    loader: async (args: LoaderFunctionArgs) => (await pages())[load](store, args),
    lazy: {
      Component: async () => {
        const all: Pages = await pages()
        await readBook(words, language, all.book)
        return all[name]
      },
    },
  })
  return [
    { path: 'write', ...page('loadOwnPosts', 'OwnPostsPage') },
    { path: 'write/new', ...page('loadNew', 'OwnPostsPage') },
    // What is typed must not wait for the server, nor be overwritten by it.
    { path: 'write/:id', ...page('loadEditor', 'EditorPage'), shouldRevalidate: ({ currentParams, nextParams }) => currentParams['id'] !== nextParams['id'] },
    { path: 'write/:id/history', ...page('loadHistory', 'HistoryPage') },
  ]
}
