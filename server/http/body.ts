import { Problem } from '#contract/problem.ts'
import { sizes } from './limits.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const malformed = (message: string) => new Problem('malformed', message)

/**
 * Reads a JSON body. Throws `too_large`, `unsupported_media_type` or `malformed`: broken JSON, wrong UTF-8, nesting deeper than
 * the limit, NUL characters and half surrogates (no database stores them), and `__proto__` keys. No body is undefined where it may be left out.
 */
export async function readJson(request: Request, optional = false): Promise<unknown> {
  const length = Number(request.headers.get('content-length') ?? '0')
  if (length > sizes.max_body_bytes) throw tooLarge()
  const type = request.headers.get('content-type')
  if (type !== null && !/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) throw unsupported()
  const bytes = await readBytes(request)
  if (bytes.length > sizes.max_body_bytes) throw tooLarge()
  if (bytes.length === 0) {
    if (optional) return undefined
    throw malformed('Send a JSON body.')
  }
  if (type === null) throw unsupported()
  return parseJson(decode(bytes))
}

/** Throws `malformed` when the sender stopped half-way. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await request.bytes().catch((cause: unknown) => {
    throw new Problem('malformed', 'The body ended early.', { cause })
  })
  return bytes as Uint8Array<ArrayBuffer>
}

const tooLarge = () => new Problem('too_large', 'The body is larger than 1 MiB.')
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
