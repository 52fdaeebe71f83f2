import { addressOf, type Endpoint } from '#contract/endpoint.ts'
import type { FieldErrors } from '#contract/problem.ts'

/** Why a call failed; status 0 means that no answer came. */
export interface ApiError {
  status: number
  message: string
  fields: FieldErrors
  code?: string
  /** What the server gave to go on with. */
  current?: unknown
  request_id?: string
  /** Whole seconds to wait, from `Retry-After`. */
  retry_after?: number
}

/** What of an endpoint matters on the wire. */
export type Wire = Pick<Endpoint, 'door' | 'method' | 'path' | 'bare'> & { paged?: boolean }
export interface Call {
  endpoint: Wire
  args: { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }
  headers?: Record<string, string>
}

/** What the store's thunks get as `extra`: on the server, a fetch that stays inside the process. */
export interface Extra {
  origin?: string
  fetch?: (request: Request) => Promise<Response>
}

/** Hears of every call that was refused for want of a credential: the session may have been ended elsewhere. */
export const refusals = new EventTarget()

export type Answer = { data: unknown } | { error: ApiError }

let csrf_token: Promise<string> | undefined
/** The token is bound to the session, so it dies with it; one that is still on its way is kept by nobody. */
export const dropCsrfToken = () => {
  csrf_token = undefined
}

/** Whoever asks while one is on its way gets the same: a visitor's first two would come with two cookies, of which the browser keeps one. */
export const csrfToken = (): Promise<string> => (csrf_token ??= askToken())

async function askToken(): Promise<string> {
  try {
    const response = await fetch('/auth/csrf/', { headers: { accept: 'application/json' } })
    return ((await response.json().catch(() => null)) as { csrfToken?: string } | null)?.csrfToken ?? ''
  } catch (cause) {
    dropCsrfToken()
    throw cause
  }
}

/** One call over HTTP; a refused CSRF token is fetched anew and tried once more. */
export async function send(call: Call, extra: Extra, signal: AbortSignal): Promise<Answer> {
  try {
    const answer = await attempt(call, extra, signal)
    if (!refusedToken(answer)) return answer
    dropCsrfToken()
    return await attempt(call, extra, signal)
  } catch (cause) {
    if (signal.aborted) throw cause
    return { error: { status: 0, message: '', fields: {}, code: 'offline' } }
  }
}

export const refusedToken = (answer: Answer) => 'error' in answer && answer.error.status === 403 && answer.error.code?.toLowerCase() === 'csrf'

async function attempt({ endpoint, args, headers = {} }: Call, extra: Extra, signal: AbortSignal): Promise<Answer> {
  const { method, door } = endpoint
  const request = new Request(`${extra.origin ?? location.origin}${addressOf(endpoint as Endpoint, args)}`, {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(args.body === undefined ? {} : { 'content-type': 'application/json' }),
      // Every door takes the cookie session, and then wants the token.
      ...(method === 'GET' ? {} : { 'x-csrftoken': await csrfToken() }),
      ...headers,
    },
    ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
  })
  const response = await (extra.fetch ?? fetch)(request)
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  if (response.ok) return { data: endpoint.bare ? body : endpoint.paged ? door.readPage(body) : door.unwrap(body) }
  if (response.status === 401) refusals.dispatchEvent(new Event('refused'))
  return { error: errorOf(response, door.readError(body)) }
}

export function errorOf(
  response: { status: number; headers: Pick<Headers, 'get'> },
  read: Pick<ApiError, 'message' | 'fields' | 'code' | 'current'>,
): ApiError {
  const request_id = response.headers.get('x-request-id')
  const wait = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  return { status: response.status, ...read, ...(request_id ? { request_id } : {}), ...(wait > 0 ? { retry_after: wait } : {}) }
}
