import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Route } from './routes.ts'

export type Match = { route: Route; params: Record<string, string> } | { allow: string[] } | undefined

/** Finds the endpoint of a method and canonical path; other methods of a known path give what it allows. */
export function makeRouter(routes: Route[]): (method: string, path: string) => Match {
  const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] })
  /** Most calls go to an address without parameters, which need not be taken apart. */
  const plain = new Map<string, Match>()
  const names = new Set<string>()
  for (const route of routes) {
    if (names.has(route.endpoint.name)) throw new Error(`two endpoints are called ${route.endpoint.name}`)
    names.add(route.endpoint.name)
    router.add(route.endpoint.method, route.endpoint.path, route)
    if (!route.endpoint.path.includes(':')) plain.set(`${route.endpoint.method} ${route.endpoint.path}`, { route, params: {} })
  }
  const methods = [...new Set(routes.map((route) => route.endpoint.method))]
  const find = (method: string, path: string) => {
    const [handlers, stash] = router.match(method, path)
    const first = handlers[0]
    if (!first) return
    const [route, found] = first
    const params: Record<string, string> = {}
    for (const [name, value] of Object.entries(found)) params[name] = typeof value === 'number' ? ((stash as string[])[value] ?? '') : value
    return { route, params }
  }
  return (method, path) => {
    const read = method === 'HEAD' ? 'GET' : method
    const match = plain.get(`${read} ${path}`) ?? find(read, path)
    if (match) return match
    const allow = methods.filter((other) => find(other, path))
    return allow.length > 0 ? { allow: allow.includes('GET') ? [...allow, 'HEAD'] : allow } : undefined
  }
}
