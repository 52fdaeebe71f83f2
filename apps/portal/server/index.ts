import { defineApp } from '#server/app.ts'
import { tellOfContact } from './contact/tell.ts'
import * as m0001 from './migrations/0001-posts.ts'
import * as m0002 from './migrations/0002-talk.ts'
import { routes } from './routes.ts'
import { stateFiles, stateSlugs } from './states.ts'

/** Addresses of the site that this one replaces. */
function moved(path: string): string | undefined {
  if (path === '/index.html') return '/'
  const slug = /^\/states\/([a-z-]+)\.html$/.exec(path)?.[1]
  return slug ? `/states/${slug}` : undefined
}

export const portal = defineApp({
  name: 'portal',
  migrations: { '0001-posts': m0001, '0002-talk': m0002 },
  routes,
  jobs: [tellOfContact],
  files: stateFiles,
  moved,
  pages: () => ['/', '/about/data', ...stateSlugs().map((slug) => `/states/${slug}`)],
})
