import type { RouteObject } from 'react-router'
import type { RouteContext, WebApp } from './app.ts'
import { ErrorPage } from './layout/error-page.tsx'
import { Frame } from './layout/frame.tsx'
import { pageError } from './load.ts'
import { loadSession } from './session.ts'

/** All routes below the frame. Server and browser number them alike, so that the browser can take over what the server loaded. */
export function makeRoutes(apps: readonly WebApp[], context: RouteContext): RouteObject[] {
  const nowhere: RouteObject = {
    path: '*',
    loader: () => {
      throw pageError(404)
    },
    Component: () => null,
  }
  const pages: RouteObject = { ErrorBoundary: ErrorPage, children: [...apps.flatMap((app) => app.routes(context)), nowhere] }
  const frame: RouteObject = {
    path: '/',
    Component: Frame,
    ErrorBoundary: ErrorPage,
    HydrateFallback: () => null,
    // Who is signed in is asked once; after that the session watches itself. Without an answer the page shows as to a visitor.
    loader: () =>
      loadSession(context.store).then(
        () => null,
        () => null,
      ),
    shouldRevalidate: () => false,
    children: [pages],
  }
  return numbered([frame])
}

function numbered(routes: RouteObject[], parent = 'route'): RouteObject[] {
  return routes.map((route, i) => {
    const id = route.id ?? `${parent}-${i}`
    return { ...route, id, ...(route.children ? { children: numbered(route.children, id) } : {}) } as RouteObject
  })
}
