import { type Endpoint, takes } from '#contract/endpoint.ts'
import { notFound, Problem } from '#contract/problem.ts'
import { countCall } from '../http/admit.ts'
import { admit, handle, OwnHeaders, wrap } from '../http/call.ts'
import { problemOf } from '../http/failure.ts'
import { check, checkParam } from '../http/parse.ts'
import type { RequestFacts } from '../http/request.ts'
import type { Route } from '../http/routes.ts'
import { jsonOf } from '../shown.ts'
import type { Site } from '../site.ts'
import type { Connection } from './connection.ts'
import type { CallFrame } from './frames.ts'

/** Endpoints by name, as the socket calls them. Ways in, files and redirects need HTTP: they set cookies or give no JSON. */
export function callable(routes: Route[]): Map<string, Route> {
  const open = routes.filter(({ endpoint, guard }) => endpoint.answers === 'json' && guard.counts !== 'login' && guard.counts !== 'auth')
  return new Map(open.map((route) => [route.endpoint.name, route]))
}

/** One call through the same guard, limit, parser and handler as over HTTP; answers what HTTP would, as a frame. */
export async function callOverSocket(site: Site, routes: Map<string, Route>, connection: Connection, frame: CallFrame): Promise<string> {
  const { ref, endpoint: name } = frame
  const count = (status: number) => site.metrics.socket_calls.of(route ? name : 'none', String(status)).add()
  const facts: RequestFacts = { ...factsOf(connection), id: crypto.randomUUID(), method: 'WS', path: name }
  const route = routes.get(name)
  try {
    if (!route) throw notFound('endpoint')
    const { caller } = connection
    await countCall(site, facts, name, route.guard, caller)
    admit(route, caller)
    const reply = new OwnHeaders(facts.secure)
    const value = await handle(site, route, facts, caller, parse(route.endpoint, frame), reply)
    count(route.endpoint.status)
    return `{"ref":${JSON.stringify(ref)},"status":${route.endpoint.status},"body":${jsonOf(wrap(route, value, site) ?? null)}}`
  } catch (error) {
    const problem = problemOf(error, facts, site.log)
    const { retry_after } = problem.details
    const door = route?.endpoint.door
    const body = door ? door.error(problem, { now: site.now().toISOString() }) : { code: problem.code, message: problem.message }
    const status = door ? door.status(problem) : problem.status
    count(status)
    return JSON.stringify({ ref, status, body, retry_after })
  }
}

function parse(endpoint: Endpoint, { params, query, body }: CallFrame) {
  return {
    params: readParams(endpoint, params),
    query: takes(endpoint.query) ? check(endpoint.query, query ?? {}) : undefined,
    body: takes(endpoint.body) ? check(endpoint.body, body) : undefined,
  }
}

const names = new WeakMap<Endpoint, string[]>()
function readParams(endpoint: Endpoint, given: unknown): Record<string, string> {
  const wanted = names.get(endpoint) ?? [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  names.set(endpoint, wanted)
  const params: Record<string, string> = {}
  for (const name of wanted) {
    const value = isObject(given) && Object.hasOwn(given, name) ? given[name] : undefined
    if (typeof value !== 'string' && typeof value !== 'number') throw new Problem('malformed', `The call needs params.${name}: a text or a number.`)
    params[name] = checkParam(String(value))
  }
  return params
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

type Facts = Omit<RequestFacts, 'id' | 'method' | 'path'>
const known = new WeakMap<Connection, Facts>()
/** The upgrade's facts as plain values, read once: each call gets an id of its own. */
function factsOf(connection: Connection): Facts {
  const before = known.get(connection)
  if (before) return before
  const { search, origin, host, secure, address, direct_from_loopback, user_agent, raw } = connection.facts
  const facts = { search, origin, host, secure, address, direct_from_loopback, user_agent, raw }
  known.set(connection, facts)
  return facts
}
