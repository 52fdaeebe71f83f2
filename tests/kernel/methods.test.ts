import { afterAll, beforeAll, expect, test } from 'bun:test'
import { doors } from '#contract/door.ts'
import { readConfig } from '#server/config.ts'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { flood, raw } from './raw-http.ts'
import { at, sample } from './sample.ts'

let t: TestSite
let server: ReturnType<typeof listen>
beforeAll(async () => {
  t = await testSite([sample])
  server = listen(
    t,
    readConfig({ ...t.environment, PORT: '0' }, () => ''),
  )
})
afterAll(async () => {
  await server.stop(true)
  await t.end()
})

const ask = (method: string, path: string, headers: Record<string, string> = {}) => t.visitor().request(path, { method, headers })

test('HEAD is GET without the body', async () => {
  for (const path of [
    '/api/sample-read',
    '/data/sample.json',
    '/api/sample-public',
    '/api/sample-public',
    '/robots.txt',
    '/old.html',
    '/api/docs',
    '/api/nothing',
  ]) {
    const head = await ask('HEAD', path)
    const get = await ask('GET', path)
    expect(`${path} ${head.status}`).toBe(`${path} ${get.status}`)
    expect(await head.text()).toBe('')
    for (const name of ['content-type', 'etag', 'cache-control', 'location']) expect(head.headers.get(name)).toBe(get.headers.get(name))
    // A length that is another than GET's is worse than none (RFC 9110, 8.6).
    const length = head.headers.get('content-length')
    if (get.status !== 301) expect(`${path} ${length}`).toBe(`${path} ${(await get.arrayBuffer()).byteLength}`)
  }
})

test('another method than those of an address is 405 with Allow, in the door’s shape', async () => {
  for (const door of doors) {
    for (const method of ['PUT', 'PATCH']) {
      const response = await ask(method, at(door, 'write'))
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST, DELETE')
      expect(door.readError(await response.json()).message).toBe('This address takes POST, DELETE.')
    }
    const response = await ask('POST', at(door, 'read'))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    const head = await ask('HEAD', at(door, 'write'))
    expect(head.status).toBe(405)
    expect(head.headers.get('allow')).toBe('POST, DELETE')
  }
  expect((await ask('DELETE', '/')).headers.get('allow')).toBe('GET, HEAD')
})

test('OPTIONS below a door is 204 and changes nothing; without a listed origin it allows none', async () => {
  for (const door of doors)
    for (const path of [at(door, 'write'), at(door, 'nothing')]) {
      const response = await ask('OPTIONS', path, { origin: 'https://evil.example', 'access-control-request-method': 'POST' })
      expect(response.status).toBe(204)
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
    }
})

test('OPTIONS names what an address takes, and a file below a door is only read', async () => {
  const allowed = async (path: string) => (await ask('OPTIONS', path)).headers.get('allow')
  expect(await allowed('/api/sample-write')).toBe('POST, DELETE, OPTIONS')
  expect(await allowed('/api/sample-read/')).toBe('GET, HEAD, OPTIONS')
  expect(await allowed('/data/sample.json')).toBe('GET, HEAD, OPTIONS')
  expect(await allowed('/api/nothing')).toBeNull()
  const written = await ask('POST', '/data/sample.json')
  expect(written.status).toBe(405)
  expect(written.headers.get('allow')).toBe('GET, HEAD')
})

test('a trailing slash is optional, and only one', async () => {
  expect((await ask('GET', '/api/sample-read/')).status).toBe(200)
  expect((await ask('GET', '/api/sample-read//')).status).toBe(404)
  for (const path of [
    '//api/sample-read',
    '/api//sample-read',
    '/API/sample-read',
    '/api/%73ample-read',
    '/api/sample-read;x',
    '/api/sample-read%2f',
    '/api/sample-read%00',
  ])
    expect(`${path} ${(await ask('GET', path)).status}`).toBe(`${path} 404`)
})

test('over a real connection: TRACE and unknown methods do nothing and echo nothing', async () => {
  for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'BREW']) {
    const answer = await raw(
      server.port ?? 0,
      `${method} /api/sample-read HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=echo-me\r\nConnection: close\r\n\r\n`,
    )
    expect(`${method} ${answer.status}`).toMatch(/ (0|400|404|405|501)$/)
    expect(answer.text).not.toContain('echo-me')
  }
})

test('over a real connection: two Host headers, a missing one and a foreign absolute address are refused', async () => {
  const port = server.port ?? 0
  const end = 'Connection: close\r\n\r\n'
  for (const head of [
    `GET /api/sample-read HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n${end}`,
    `GET /api/sample-read HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n${end}`,
    `GET /api/sample-read HTTP/1.1\r\n${end}`,
    `GET http://localhost/api/sample-read HTTP/1.1\r\nHost: evil.example\r\n${end}`,
  ])
    expect(`${(await raw(port, head)).status} ${head}`).toBe(`400 ${head}`)
})

test('over a real connection: bodies that are too large, cut off or chunked', async () => {
  const port = server.port ?? 0
  const head = 'POST /api/sample-write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n'
  const chunk = `${'x'.repeat(1024)}`
  const chunks = (n: number) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(n)
  const large = await raw(port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunks(2048)}0\r\n\r\n`)
  expect(large.status).toBe(413)
  expect(large.text).toContain('{"error":"The body is larger than 1 MiB."}')
  expect((await raw(port, `${head}Content-Length: 3000000\r\n\r\n${'x'.repeat(3_000_000)}`)).status).toBe(413)
  expect((await raw(port, `${head}Transfer-Encoding: chunked\r\n\r\nc\r\n{"text":"ok"}\r\n0\r\n\r\n`.replace('c\r\n', 'd\r\n'))).status).toBe(201)
  const lines = t.logged.length
  await raw(port, `${head}Content-Length: 500\r\n\r\n{"text":`, { then_close: true })
  await Bun.sleep(50)
  expect(t.logged.slice(lines)).toEqual([])
})

test('over a real connection: what no endpoint takes is refused unread in the door’s shape, and the connection ends', async () => {
  const port = server.port ?? 0
  for (const door of doors)
    for (const path of [at(door, 'write'), at(door, 'nothing')]) {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
      const { status, text } = await raw(port, `${head}Content-Length: 99999999999\r\n\r\n{`)
      expect(`${path} ${status}`).toBe(`${path} 413`)
      const [headers = '', body = ''] = text.split('\r\n\r\n')
      expect(door.readError(JSON.parse(body)).message).toBe('No request may be larger than 11 MiB.')
      for (const name of ['x-request-id', 'content-security-policy', 'x-content-type-options', 'connection: close', 'cache-control: no-store'])
        expect(`${name} in ${headers.toLowerCase().includes(name)}`).toBe(`${name} in true`)
    }
  const socket = await raw(port, 'POST /ws/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n{')
  expect([socket.status, socket.text.toLowerCase().includes('connection: close')]).toEqual([413, true])
})

test('over a real connection: a body without an end is let go of, read or not, and memory does not grow by it', async () => {
  const port = server.port ?? 0
  const before = process.memoryUsage.rss()
  for (const path of ['/api/sample-write', '/api/sample-read', '/api/sample-public', '/api/nothing', '/ws/', '/']) {
    const method = path === '/api/sample-public' ? 'GET' : 'POST'
    const { sent, text } = await flood(
      port,
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    expect(`${path} ${/connection: close/i.test(text)}`).toBe(`${path} true`)
    expect(text).toMatch(/x-request-id: [\w-]{36}/i)
    expect(sent).toBeLessThan(64 * 1024 ** 2)
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(96 * 1024 ** 2)
})
