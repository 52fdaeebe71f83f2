import type { Endpoint } from '#contract/endpoint.ts'
import { addressOf } from '#contract/endpoint.ts'
import { type Answer, csrfToken, dropCsrfToken, errorOf, refusedToken, type Wire } from './transport.ts'

interface Options {
  params?: Record<string, string>
  query?: Record<string, string>
  /** Bytes that have left, of how many. */
  onProgress: (sent: number, total: number) => void
  signal: AbortSignal
}

/** Sends one file to an endpoint that takes an upload, telling how far it is; a refused CSRF token is fetched anew and tried once more. */
export async function sendFile(endpoint: Wire, file: Blob, options: Options): Promise<Answer> {
  const answer = await attempt(endpoint, file, options)
  if (!refusedToken(answer)) return answer
  dropCsrfToken()
  return attempt(endpoint, file, options)
}

/** `fetch` cannot tell what has been sent, so this is an XMLHttpRequest. */
async function attempt(endpoint: Wire, file: Blob, { params = {}, query = {}, onProgress, signal }: Options): Promise<Answer> {
  const token = await csrfToken().catch(() => undefined)
  const request = new XMLHttpRequest()
  return new Promise((resolve) => {
    const failed = () => resolve({ error: { status: 0, message: '', fields: {}, code: 'offline' } })
    if (token === undefined || signal.aborted) return failed()
    request.open(endpoint.method, addressOf(endpoint as Endpoint, { params, query }))
    request.responseType = 'json'
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', file.type)
    request.setRequestHeader('x-csrftoken', token)
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total)
    request.onload = () => resolve(answerOf(endpoint, request))
    request.onerror = failed
    request.onabort = failed
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function answerOf({ door, bare }: Wire, request: XMLHttpRequest): Answer {
  const { status } = request
  const body: unknown = request.response
  if (status >= 200 && status < 300) return { data: bare ? body : door.unwrap(body) }
  return { error: errorOf({ status, headers: { get: (name) => request.getResponseHeader(name) } }, door.readError(body)) }
}
