import { Problem, type ProblemDetails } from '#contract/problem.ts'
import { sizes } from './limits.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const malformed = (message: string, cause?: unknown) => new Problem('malformed', message, { cause })

/**
 * Reads a JSON body. Throws `too_large`, `unsupported_media_type` or `malformed`: broken JSON, wrong UTF-8, nesting deeper than
 * the limit, NUL characters and half surrogates (no database stores them), and `__proto__` keys. No body is undefined where it may be left out.
 */
export async function readJson(request: Request, optional = false): Promise<unknown> {
  if (saidLength(request) > sizes.max_body_bytes) throw tooLarge()
  const type = request.headers.get('content-type')
  if (type !== null && !/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) throw unsupported()
  const bytes = await readBytes(request, sizes.max_body_bytes, tooLarge)
  if (bytes.length === 0) {
    if (optional) return undefined
    throw malformed('Send a JSON body.')
  }
  if (type === null) throw unsupported()
  return parseJson(decode(bytes))
}

/** What `Content-Length` says; 0 where it says nothing, as for a body in chunks. */
export const saidLength = ({ headers }: Request): number => Number(headers.get('content-length') ?? '0')

/** Throws `too_large`, before anything is read, for what no endpoint takes. */
export function refuseHuge(request: Request): void {
  if (isHuge(request)) throw new Problem('too_large', `No request may be larger than ${sizes.max_request_bytes / 1024 ** 2} MiB.`)
}

const isHuge = (request: Request) => saidLength(request) > sizes.max_request_bytes

/** Nobody has read the body, and it is too long to wait for its end: the connection had better end with the answer. */
export const isEndless = (request: Request): boolean => !request.bodyUsed && (comesInChunks(request) || isHuge(request))

export const comesInChunks = ({ headers }: Request): boolean => headers.has('transfer-encoding')

/** Throws what `tooLarge` makes as soon as it is known that there is more than `most`, and `malformed` when the sender stopped half-way. */
export async function readBytes(request: Request, most: number, tooLarge: (details?: ProblemDetails) => Problem): Promise<Uint8Array<ArrayBuffer>> {
  if (saidLength(request) > most) throw tooLarge()
  if (request.headers.has('content-length')) return (await request.bytes().catch(endedEarly)) as Uint8Array<ArrayBuffer>
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read().catch(endedEarly)) ?? { done: true }
    if (done || !value) return new Blob(parts).bytes()
    length += value.length
    if (length > most) {
      void reader?.cancel().catch(() => {})
      throw tooLarge({ headers: { connection: 'close' } })
    }
    parts.push(value)
  }
}

function endedEarly(cause: unknown): never {
  throw malformed('The body ended early.', cause)
}

const tooLarge = (details?: ProblemDetails) => new Problem('too_large', 'The body is larger than 1 MiB.', details)
const unsupported = () => new Problem('unsupported_media_type', 'Send JSON with Content-Type: application/json.')

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8.')
  }
}

export function parseJson(text: string): unknown {
  checkDepth(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON.')
  }
  // Only an escape can bring these in, so most bodies skip the walk.
  if (text.includes('\\u') || text.includes('__proto__')) checkStrings(value)
  return value
}

/** Counts brackets outside strings, before a parser spends stack on them. */
function checkDepth(text: string): void {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === 92) i++
      else if (c === 34) inString = false
    } else if (c === 34) inString = true
    else if (c === 123 || c === 91) {
      if (++depth > sizes.max_json_depth) throw malformed(`The body is nested deeper than ${sizes.max_json_depth} levels.`)
    } else if (c === 125 || c === 93) depth--
  }
}

function checkStrings(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) throw malformed('Leave out NUL characters and half surrogates.')
  } else if (Array.isArray(value)) value.forEach(checkStrings)
  else if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) {
      if (key === '__proto__') throw malformed('Unknown field: __proto__.')
      checkStrings(key)
      checkStrings((value as Record<string, unknown>)[key])
    }
}
