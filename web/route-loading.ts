import { createElement } from 'react'
import {
  createPath,
  UNSAFE_ErrorResponseImpl as ErrorResponse,
  type LazyRouteFunction,
  type Location,
  matchRoutes,
  type RouteObject,
  type RouterState,
} from 'react-router'

export type Matches = RouterState['matches']
type Match = Matches[number]
type Route = Match['route']

/** What a page needs is there, or what went wrong stands at the route whose boundary shows it. Loaders fill the store: here only stands which have run. */
export interface Loaded {
  data: RouterState['loaderData']
  errors: RouterState['errors']
}

/** Routes that can be filled in when their modules have come, with what shows them as React Router's components read it. */
export function routesFrom(given: RouteObject[]) {
  const byId: Record<string, Route> = {}
  const filled = (route: RouteObject): Route => {
    const own = { ...route, ...shown(route) } as Route
    byId[own.id] = own
    if (route.children) own.children = route.children.map(filled)
    return own
  }
  return { routes: given.map(filled), byId }
}

const shown = ({ Component, ErrorBoundary }: Pick<RouteObject, 'Component' | 'ErrorBoundary'>) => ({
  ...(Component ? { element: createElement(Component) } : {}),
  ...(ErrorBoundary ? { errorElement: createElement(ErrorBoundary), hasErrorBoundary: true } : {}),
})

export const matchIn = (routes: Route[], location: Location, basename: string) => (matchRoutes(routes, location, basename) ?? []) as Matches

interface Asked {
  now: RouterState
  next: Matches
  location: Location
  signal: AbortSignal
}

/** Runs at once what the next page needs, modules and loaders; where nothing is needed the answer is there at once. A redirect is given as it is. */
export function loadRoutes({ now, next, location, signal }: Asked): Loaded | Promise<Loaded | Response> {
  const due = next.map((match, i) => match.route.loader !== undefined && isDue(match, now.matches[i], now, location))
  if (!due.includes(true) && !next.some(({ route }) => route.lazy)) return outcome(next, [])
  const request = new Request(urlOf(location), { signal })
  return Promise.all(next.map((match, i) => attempt(match, due[i] ? request : undefined))).then(async (results) => {
    const redirect = results.find((result) => result instanceof Response && isRedirect(result))
    return redirect instanceof Response ? redirect : outcome(next, await Promise.all(results.map(asError)))
  })
}

/** Only the modules of a page; one that does not come is missed when the page is next asked for. */
export const loadModules = (next: Matches) => Promise.all(next.map((match) => attempt(match, undefined)))

/** Gives what went wrong, or where the loader sends the visitor. Waits for the module too: the boundary that shows an error may come with it. */
async function attempt({ route, params }: Match, request: Request | undefined): Promise<unknown> {
  const { loader } = route
  const load = async () => (request && typeof loader === 'function' ? loader({ request, params, context: {} } as never) : null)
  const parts = await Promise.allSettled([load(), fillIn(route)])
  const failed = parts.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
  if (failed) return failed.reason ?? new Error('a loader failed without saying why')
  const [{ value }] = parts as [PromiseFulfilledResult<unknown>, unknown]
  return value instanceof Response ? value : undefined
}

async function fillIn(route: Route) {
  if (!route.lazy) return
  const modules = Object.entries(route.lazy as Record<string, LazyRouteFunction<Route>>)
  const parts = await Promise.all(modules.map(async ([name, load]) => [name, await load()]))
  Object.assign(route, shown(Object.fromEntries(parts)), { lazy: undefined })
}

/** As React Router has it: what is new to the page, and what the address says otherwise, unless the route itself knows better. */
function isDue(match: Match, before: Match | undefined, now: RouterState, location: Location): boolean {
  const { route, params } = match
  if (before?.route.id !== route.id || !(route.id in now.loaderData)) return true
  const currentUrl = urlOf(now.location)
  const nextUrl = urlOf(location)
  const same_page = createPath({ ...now.location, hash: '' }) === createPath({ ...location, hash: '' })
  const byDefault = same_page || currentUrl.search !== nextUrl.search || before.pathname !== match.pathname || before.params['*'] !== params['*']
  const asked = { currentUrl, currentParams: before.params, nextUrl, nextParams: params, defaultShouldRevalidate: byDefault }
  return route.shouldRevalidate?.(asked as Parameters<typeof route.shouldRevalidate>[0]) ?? byDefault
}

/** The first thing that went wrong is shown by the nearest boundary around it; what stands below has to load again next time. */
function outcome(next: Matches, failures: unknown[]): Loaded {
  const failed = failures.findIndex((failure) => failure !== undefined)
  const well = failed < 0 ? next : next.slice(0, failed)
  const data = Object.fromEntries(well.map(({ route }) => [route.id, null]))
  if (failed < 0) return { data, errors: null }
  const boundary = next.slice(0, failed + 1).findLast(({ route }) => route.errorElement) ?? next[0]
  return { data, errors: { [boundary?.route.id ?? '']: failures[failed] } }
}

const isRedirect = ({ status, headers }: Response) => status >= 300 && status < 400 && headers.has('location')

async function asError(failure: unknown): Promise<unknown> {
  if (!(failure instanceof Response)) return failure
  return new ErrorResponse(failure.status, failure.statusText, await failure.json().catch(() => null))
}

const urlOf = (location: Location) => new URL(createPath(location), window.location.origin)
