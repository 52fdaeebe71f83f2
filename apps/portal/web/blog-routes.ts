import type { ComponentType } from 'react'
import type { LoaderFunctionArgs, RouteObject } from 'react-router'
import type { RouteContext } from '#web/app.ts'
import { type Book, readBook } from '#web/i18n.ts'
import { ErrorPage } from '#web/layout/error-page.tsx'
import type { AppStore } from '#web/store.ts'

// Each piece loads with the first need of it: what follows stands in what every visitor loads.
const blog = () => import('./blog/pages.ts')
const write = () => import('./write/pages.ts')
const notices = () => import('./notices/pages.ts')
const staff = () => import('./staff/pages.ts')
const contact = () => import('./contact/pages.ts')
const search = () => import('./search/pages.ts')

/** The pages of those who read, write and talk, and of the staff that looks after them. */
export function blogRoutes(context: RouteContext): RouteObject[] {
  const from = pieceOf(context)
  const list = from(blog, 'BlogPage', 'loadList')
  const post = from(blog, 'PostPage', 'loadPost')
  const missing = from(blog, 'MissingPostPage')
  return [
    { path: 'blog', ...list },
    { path: 'blog/by/:username', ...list },
    { path: 'posts/:slug', ...post, lazy: { ...post.lazy, ErrorBoundary: missing.lazy.Component } },
    { path: 'write', ...from(write, 'OwnPostsPage', 'loadOwnPosts') },
    { path: 'write/new', ...from(write, 'OwnPostsPage', 'loadNew') },
    // What is typed must not wait for the server, nor be overwritten by it.
    {
      path: 'write/:id',
      ...from(write, 'EditorPage', 'loadEditor'),
      shouldRevalidate: ({ currentUrl, nextUrl }) => currentUrl.pathname !== nextUrl.pathname,
    },
    { path: 'write/:id/history', ...from(write, 'HistoryPage', 'loadHistory') },
    { path: 'notices', ...from(notices, 'NoticesPage', 'loadNotices') },
    { path: 'moderation', ...from(staff, 'ModerationPage', 'loadStaff') },
    { path: 'moderation/contact', ...from(staff, 'ContactInboxPage', 'loadStaff') },
    { path: 'contact', ...from(contact, 'ContactPage', 'loadContact') },
    { path: 'search', ...from(search, 'SearchPage', 'loadSearch') },
  ]
}

type Loader = (store: AppStore, args: LoaderFunctionArgs) => Promise<unknown>
type Named<P, T> = { [K in keyof P]: P[K] extends T ? K : never }[keyof P]

/** Pages, loaders and words of a piece, all fetched together. */
const pieceOf =
  ({ store, language, words }: RouteContext) =>
  <P extends { book: Book }>(piece: () => Promise<P>, page: Named<P, ComponentType>, loader?: Named<P, Loader>) => ({
    ...(loader && { loader: async (args: LoaderFunctionArgs) => ((await piece())[loader] as Loader)(store, args) }),
    lazy: {
      Component: async () => {
        const all = await piece()
        await readBook(words, language, all.book)
        return all[page] as ComponentType
      },
      // A page that is not there is the shell's to show, but by the route itself: the browser takes over what the server found only there.
      ErrorBoundary: async () => ErrorPage,
    },
  })
