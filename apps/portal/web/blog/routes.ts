import type { LoaderFunctionArgs, RouteObject } from 'react-router'
import type { RouteContext } from '#web/app.ts'
import { readBook } from '#web/i18n.ts'

// One piece, loaded with the first need of it: what follows stands in what every visitor loads.
const pages = () => import('./pages.ts')

export function blogRoutes({ store, language, words }: RouteContext): RouteObject[] {
  const page = (name: 'BlogPage' | 'PostPage' | 'MissingPostPage') => async () => {
    const all = await pages()
    await readBook(words, language, all.book)
    return all[name]
  }
  const list = { loader: async (args: LoaderFunctionArgs) => (await pages()).loadList(store, args), lazy: { Component: page('BlogPage') } }
  return [
    { path: 'blog', ...list },
    { path: 'blog/by/:username', ...list },
    {
      path: 'posts/:slug',
      loader: async (args) => (await pages()).loadPost(store, args),
      lazy: { Component: page('PostPage'), ErrorBoundary: page('MissingPostPage') },
    },
  ]
}
