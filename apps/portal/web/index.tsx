import Book from 'lucide-react/icons/book'
import Compass from 'lucide-react/icons/compass'
import Flag from 'lucide-react/icons/flag'
import { defineWebApp, pageOf } from '#web/app.ts'
import { noticesLive } from './blog-live.ts'
import { blogRoutes } from './blog-routes.ts'
import { stateCommands } from './commands.ts'
import { compare_book } from './compare-words.ts'
import { facts_book } from './facts-words.ts'
import { home_book } from './home-words.ts'
import { loadersOf } from './loaders.ts'
import { book } from './words.ts'

export const portal = defineWebApp({
  name: 'portal',
  words: book,
  nav: [
    { label: 'nav.explore', to: '/', icon: Compass, who: 'anyone' },
    { label: 'nav.blog', to: '/blog', icon: Book, who: 'anyone', covers: ['/posts', '/write'] },
    { label: 'nav.moderation', to: '/moderation', icon: Flag, who: 'staff' },
  ],
  foot: [
    { label: 'nav.about_data', to: '/about/data' },
    { label: 'nav.contact', to: '/contact' },
  ],
  of_person: [{ label: 'nav.posts_of', to: (username) => `/blog/by/${encodeURIComponent(username)}` }],
  search: { to: '/search', label: 'nav.search' },
  bell: { to: '/notices', label: 'nav.notices' },
  ...noticesLive,
  routes: (context) => {
    const loaders = loadersOf(context.store)
    return [
      {
        index: true,
        loader: loaders.list,
        // The view lives in the query: changing it needs no data.
        shouldRevalidate: ({ currentUrl, nextUrl }) => currentUrl.pathname !== nextUrl.pathname,
        lazy: pageOf(context, async () => (await import('./home-page.tsx')).HomePage, home_book),
      },
      {
        path: 'states/:slug',
        loader: loaders.state,
        lazy: {
          ...pageOf(context, async () => (await import('./state-pages.ts')).StatePage, facts_book),
          ErrorBoundary: pageOf(context, async () => (await import('./state-pages.ts')).MissingStatePage, facts_book).Component,
        },
      },
      {
        path: 'compare',
        loader: loaders.comparison,
        lazy: pageOf(context, async () => (await import('./compare-page.tsx')).ComparePage, facts_book, compare_book),
      },
      { path: 'about/data', lazy: { Component: async () => (await import('./about-data-page.tsx')).AboutDataPage } },
      ...blogRoutes(context),
    ]
  },
  commands: stateCommands,
  find: async (context, typed) => (await import('./search/find.ts')).find(context, typed),
})
