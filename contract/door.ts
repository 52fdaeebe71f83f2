import type { Page } from './page.ts'
import type { FieldErrors, Problem, ProblemCode } from './problem.ts'

type Json = Record<string, unknown>

/** What a door may know about the answer it wraps. */
export interface AnswerContext {
  /** ISO-8601 in UTC. */
  now: string
}

/**
 * How one reference's API speaks on the wire: which paths it owns and how it wraps success, errors and pages.
 * Both halves use it: the server wraps, the browser unwraps.
 */
export interface Door {
  name: string
  title: string
  description: string
  /** Path prefixes, longest match wins; unknown paths below them get this door's 404. */
  prefixes: readonly string[]
  /** The status of a problem where this door's reference differs from the usual one. */
  status(problem: Problem): number
  success(data: unknown, context: AnswerContext): unknown
  page(page: Page<unknown>, context: AnswerContext): unknown
  error(problem: Problem, context: AnswerContext): unknown
  /** The data inside a successful answer. */
  unwrap(body: unknown): unknown
  /** The part of a list inside a successful answer. */
  readPage(body: unknown): Omit<Page<unknown>, 'limit'>
  /** The sentence and the fields inside an error answer. */
  readError(body: unknown): { message: string; fields: FieldErrors; code?: string; current?: unknown }
  /** JSON Schema of a wrapped answer and of an error, for OpenAPI. */
  successSchema(data: Json): Json
  pageSchema(item: Json): Json
  errorSchema: Json
}

const text = { type: 'string' }
const nullableText = { type: ['string', 'null'] }
const object = (properties: Json, required = Object.keys(properties)): Json => ({ type: 'object', properties, required })
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const current = { description: 'What the client needs to go on, such as what a stale write should have been based on.' }
const emptyPage = { items: [], next: null, previous: null }
const usualStatus = (problem: Problem) => problem.status

/** Pocket India's API: `{"ok":true,"data":…}` and `{"error":"…"}`. */
export const portalDoor: Door = {
  name: 'portal',
  title: 'Portal',
  description: 'States, posts, comments, contact and token login, as in Pocket India.',
  prefixes: ['/api', '/data', '/feeds'],
  status: usualStatus,
  success: (data) => ({ ok: true, data: data ?? null }),
  page: ({ items, next, previous }) => ({ ok: true, data: items, next, previous }),
  error: (problem) => ({ error: problem.message, ...(problem.details.current === undefined ? {} : { current: problem.details.current }) }),
  unwrap: (body) => (isObject(body) && 'data' in body ? body['data'] : body),
  readPage: (body) => (isObject(body) ? { items: listOf(body['data']), next: textOrNull(body['next']), previous: textOrNull(body['previous']) } : emptyPage),
  readError: (body) => {
    if (!isObject(body)) return { message: '', fields: {} }
    const { error, current } = body
    return { message: typeof error === 'string' ? error : '', fields: {}, ...(current === undefined ? {} : { current }) }
  },
  successSchema: (data) => object({ ok: { const: true }, data }),
  pageSchema: (item) => object({ ok: { const: true }, data: { type: 'array', items: item }, next: nullableText, previous: nullableText }),
  errorSchema: object({ error: text, current }, ['error']),
}

const drfErrors: Pick<Door, 'readError' | 'readPage' | 'status' | 'unwrap' | 'page' | 'pageSchema'> = {
  // Django REST Framework answers 400 to a duplicate, since its serializer finds it.
  status: (problem) => (problem.code === 'conflict' && problem.details.fields ? 400 : problem.status),
  unwrap: (body) => body,
  readPage: (body) => (isObject(body) ? { items: listOf(body['results']), next: textOrNull(body['next']), previous: textOrNull(body['previous']) } : emptyPage),
  page: ({ items, next, previous }) => ({ results: items, next, previous }),
  pageSchema: (item) => object({ results: { type: 'array', items: item }, next: nullableText, previous: nullableText }),
  readError: (body) => {
    if (!isObject(body)) return { message: '', fields: {} }
    // A field may be called `code` or `detail` too: then it holds a list.
    const { detail, code, current } = body
    const fields = Object.fromEntries(Object.entries(body).filter(([, value]) => Array.isArray(value))) as FieldErrors
    return {
      message: typeof detail === 'string' ? detail : (Object.values(fields)[0]?.[0] ?? ''),
      fields,
      ...(typeof code === 'string' ? { code } : {}),
      ...(current === undefined ? {} : { current }),
    }
  },
}

/** Cookie sessions and the apps behind them: Django REST Framework's shapes. */
export const sessionDoor: Door = {
  name: 'session',
  title: 'Session',
  description: 'Cookie sessions with CSRF, lists, todos and chat, in the shapes of Django REST Framework.',
  prefixes: ['/auth', '/api/lists', '/api/todos', '/api/feeds', '/api/chat'],
  ...drfErrors,
  success: (data) => data,
  error: (problem) => {
    const { fields, current } = problem.details
    if (fields) return fields
    return { detail: problem.message, code: problem.code, ...(current === undefined ? {} : { current }) }
  },
  successSchema: (data) => data,
  errorSchema: {
    anyOf: [object({ detail: text, code: text, current }, ['detail', 'code']), { type: 'object', additionalProperties: { type: 'array', items: text } }],
  },
}

const simpleJwtCodes: Partial<Record<ProblemCode, string>> = { unauthenticated: 'not_authenticated', bad_credentials: 'no_active_account' }

/** Token pairs: SimpleJWT's shapes, `{"detail","code"}`. */
export const pairDoor: Door = {
  name: 'pair',
  title: 'Token pair',
  description: 'Token pairs in the shapes of SimpleJWT, registration, profile and health.',
  prefixes: ['/api/token', '/api/users', '/api/health'],
  ...drfErrors,
  success: (data) => data,
  error: (problem) => problem.details.fields ?? { detail: problem.message, code: simpleJwtCodes[problem.code] ?? problem.code },
  successSchema: (data) => data,
  errorSchema: sessionDoor.errorSchema,
}

const metaFields = { timestamp: { type: 'string', format: 'date-time' }, version: { const: '1.0' } }
const metaSchema = object(metaFields)
const pageMetaSchema = object({ ...metaFields, pagination: object({ next: nullableText, previous: nullableText, limit: { type: 'integer' } }) })
const meta = (context: AnswerContext) => ({ timestamp: context.now, version: '1.0' })
const versionedCodes: Partial<Record<ProblemCode, string>> = { invalid: 'VALIDATION_ERROR', malformed: 'PARSE_ERROR' }

/** The versioned API with its envelope. */
export const versionedDoor: Door = {
  name: 'versioned',
  title: 'Versioned (v1)',
  description: 'The enveloped, versioned API.',
  prefixes: ['/api/v1', '/.well-known'],
  status: usualStatus,
  success: (data, context) => ({ status: 'success', data: data ?? null, meta: meta(context) }),
  page: ({ items, next, previous, limit }, context) => ({
    status: 'success',
    data: items,
    meta: { ...meta(context), pagination: { next, previous, limit } },
  }),
  error: (problem, context) => ({
    status: 'error',
    error: {
      code: versionedCodes[problem.code] ?? problem.code.toUpperCase(),
      message: problem.message,
      details: problem.details.fields ?? problem.details.current ?? {},
    },
    meta: meta(context),
  }),
  unwrap: (body) => (isObject(body) ? body['data'] : body),
  readPage: (body) => {
    const meta = isObject(body) && isObject(body['meta']) ? body['meta'] : {}
    const pagination = isObject(meta['pagination']) ? meta['pagination'] : {}
    return { items: listOf(isObject(body) ? body['data'] : []), next: textOrNull(pagination['next']), previous: textOrNull(pagination['previous']) }
  },
  readError: (body) => {
    const error = isObject(body) && isObject(body['error']) ? body['error'] : {}
    return {
      message: typeof error['message'] === 'string' ? error['message'] : '',
      fields: isObject(error['details']) ? (error['details'] as FieldErrors) : {},
      ...(typeof error['code'] === 'string' ? { code: error['code'] } : {}),
    }
  },
  successSchema: (data) => object({ status: { const: 'success' }, data, meta: metaSchema }),
  pageSchema: (item) => object({ status: { const: 'success' }, data: { type: 'array', items: item }, meta: pageMetaSchema }),
  errorSchema: object({ status: { const: 'error' }, error: object({ code: text, message: text, details: { type: 'object' } }), meta: metaSchema }),
}

export const doors: readonly Door[] = [portalDoor, sessionDoor, versionedDoor, pairDoor]

const prefixes = doors
  .flatMap((door) => door.prefixes.map((prefix) => ({ door, prefix, below: `${prefix}/` })))
  .sort((a, b) => b.prefix.length - a.prefix.length)

/** The door that owns a path: the longest prefix wins; undefined for paths that belong to pages and files. */
export function doorOf(path: string): Door | undefined {
  for (const { door, prefix, below } of prefixes) if (path.startsWith(below) || path === prefix) return door
  return
}
