import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { sample } from './sample.ts'

const friend = 'https://friend.example'
let t: TestSite
beforeAll(async () => {
  t = await testSite([sample], { environment: { CORS_ALLOWED_ORIGINS: `${friend}, http://localhost:5173` } })
})
afterAll(() => t.end())

const from = (origin: string | undefined, path = '/api/sample-read', method = 'GET') =>
  t.visitor().request(path, { method, ...(origin !== undefined && { headers: { origin } }) })
const kinds = ['/api/sample-read', '/api/sample-public', '/data/sample.json', '/api/nothing', '/api/sample-crash', '/api/docs']

test('a listed origin may read every kind of answer, with its cookies', async () => {
  for (const path of kinds)
    for (const origin of [friend, 'http://localhost:5173']) {
      const { headers } = await from(origin, path)
      expect(`${path} ${headers.get('access-control-allow-origin')}`).toBe(`${path} ${origin}`)
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('access-control-expose-headers')).toContain('x-request-id')
    }
})

test('a page of a listed origin may read every header that tells it what to do next', async () => {
  const exposed = ((await from(friend)).headers.get('access-control-expose-headers') ?? '').split(', ')
  expect(exposed.sort()).toEqual(['content-disposition', 'etag', 'link', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'])
})

test('another origin gets no CORS header, however it looks', async () => {
  const others = [
    'https://evil.example',
    'null',
    'https://friend.example.evil.example',
    'http://friend.example',
    'https://friend.example:8443',
    'https://FRIEND.example',
    'https://sub.friend.example',
    `${friend}/`,
    `${friend}, https://evil.example`,
    '*',
    '',
  ]
  for (const path of kinds)
    for (const origin of others) {
      const { headers } = await from(origin, path)
      for (const name of ['access-control-allow-origin', 'access-control-allow-credentials'])
        expect(`${origin} ${path} ${headers.get(name)}`).toBe(`${origin} ${path} null`)
    }
})

test('caches keep the answers to different origins apart, whoever asks first', async () => {
  for (const path of kinds)
    for (const origin of [undefined, friend, 'https://evil.example', undefined]) {
      const { headers } = await from(origin, path)
      expect(`${path} ${origin} ${headers.get('vary')}`).toMatch(/\borigin\b/)
    }
})

test('the question before a call is answered for a listed origin only', async () => {
  const asked = await from(friend, '/api/sample-write', 'OPTIONS')
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(friend)
  expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, PATCH, DELETE')
  for (const name of ['authorization', 'content-type', 'x-csrftoken', 'if-match', 'idempotency-key'])
    expect(asked.headers.get('access-control-allow-headers')).toContain(name)
  expect((await from('https://evil.example', '/api/sample-write', 'OPTIONS')).headers.has('access-control-allow-origin')).toBe(false)
})

test('where none is listed there is no CORS at all', async () => {
  const own = await testSite([sample])
  try {
    const { headers } = await own.visitor().request('/api/sample-read', { headers: { origin: friend } })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  } finally {
    await own.end()
  }
})
