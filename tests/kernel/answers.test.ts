import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { doors } from '#contract/door.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { accounts } from '../../apps/accounts/server/index.ts'
import { at, crash_secret, sample } from './sample.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts, sample])
})
afterAll(() => t.end())

const always = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

function expectSafe(response: Response, what: string) {
  for (const [name, value] of Object.entries(always)) expect(`${what} ${name}: ${response.headers.get(name)}`).toBe(`${what} ${name}: ${value}`)
  expect(`${what} ${response.headers.get('x-request-id')}`).toMatch(/ [\w-]{36}$/)
  expect(response.headers.has('server')).toBe(false)
  expect(response.headers.has('x-powered-by')).toBe(false)
}

const json = { 'content-type': 'application/json' }
const post = (body: string, headers: Record<string, string> = json) => ({ method: 'POST', body, headers })

/** One request for each kind of answer, with its status and whether caches may keep it. */
const kinds: [what: string, path: string, init: RequestInit, status: number, cache_control: string | null][] = [
  ['read', '/api/sample-read', {}, 200, 'no-store'],
  ['created', '/api/sample-write', post('{"text":"x"}'), 201, 'no-store'],
  ['nothing', '/api/sample-write', { method: 'DELETE' }, 204, 'no-store'],
  ['kept', '/api/sample-public', {}, 200, 'public, max-age=300'],
  ['file', '/data/sample.json', {}, 200, 'public, max-age=300'],
  ['docs', '/api/docs/', {}, 200, 'no-cache'],
  ['document', '/api/openapi.json', {}, 200, 'no-cache'],
  ['moved', '/old.html', {}, 301, 'public, max-age=86400'],
  ['robots', '/robots.txt', {}, 200, 'public, max-age=3600'],
  ['sitemap', '/sitemap.xml', {}, 200, 'public, max-age=3600'],
  ['inbox', '/dev/mail', {}, 200, 'no-store'],
  ['preflight', '/api/sample-write', { method: 'OPTIONS' }, 204, null],
  ['invalid', '/api/sample-write', post('{}'), 400, 'no-store'],
  ['malformed', '/api/sample-write', post('{'), 400, 'no-store'],
  ['wrong host', '/api/sample-read', { headers: { host: 'evil.example' } }, 400, 'no-store'],
  ['unauthenticated', '/api/sample-own', {}, 401, 'no-store'],
  ['csrf', '/auth/sample-write', post('{"text":"x"}'), 403, 'no-store'],
  ['unknown path', '/api/nothing', {}, 404, 'no-store'],
  ['unknown page', '/nothing', {}, 404, 'no-store'],
  ['unknown file', '/assets/x.js', {}, 404, 'no-store'],
  ['wrong method', '/api/sample-read', { method: 'PUT' }, 405, 'no-store'],
  ['wrong method on a page', '/', { method: 'POST' }, 405, 'no-store'],
  ['stale', '/api/sample-stale', {}, 409, 'no-store'],
  ['too large', '/api/sample-write', post('x'.repeat(1024 * 1024 + 1)), 413, 'no-store'],
  ['wrong type', '/api/sample-write', post('{"text":"x"}', { 'content-type': 'text/plain' }), 415, 'no-store'],
  ['crash', '/api/sample-crash', {}, 500, 'no-store'],
  ['no room', '/api/sample-full', {}, 507, 'no-store'],
]

for (const [what, path, init, status, cache_control] of kinds)
  test(`${what}: ${status} with the security headers, a request id and Cache-Control: ${cache_control}`, async () => {
    // Twice: what is kept goes a shorter way the second time.
    for (let i = 0; i < 3; i++) {
      const response = await t.visitor().request(path, init)
      expect(response.status).toBe(status)
      expectSafe(response, what)
      expect(response.headers.get('cache-control')).toBe(cache_control)
    }
  })

test('only what the contract declares leaves, at every door', async () => {
  for (const door of doors) {
    const text = await (await t.visitor().request(at(door, 'read'))).text()
    expect(door.unwrap(JSON.parse(text))).toEqual({ text: 'read' })
    expect(text).not.toContain('undeclared')
  }
})

test('304 carries them too', async () => {
  for (const path of ['/data/sample.json', '/api/sample-public']) {
    const etag = (await t.visitor().request(path)).headers.get('etag') ?? ''
    const response = await t.visitor().request(path, { headers: { 'if-none-match': etag } })
    expect(response.status).toBe(304)
    expectSafe(response, path)
  }
})

test('every request has an id of its own, and clients cannot choose it', async () => {
  const headers = { 'x-request-id': 'chosen-by-the-client' }
  const ids = await Promise.all(
    ['/api/sample-read', '/api/sample-public', '/api/sample-public'].map(async (path) =>
      (await t.visitor().request(path, { headers })).headers.get('x-request-id'),
    ),
  )
  expect(new Set(ids).size).toBe(3)
  expect(ids).not.toContain('chosen-by-the-client')
})

describe('behind a trusted proxy', () => {
  let proxied: TestSite
  beforeAll(async () => {
    proxied = await testSite([accounts, sample], { environment: { TRUSTED_PROXIES: '10.0.0.1' } })
  })
  afterAll(() => proxied.end())
  const ask = (address: string, headers: Record<string, string>) => proxied.visitor({ address }).request('/api/sample-read', { headers })

  test('https answers carry HSTS of two years; http answers and strangers’ claims do not', async () => {
    const hsts = async (address: string, proto: string) => (await ask(address, { 'x-forwarded-proto': proto })).headers.get('strict-transport-security')
    expect(await hsts('10.0.0.1', 'https')).toBe('max-age=63072000; includeSubDomains')
    expect(await hsts('10.0.0.1', 'http')).toBeNull()
    expect(await hsts('203.0.113.1', 'https')).toBeNull()
  })

  test('the proxy’s request id is kept when it is a plain one', async () => {
    const id = async (address: string, given: string) => (await ask(address, { 'x-request-id': given })).headers.get('x-request-id')
    expect(await id('10.0.0.1', 'from-nginx-123')).toBe('from-nginx-123')
    expect(await id('10.0.0.1', 'x'.repeat(65))).not.toContain('xxx')
    expect(await id('10.0.0.1', '<script>')).not.toContain('script')
    expect(await id('203.0.113.1', 'from-nginx-123')).not.toBe('from-nginx-123')
  })
})

describe('what fails inside', () => {
  const shapes: Record<string, (body: never) => unknown> = {
    portal: (body: { error: string }) => body.error,
    session: (body: { detail: string }) => body.detail,
    pair: (body: { detail: string }) => body.detail,
    versioned: (body: { error: { message: string } }) => body.error.message,
  }
  for (const door of doors)
    test(`${door.name}: says nothing of the cause but the number to tell us, and the log has the rest`, async () => {
      const response = await t.visitor().request(at(door, 'crash'))
      const id = response.headers.get('x-request-id')
      const text = await response.text()
      expect(shapes[door.name]?.(JSON.parse(text) as never)).toBe(`Something went wrong. Tell us this number: ${id}`)
      expect(text).not.toContain('select')
      expect(text).not.toContain('/srv')
      const line = t.logged.map((entry) => JSON.parse(entry)).find((entry) => entry.request_id === id)
      expect(line).toMatchObject({ level: 'error', method: 'GET', path: at(door, 'crash'), status: 500, msg: 'internal' })
      expect(line.err.message).toBe(crash_secret)
    })

  test('a full disk is 507, and a client’s own mistake is not logged as ours', async () => {
    const lines = t.logged.length
    const response = await t.visitor().request('/api/v1/sample-full')
    expect(response.status).toBe(507)
    expect(await response.json()).toMatchObject({
      status: 'error',
      error: { code: 'INSUFFICIENT_STORAGE', message: 'There is no room left to store this. Reading still works.' },
    })
    expect(t.logged.length).toBe(lines + 1)
    await t.visitor().request('/api/v1/nothing')
    expect(t.logged.length).toBe(lines + 1)
  })
})

test('LOG_REQUESTS=all writes a line for each request, kept answers included', async () => {
  const own = await testSite([sample], { environment: { LOG_REQUESTS: 'all' } })
  try {
    for (const path of ['/api/sample-public', '/api/sample-public', '/api/sample-public', '/api/sample-read']) await own.visitor().request(path)
    const lines = own.logged.map((line) => JSON.parse(line)).filter((line) => line.path)
    expect(lines.map(({ path, status, method }) => `${method} ${path} ${status}`)).toEqual([
      'GET /api/sample-public 200',
      'GET /api/sample-public 200',
      'GET /api/sample-public 200',
      'GET /api/sample-read 200',
    ])
  } finally {
    await own.end()
  }
})
