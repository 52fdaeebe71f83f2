import { afterAll, describe, expect, test } from 'bun:test'
import { type Location, type RouteObject, type RouterState, redirect } from 'react-router'
import { loadRoutes, matchIn, routesFrom } from '#web/route-loading.ts'

const before = Object.getOwnPropertyDescriptor(globalThis, 'window')
Object.defineProperty(globalThis, 'window', { configurable: true, value: { location: { origin: 'http://site.test' } } })
afterAll(() => (before ? Object.defineProperty(globalThis, 'window', before) : Reflect.deleteProperty(globalThis, 'window')))

const at = (address: string): Location => {
  const { pathname, search, hash } = new URL(address, 'http://site.test')
  return { pathname, search, hash, state: null, key: 'k' } as Location
}

/** Routes of a frame and two pages below it, which write down what has loaded. */
function site(page: Partial<RouteObject> = {}) {
  const ran: string[] = []
  const loader =
    (name: string) =>
    ({ request, params }: { request: Request; params: Record<string, string | undefined> }) => {
      ran.push(`${name} ${params['slug'] ?? ''} ${new URL(request.url).search}`.trim())
      return null
    }
  const Page = () => null
  const given = [
    {
      id: 'frame',
      path: '/',
      Component: Page,
      ErrorBoundary: Page,
      loader: loader('frame'),
      shouldRevalidate: () => false,
      children: [
        { id: 'state', path: 'states/:slug', loader: loader('state'), lazy: { Component: async () => Page }, ...page },
        { id: 'plain', path: 'plain', Component: Page },
      ],
    },
  ] as RouteObject[]
  const { routes } = routesFrom(given)
  const start = { location: at('/nowhere'), matches: [], loaderData: {}, errors: null } as unknown as RouterState
  const go = async (address: string, now: RouterState = start) => {
    const location = at(address)
    const next = matchIn(routes, location, '/')
    const loaded = await loadRoutes({ now, next, location, signal: new AbortController().signal })
    return {
      loaded,
      next,
      now: { ...now, location, matches: next, ...(loaded instanceof Response ? {} : { loaderData: loaded.data, errors: loaded.errors }) } as RouterState,
    }
  }
  return { ran, go }
}

describe('what a navigation loads', () => {
  test('everything at first, then only what the address has changed', async () => {
    const { ran, go } = site()
    const first = await go('/states/goa')
    const second = await go('/states/kerala', first.now)
    await go('/states/kerala?year=2011', second.now)
    expect(ran).toEqual(['frame goa', 'state goa', 'state kerala', 'state kerala ?year=2011'])
  })

  test('nothing where nothing is needed, and at once', async () => {
    const { ran, go } = site()
    const first = await go('/states/goa')
    ran.length = 0
    const location = at('/plain')
    expect(
      loadRoutes({ now: first.now, next: matchIn(routesOf(first.next), location, '/'), location, signal: new AbortController().signal }),
    ).not.toBeInstanceOf(Promise)
    expect(ran).toEqual([])
  })

  test('a page that knows better decides itself', async () => {
    const { ran, go } = site({ shouldRevalidate: ({ nextUrl }) => nextUrl.search === '?anew' })
    const first = await go('/states/goa')
    const second = await go('/states/goa?sort=name', first.now)
    await go('/states/goa?anew', second.now)
    expect(ran).toEqual(['frame goa', 'state goa', 'state goa ?anew'])
  })
})

describe('what goes wrong', () => {
  const missing = () => {
    throw Response.json({ request_id: 'r1' }, { status: 404 })
  }
  test('is shown by the nearest boundary, with its status, and loads again next time', async () => {
    const { go } = site({ loader: missing })
    const { loaded, now } = await go('/states/atlantis')
    expect(loaded).toMatchObject({ data: { frame: null }, errors: { frame: { status: 404, data: { request_id: 'r1' } } } })
    expect('state' in now.loaderData).toBe(false)
  })

  test('is shown by a boundary that comes with the page', async () => {
    const Boundary = () => null
    const { go } = site({ loader: missing, lazy: { ErrorBoundary: async () => Boundary } as never })
    expect((await go('/states/atlantis')).loaded).toMatchObject({ errors: { state: { status: 404 } } })
  })

  test('a module that does not come is an error, and is asked for again', async () => {
    let tries = 0
    const lazy = {
      Component: async () => {
        if (++tries === 1) throw new TypeError('offline')
        return () => null
      },
    }
    const { go } = site({ lazy } as never)
    expect((await go('/states/goa')).loaded).toMatchObject({ errors: { frame: expect.any(TypeError) } })
    expect((await go('/states/goa')).loaded).toMatchObject({ errors: null })
  })

  test('a redirect is one, thrown or returned', async () => {
    for (const loader of [
      () => redirect('/login'),
      () => {
        throw redirect('/login')
      },
    ]) {
      const { loaded } = await site({ loader }).go('/states/goa')
      expect(loaded instanceof Response && loaded.headers.get('location')).toBe('/login')
    }
  })
})

const routesOf = (matches: { route: unknown }[]) => [matches[0]?.route] as Parameters<typeof matchIn>[0]
