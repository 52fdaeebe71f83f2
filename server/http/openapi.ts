import { z } from 'zod'
import { doors } from '#contract/door.ts'
import { type Endpoint, mayBeLeftOut, takes } from '#contract/endpoint.ts'
import { type BodyKind, typesOf } from '#contract/upload.ts'
import type { Guard } from './guard.ts'
import type { Route } from './routes.ts'

type Json = Record<string, unknown>

const bodyErrors: Record<BodyKind, Record<number, string>> = {
  json: { 413: 'The body is larger than 1 MiB.', 415: 'The body is not application/json.' },
  upload: { 413: 'The file is larger than 10 MiB.', 415: 'The file is of another type than those that are taken.' },
}

/** Answers that an endpoint gives whatever it does, by what it takes and who may call it. */
function usualErrors({ endpoint, guard }: Route): Record<number, string> {
  const body = takes(endpoint.body)
  return {
    ...((body || takes(endpoint.query)) && { 400: 'A value is missing or wrong, or the JSON is broken or too deep.' }),
    ...(guard.who !== 'anyone' && { 401: 'No valid credential.' }),
    ...((['staff', 'admin', 'verified'].includes(guard.who) || endpoint.method !== 'GET') && {
      403: 'Not allowed, or the CSRF token of a cookie session is missing.',
    }),
    ...(endpoint.path.includes(':') && { 404: 'There is no such thing, or it is somebody else’s.' }),
    ...(body && bodyErrors[endpoint.accepts]),
    429: 'Too many requests; Retry-After says when to come back.',
  }
}

const notes = { override: ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: Json }) => void (zodSchema && delete jsonSchema['page']) }

export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline', ...(notes as object) }) as Json
  return json
}

function answerSchema(endpoint: Endpoint): Json | undefined {
  if (!takes(endpoint.returns)) return endpoint.bare || endpoint.status === 204 ? undefined : endpoint.door.successSchema({ type: 'null' })
  const schema = schemaOf(endpoint.returns, 'output')
  if (endpoint.bare) return schema
  if (!endpoint.paged) return endpoint.door.successSchema(schema)
  const items = (schema['properties'] as { items: { items: Json } }).items.items
  return { ...endpoint.door.pageSchema(items), ...(schema['$defs'] !== undefined && { $defs: schema['$defs'] }) }
}

/** zod keeps a schema that has an id under `$defs` of each one that uses it; in this document it stands among the components, once. */
export function hoist(value: unknown, named: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => hoist(item, named))
  if (typeof value !== 'object' || value === null) return value
  const { $defs = {}, $ref, ...rest } = value as { $defs?: Json; $ref?: string }
  for (const [name, schema] of Object.entries($defs)) named[name] ??= hoist(schema, named)
  const moved = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, hoist(inner, named)]))
  return $ref === undefined ? moved : { ...moved, $ref: $ref.replace('#/$defs/', '#/components/schemas/') }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
  description: 'The same key again within a day gives the answer of the first call and does nothing more.',
}

function parameters({ endpoint, options }: Route): Json[] {
  const headers = options.repeatable ? [idempotencyKey] : []
  return [...addressed(endpoint), ...headers]
}

function addressed(endpoint: Endpoint): Json[] {
  const path = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  if (!takes(endpoint.query)) return path
  const { properties = {}, required = [] } = schemaOf(endpoint.query, 'input') as { properties?: Record<string, Json>; required?: string[] }
  const query = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
  return [...path, ...query]
}

function security(guard: Guard<unknown>): Json[] {
  return guard.who === 'anyone' ? [] : [{ bearer: [] }, { session: [] }]
}

function bodyContent({ body, accepts, example }: Endpoint): Json {
  if (accepts === 'json') return { 'application/json': { schema: schemaOf(body, 'input'), ...(example !== undefined && { example }) } }
  const types = typesOf(body)
  const form = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] }
  return {
    ...Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
    'multipart/form-data': { schema: form, encoding: { file: { contentType: types.join(', ') } } },
  }
}

function answerContent(endpoint: Endpoint): Json {
  if (endpoint.answers === 'redirect') return { headers: { Location: { description: 'Where the browser goes next.', schema: { type: 'string' } } } }
  if (endpoint.answers === 'file') return { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } }
  const schema = answerSchema(endpoint)
  return schema ? { content: { 'application/json': { schema } } } : {}
}

const retryAfter = { headers: { 'Retry-After': { description: 'After so many seconds trying again makes sense.', schema: { type: 'integer' } } } }
const retry: Record<string, Json> = { 429: retryAfter, 503: retryAfter }

function operation(route: Route): Json {
  const { endpoint, guard } = route
  const errors = { ...usualErrors(route), ...endpoint.errors }
  const errorContent = { 'application/json': { schema: { $ref: `#/components/schemas/${endpoint.door.name}_error` } } }
  return {
    operationId: endpoint.name,
    tags: [endpoint.door.title],
    summary: endpoint.summary,
    ...(endpoint.description && { description: endpoint.description }),
    parameters: parameters(route),
    security: security(guard),
    ...(takes(endpoint.body) && {
      requestBody: { required: !mayBeLeftOut(endpoint.body), content: bodyContent(endpoint) },
    }),
    responses: {
      [endpoint.status]: { description: endpoint.summary, ...answerContent(endpoint) },
      ...Object.fromEntries(Object.entries(errors).map(([status, description]) => [status, { description, ...retry[status], content: errorContent }])),
    },
  }
}

/** OpenAPI 3.1 of every door, or of one. */
export function openApi(routes: Route[], version: string, only?: string): Json {
  const paths: Record<string, Json> = {}
  const shown = routes.filter(({ endpoint }) => !only || endpoint.door.name === only)
  for (const route of shown) {
    const path = route.endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.endpoint.method.toLowerCase()]: operation(route) }
  }
  const named: Json = {}
  const hoisted = hoist(paths, named)
  const used = doors.filter((door) => shown.some(({ endpoint }) => endpoint.door.name === door.name))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Banyan',
      version,
      description: 'One server, four doors: each speaks as its reference does. A trailing slash is optional on every path.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: used.map(({ title, description }) => ({ name: title, description })),
    paths: hoisted,
    components: {
      schemas: { ...named, ...Object.fromEntries(used.map((door) => [`${door.name}_error`, door.errorSchema])) },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token from /api/auth/login, an access token from /api/v1/auth/login or /api/token, or an API key.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'sessionid',
          description: 'A cookie session; unsafe calls also send X-CSRFToken. On https it is called `__Host-sessionid`.',
        },
      },
    },
  }
}
