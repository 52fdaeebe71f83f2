import {
  UNSAFE_createBrowserHistory as createBrowserHistory,
  type createBrowserRouter,
  IDLE_NAVIGATION,
  type Location,
  type NavigateOptions,
  type Navigation,
  type RouteObject,
  type RouterState,
  resolvePath,
  type To,
} from 'react-router'
import { type Loaded, loadModules, loadRoutes, matchIn, routesFrom } from './route-loading.ts'

type DataRouter = ReturnType<typeof createBrowserRouter>
type Listener = Parameters<DataRouter['subscribe']>[0]
type Way = `${RouterState['historyAction']}`

interface Options {
  /** What stands before every address of this language. */
  basename: string
  /** The server has made this page; an error that a loader met there is shown again by the same route. */
  rendered?: { error?: { id: string; cause: unknown } | undefined } | undefined
}

/**
 * What moves the app from page to page. Components and hooks are React Router's, which ask a router for what this one gives; the package's own
 * is a third of it and also serves forms, fetchers, middleware, blockers and routes found on the way, of which we have none (decision 28).
 */
export async function openRouter(given: RouteObject[], { basename, rendered }: Options): Promise<DataRouter> {
  const history = createBrowserHistory()
  const { routes, byId } = routesFrom(given)
  const listeners = new Set<Listener>()
  let places: Record<string, number> = {}
  let running = new AbortController()
  let state: RouterState = {
    historyAction: history.action,
    location: history.location,
    matches: matchIn(routes, history.location, basename),
    initialized: false,
    renderFallback: false,
    navigation: IDLE_NAVIGATION,
    // A page of the server is already where the browser has scrolled it to.
    restoreScrollPosition: rendered ? false : null,
    preventScrollReset: false,
    revalidation: 'idle',
    loaderData: {},
    actionData: null,
    errors: null,
    fetchers: new Map(),
    blockers: new Map(),
  }

  function update(change: Partial<RouterState>) {
    state = { ...state, ...change }
    for (const listener of listeners) listener(state, { deletedFetchers: [], newErrors: change.errors ?? null, flushSync: false })
  }

  /** Loads what a page needs, then changes all at once; a page that is overtaken by the next is never shown. */
  async function go(way: Way, location: Location, preventScrollReset = false): Promise<void> {
    running.abort()
    running = new AbortController()
    const { signal } = running
    places[state.location.key] = window.scrollY
    const matches = matchIn(routes, location, basename)
    const show = ({ data: loaderData, errors }: Loaded) => {
      if (way === 'PUSH') history.push(location)
      if (way === 'REPLACE') history.replace(location)
      const restoreScrollPosition = places[location.key] ?? null
      update({
        historyAction: way as RouterState['historyAction'],
        location,
        matches,
        loaderData,
        errors,
        initialized: true,
        navigation: IDLE_NAVIGATION,
        restoreScrollPosition,
        preventScrollReset,
      })
    }
    if (state.initialized && onlyHashDiffers(state.location, location)) return show({ data: state.loaderData, errors: state.errors })
    const work = loadRoutes({ now: state, next: matches, location, signal })
    if (work instanceof Promise) update({ navigation: { ...IDLE_NAVIGATION, state: 'loading', location } as unknown as Navigation })
    const loaded = await work
    if (signal.aborted) return
    if (loaded instanceof Response) await follow(loaded, way)
    else show(loaded)
  }

  /** A loader has sent the visitor elsewhere. */
  async function follow(redirect: Response, way: Way) {
    const to = redirect.headers.get('location') ?? '/'
    if (elsewhere.test(to)) return window.location.assign(to)
    await go(way === 'REPLACE' || !state.initialized ? 'REPLACE' : 'PUSH', locationOf(to))
  }

  /** An address as the app writes it, without what stands before it. */
  function locationOf(to: To, entry: unknown = null): Location {
    const { pathname } = state.location
    const path = resolvePath(to, basename !== '/' && pathname.startsWith(basename) ? pathname.slice(basename.length) || '/' : pathname)
    if (basename !== '/') path.pathname = path.pathname === '/' ? basename : basename + path.pathname
    return { ...path, ...history.encodeLocation(path), state: entry, key: Math.random().toString(36).slice(2, 10) }
  }

  async function navigate(to: To | number | null, { replace, state: entry, preventScrollReset }: NavigateOptions = {}): Promise<void> {
    if (typeof to === 'number') history.go(to)
    else await go(replace ? 'REPLACE' : 'PUSH', locationOf(to ?? '', entry), preventScrollReset)
  }

  /**
   * Without its modules the first render of a page that the server made would be an empty one. Its loaders run again, from the store where that has
   * what they ask for: some ask for what may have changed meanwhile.
   */
  async function begin() {
    if (!rendered) return go(state.historyAction, state.location)
    const { matches, location } = state
    const { error } = rendered
    if (error) {
      await loadModules(matches)
      const above = matches.slice(
        0,
        matches.findIndex(({ route }) => route.id === error.id),
      )
      return update({ initialized: true, loaderData: Object.fromEntries(above.map(({ route }) => [route.id, null])), errors: { [error.id]: error.cause } })
    }
    const loaded = await loadRoutes({ now: state, next: matches, location, signal: running.signal })
    if (loaded instanceof Response) await follow(loaded, 'REPLACE')
    else update({ initialized: true, loaderData: loaded.data, errors: loaded.errors })
  }

  const { createHref, createURL, encodeLocation } = history
  const router = {
    ...{ basename, routes, manifest: byId, future: {}, window, createHref, createURL, encodeLocation, navigate },
    get state() {
      return state
    },
    subscribe(listener: Listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    enableScrollRestoration(kept: typeof places) {
      places = kept
      const place = places[state.location.key]
      if (state.restoreScrollPosition === null && place !== undefined) update({ restoreScrollPosition: place })
      return () => {}
    },
  }
  history.listen(({ action, location }) => void go(action, location))
  await begin()
  // Everything that React Router's own components and hooks which we use ask for.
  return router as unknown as DataRouter
}

const elsewhere = /^([a-z][a-z\d+.-]*:|\/\/)/i

const onlyHashDiffers = (from: Location, to: Location) => from.pathname === to.pathname && from.search === to.search && to.hash !== ''
