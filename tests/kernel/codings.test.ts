import { afterAll, beforeAll, expect, test } from 'bun:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type TestSite, testSite } from '#server/testing.ts'
import { sample } from './sample.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([sample])
})
afterAll(() => t.end())

const paths = ['/data/sample.json', '/api/sample-public', '/api/openapi.json']
const ask = (path: string, headers: Record<string, string>, method = 'GET') => t.visitor().request(path, { method, headers })

const wishes: Record<string, 'br' | 'gzip' | null> = {
  '': null,
  identity: null,
  br: 'br',
  gzip: 'gzip',
  'gzip, deflate, br, zstd': 'br',
  'gzip;q=1.0, br;q=0.5': 'br',
  'br;q=0, gzip': 'gzip',
  'br; q=0, gzip': 'gzip',
  'br ;q=0 , gzip': 'gzip',
  'br;q=0.000,gzip;q=0.1': 'gzip',
  'br;q=0, gzip;q=0': null,
  'br;q=0.001': 'br',
  deflate: null,
  'BR, GZIP': 'br',
}

for (const path of paths)
  test(`${path}: the coding that the client takes, and the same bytes in each`, async () => {
    const plain = await (await ask(path, {})).text()
    expect(plain.length).toBeGreaterThan(512)
    for (const [wish, coding] of Object.entries(wishes)) {
      const response = await ask(path, { 'accept-encoding': wish })
      expect(`${wish}: ${response.headers.get('content-encoding')}`).toBe(`${wish}: ${coding}`)
      const bytes = await response.bytes()
      expect(new TextDecoder().decode(coding === 'br' ? brotliDecompressSync(bytes) : coding === 'gzip' ? gunzipSync(bytes) : bytes)).toBe(plain)
      expect(response.headers.get('vary')).toContain('accept-encoding')
    }
  })

for (const path of paths)
  test(`${path}: 304 for those who have these bytes in this coding, and for nobody else`, async () => {
    for (const coding of ['br', 'gzip', '']) {
      const first = await ask(path, { 'accept-encoding': coding })
      const etag = first.headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[\w-]{22}(-br|-gzip)?"$/)
      const seen = async (tag: string, method = 'GET') => (await ask(path, { 'accept-encoding': coding, 'if-none-match': tag }, method)).status
      for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, `"x",W/${etag}`, '*']) {
        expect(`${tag} ${await seen(tag)}`).toBe(`${tag} 304`)
        expect(await seen(tag, 'HEAD')).toBe(304)
      }
      for (const tag of ['"x"', etag.slice(1, -1), etag.toUpperCase(), etag.replace('"', '"x')]) expect(`${tag} ${await seen(tag)}`).toBe(`${tag} 200`)
      const unchanged = await ask(path, { 'accept-encoding': coding, 'if-none-match': etag })
      expect(await unchanged.text()).toBe('')
      expect(unchanged.headers.get('etag')).toBe(etag)
      expect(unchanged.headers.has('content-encoding')).toBe(false)
      expect(unchanged.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    }
  })

test('an answer that is private or small is not coded and has no ETag', async () => {
  const { headers } = await ask('/api/sample-read', { 'accept-encoding': 'br, gzip' })
  expect(headers.get('content-encoding')).toBeNull()
  expect(headers.get('etag')).toBeNull()
})

test('HEAD tells the length of the form that GET would send', async () => {
  for (const coding of ['br', 'gzip', '']) {
    const { headers } = await ask('/data/sample.json', { 'accept-encoding': coding }, 'HEAD')
    const bytes = await (await ask('/data/sample.json', { 'accept-encoding': coding })).bytes()
    expect(headers.get('content-length')).toBe(String(bytes.length))
    expect(headers.get('content-encoding')).toBe(coding || null)
  }
})

test('what is kept is dropped when a write says so', async () => {
  const one = (await ask('/api/sample-public', {})).headers.get('x-request-id')
  t.server.forgetAnswers()
  const two = await ask('/api/sample-public', {})
  expect(two.status).toBe(200)
  expect(two.headers.get('x-request-id')).not.toBe(one)
})
