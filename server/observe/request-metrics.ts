import type { Count, Durations, Metrics } from './metrics.ts'

/** Those that are counted by name. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

interface Seen {
  durations: Durations
  statuses: Map<number, Count>
}

/** Answered requests. The busiest answers take 20 µs, so what is found of a route and method is kept. */
export class RequestMetrics {
  readonly #seen = new Map<string, Map<string, Seen>>()
  readonly #requests
  readonly #durations

  constructor(all: Metrics) {
    this.#requests = all.counter('banyan_http_requests_total', 'Answered requests', 'route', 'method', 'status')
    this.#durations = all.histogram('banyan_http_request_duration_seconds', 'From the head of a request to its answer', 'route', 'method')
  }

  count(route: string, method: string, status: number, ms: number): void {
    const seen = this.#seen.get(route)?.get(method) ?? this.#meet(route, method)
    seen.durations.observe(ms)
    const known = seen.statuses.get(status)
    if (known) known.add()
    else this.#meetStatus(seen, route, method, status)
  }

  #meet(route: string, sent: string): Seen {
    const method = nameOf(sent)
    const of_route = this.#seen.get(route) ?? new Map<string, Seen>()
    this.#seen.set(route, of_route)
    const seen = of_route.get(method) ?? { durations: this.#durations.of(route, method), statuses: new Map() }
    of_route.set(method, seen)
    return seen
  }

  #meetStatus({ statuses }: Seen, route: string, method: string, status: number): void {
    const count = this.#requests.of(route, nameOf(method), String(status))
    statuses.set(status, count)
    count.add()
  }
}

const nameOf = (method: string) => (methods.has(method) ? method : 'other')
