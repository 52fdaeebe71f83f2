import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Endpoint, mayBeLeftOut, takes } from '#contract/endpoint.ts'
import { healthRoutes } from '#server/observe/health.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { startSession } from '../../apps/accounts/server/sessions.ts'
import { apps } from '../../apps/server.ts'

setDefaultTimeout(60_000)

type Json = Record<string, unknown>
interface Operation {
  operationId: string
  tags: string[]
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: Json }[]
  security: Json[]
  requestBody?: { required: boolean; content: Record<string, { schema: Json; example?: unknown }> }
  responses: Record<string, { description: string; content?: { 'application/json': { schema: Json } } }>
}
interface Document {
  openapi: string
  info: Json
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Json; securitySchemes: Json }
}

const routes = [...healthRoutes.all, ...apps.flatMap((app) => app.routes?.all ?? [])]
let t: TestSite
let document: Document
beforeAll(async () => {
  t = await testSite(apps)
  document = (await (await t.visitor().request('/api/openapi.json')).json()) as Document
})
afterAll(() => t.end())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

function each(value: unknown, see: (object: Json) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) see(value as Json)
  for (const inner of Object.values(value)) each(inner, see)
}

test('it is an OpenAPI 3.1 document with a title, a version and a licence', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/)
  expect(document.info).toMatchObject({ title: 'Banyan', version: expect.stringMatching(/^\d+\.\d+\.\d+/), license: { name: 'MIT', identifier: 'MIT' } })
  expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths', 'tags'])
})

test('every endpoint is in it once, and nothing else', () => {
  const expected = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path.replace(/:(\w+)/g, '{$1}')} ${endpoint.name}`)
  expect(
    operations()
      .map(({ path, method, operation }) => `${method.toUpperCase()} ${path} ${operation.operationId}`)
      .sort(),
  ).toEqual(expected.sort())
  expect(new Set(operations().map(({ operation }) => operation.operationId)).size).toBe(routes.length)
})

test('every operation has a summary, a known tag, parameters for its path, and answers: one success and the errors with their schema', () => {
  const tags = document.tags.map(({ name }) => name)
  for (const { path, operation } of operations()) {
    expect(operation.summary.length).toBeGreaterThan(3)
    expect(tags).toContain(operation.tags[0] ?? '')
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
    expect(operation.parameters.filter((p) => p.in === 'path').map((p) => p.name)).toEqual(named)
    for (const parameter of operation.parameters)
      expect({ ...parameter, schema: typeof parameter.schema }).toMatchObject({ schema: 'object', required: expect.any(Boolean) })
    const statuses = Object.keys(operation.responses)
    expect(statuses.filter((status) => /^[23]/.test(status))).toHaveLength(1)
    expect(statuses).toContain('429')
    for (const [status, { description, content }] of Object.entries(operation.responses)) {
      expect(description.length).toBeGreaterThan(3)
      if (Number(status) >= 400) expect(content?.['application/json'].schema['$ref']).toMatch(/^#\/components\/schemas\/\w+_error$/)
    }
  }
})

test('every reference resolves inside the document', () => {
  const missing: string[] = []
  let references = 0
  each(document, (object) => {
    const ref = object['$ref']
    if (typeof ref !== 'string') return
    references++
    const found =
      ref.startsWith('#/') &&
      ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, part) => (at as Json | undefined)?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')], document)
    if (!found) missing.push(ref)
  })
  expect(references).toBeGreaterThan(30)
  expect(missing).toEqual([])
})

test('every schema is JSON Schema 2020-12 as OpenAPI 3.1 takes it', () => {
  const types = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']
  const schemas = operations().flatMap(({ operation }) => [
    ...operation.parameters.map((p) => p.schema),
    ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}).map(({ schema }) => schema)),
  ])
  expect(schemas.length).toBeGreaterThan(50)
  each([...schemas, document.components.schemas], (object) => {
    const { type, required, properties, nullable, $defs, definitions } = object
    // Properties may be called anything; only a schema's own keywords are judged.
    if (typeof type === 'string' && !('properties' in object) && typeof properties !== 'object') expect(types).toContain(type)
    if (Array.isArray(required) && typeof properties === 'object' && properties)
      for (const name of required) expect(Object.keys(properties)).toContain(String(name))
    expect(nullable === undefined || typeof nullable === 'object').toBe(true)
    expect($defs ?? definitions).toBeUndefined()
  })
})

test('a list says how one pages through it, and an error what a client may go on with, as they stand on the wire', () => {
  const answer = (path: string) => document.paths[path]?.['get']?.responses['200']?.content?.['application/json'].schema as { properties: Record<string, Json> }
  const { properties } = answer('/api/v1/users').properties['meta'] as { properties: Record<string, Json> }
  expect(properties['pagination']?.['required']).toEqual(['next', 'previous', 'limit'])
  for (const path of ['/api/posts', '/auth/sessions']) expect(Object.keys(answer(path).properties)).toEqual(expect.arrayContaining(['next', 'previous']))
  for (const door of ['portal', 'session']) expect(JSON.stringify(document.components.schemas[`${door}_error`])).toContain('"current"')
})

test('when to come back stands where it is told, and a call that may be repeated takes its key', () => {
  const repeatable: string[] = []
  for (const { operation } of operations()) {
    for (const status of ['429', '503'] as const)
      if (operation.responses[status]) expect(operation.responses[status]).toHaveProperty('headers.Retry-After.schema', { type: 'integer' })
    if (operation.parameters.some(({ in: where, name }) => where === 'header' && name === 'Idempotency-Key')) repeatable.push(operation.operationId)
  }
  expect(repeatable).toEqual(routes.filter(({ options }) => options.repeatable).map(({ endpoint }) => endpoint.name))
  expect(repeatable.length).toBeGreaterThan(2)
})

test('what needs a credential says which, and names a scheme that is described', () => {
  for (const { endpoint, guard } of routes) {
    const operation = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
    const needs = guard.who !== 'anyone'
    expect(`${endpoint.name} ${operation?.security.length}`).toBe(`${endpoint.name} ${needs ? 2 : 0}`)
    expect(`${endpoint.name} ${'401' in (operation?.responses ?? {})}`).toBe(`${endpoint.name} ${needs || Boolean(endpoint.errors?.[401])}`)
    for (const scheme of operation?.security ?? []) expect(document.components.securitySchemes).toHaveProperty(Object.keys(scheme)[0] ?? '')
  }
})

/** Where an example cannot be accepted, since it names what only a person's phone or key can make: how it is refused. */
const refused: Record<string, number> = {
  // Nothing has been begun.
  'accounts.confirm_totp': 409,
  // No key made these, and nobody has one to name.
  'accounts.add_passkey': 400,
  'accounts.rename_passkey': 404,
  'accounts.passkey_sign_in': 400,
  // There is nobody to talk with yet.
  'chat.open_room': 404,
  'chat.change_room': 404,
  'chat.send_message': 404,
  'chat.edit_message': 404,
  'chat.react': 404,
  'chat.mark_read': 404,
  'chat.report_message': 404,
  // No picture has been uploaded.
  'portal.change_image': 404,
  // Nobody else has written anything that could be reported or judged.
  'portal.add_report': 404,
  'portal.decide_case': 404,
  'chat.handle_report': 404,
}

test('every endpoint that takes a body shows one, and on a fresh site it is accepted, in the order of the document', async () => {
  const taking = routes.map(({ endpoint }) => endpoint).filter((endpoint) => takes(endpoint.body) && endpoint.accepts === 'json')
  for (const endpoint of taking) {
    expect(`${endpoint.name} ${endpoint.example !== undefined}`).toBe(`${endpoint.name} true`)
    const shown = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]?.requestBody
    expect(`${endpoint.name} ${shown?.required}`).toBe(`${endpoint.name} ${!mayBeLeftOut(endpoint.body)}`)
    expect(shown?.content['application/json']?.example).toEqual(endpoint.example)
  }
  expect(await accepted(taking)).toEqual(taking.map(({ name, status }) => `${name} ${refused[name] ?? status}`))
})

test('an upload is shown as the bytes of each type and as a form with one file', () => {
  const body = document.paths['/api/v1/users/profile/avatar']?.['put']?.requestBody
  expect(Object.keys(body?.content ?? {})).toEqual(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'multipart/form-data'])
  expect(body?.content['image/png']?.schema).toEqual({ type: 'string', format: 'binary' })
  expect(body?.content['multipart/form-data']?.schema).toEqual({
    type: 'object',
    properties: { file: { type: 'string', format: 'binary' } },
    required: ['file'],
  })
})

/** Each example sent to a fresh site on which the ones before it, of its own door, have been sent. */
async function accepted(endpoints: Endpoint[]): Promise<string[]> {
  const answers: string[] = []
  const sites = new Map<string, { site: TestSite; visitor: Visitor; tokens: Record<string, string> }>()
  for (const endpoint of endpoints) {
    const { name } = endpoint.door
    if (!sites.has(name)) {
      const site = await testSite(apps)
      sites.set(name, { site, visitor: site.visitor(), tokens: {} })
    }
    const here = sites.get(name)
    if (!here) continue
    const visitor = name === 'session' ? await here.site.visitor().withCsrf() : here.visitor
    visitor.token = routes.find((route) => route.endpoint === endpoint)?.guard.who === 'anyone' ? undefined : await freshToken(here.site)
    // An example cannot know a token: it says in words which one, and gets the last that this door gave.
    const known = JSON.stringify(endpoint.example).replace(/the (access|refresh) token/g, (words, kind: string) => here.tokens[kind] ?? words)
    const { code = '', link = '' } = /"code"|the link"/.test(known) ? await mailed(here.site) : {}
    const kept = known.includes('the token from the mail') ? await mailedToken(here.site) : undefined
    const body = known
      .replace('"123456"', `"${code}"`)
      .replace('the token of the link', link)
      .replace('the token from the mail', (words) => kept ?? words)
    // What has an id in its path is shown on the thing that was made last.
    const path = endpoint.path.replace(/:id\b/, here.tokens['id'] ?? '')
    const response = await visitor.request(path, { method: endpoint.method, body, headers: { 'content-type': 'application/json' } })
    answers.push(`${endpoint.name} ${response.status}`)
    const text = await response.text()
    for (const [, kind = '', token = ''] of text.matchAll(/"(access|refresh|id)":"([^"]+)"/g)) here.tokens[kind] = token
  }
  for (const { site } of sites.values()) await site.end()
  return answers
}

/** The last code and the last link of “it was not me” that went out by mail. */
async function mailed(site: TestSite): Promise<{ code?: string; link?: string }> {
  while ((await site.worker.drain()) > 0);
  const mails = await site.site.store.db.selectFrom('sent_mails').select('text').orderBy('id').execute()
  const last = (pattern: RegExp) => mails.flatMap(({ text }) => pattern.exec(text)?.[1] ?? []).at(-1) ?? ''
  return { code: last(/^(\d{6})$/m), link: last(/not-me\?token=([\w-]+)/) }
}

/** What stands in the link of the last mail that has one. */
async function mailedToken({ site }: TestSite): Promise<string | undefined> {
  const jobs = await site.store.db.selectFrom('jobs').select('payload').where('name', '=', 'kernel.send_mail').orderBy('id', 'desc').execute()
  return jobs.map(({ payload }) => /\btoken=([\w.-]+)/.exec(payload)?.[1]).find(Boolean)
}

/** A token of the person that every door's examples sign up. */
async function freshToken(site: TestSite): Promise<string> {
  const john = await site.site.store.db.selectFrom('users').select('id').executeTakeFirst()
  if (!john) return ''
  const request = { address: '127.0.0.1', user_agent: 'test' } as Parameters<typeof startSession>[2]['request']
  const context = { actor_id: null, ip: null, request_id: null }
  return (await site.site.store.write(context, (tx) => startSession(tx, john.id, { site: site.site, kind: 'token', request, action: 'test' }))).secret
}

test('each answer of a reading endpoint fits what is declared: only declared fields leave', async () => {
  for (const { endpoint, guard } of routes.filter(({ endpoint }) => endpoint.method === 'GET' && !endpoint.path.includes(':'))) {
    if (guard.who !== 'anyone' || endpoint.answers !== 'json') continue
    const response = await t.visitor().request(endpoint.path)
    expect(`${endpoint.name} ${response.status}`).toBe(`${endpoint.name} 200`)
    const body = await response.json()
    const said = endpoint.paged ? { ...endpoint.door.readPage(body), limit: 20 } : endpoint.door.unwrap(body)
    expect(endpoint.returns.safeParse(endpoint.bare ? body : said).success).toBe(true)
  }
})

test('the versioned door has a document of its own', async () => {
  const own = (await (await t.visitor().request('/api/v1/openapi.json')).json()) as Document
  for (const methods of Object.values(own.paths)) for (const operation of Object.values(methods)) expect(operation.tags).toEqual(['Versioned (v1)'])
})
