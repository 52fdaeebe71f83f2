import { defineApp } from '#server/app.ts'
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
  routes,
  files: stateFiles,
  moved,
  pages: () => ['/', '/about/data', ...stateSlugs().map((slug) => `/states/${slug}`)],
})
