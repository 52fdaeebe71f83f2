import { afterAll, beforeAll, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { listen } from '#server/listen.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { sample } from './sample.ts'

let t: TestSite
let server: ReturnType<typeof listen>
beforeAll(async () => {
  t = await testSite([sample])
  server = listen(t, { ...t.site.config, PORT: 0 }, { idle: 4, body: 40 })
})
afterAll(async () => {
  await server.stop(true)
  await t.end()
})

/** Sends a body of so many bytes at 8 kB a second, as a phone at the edge of the net does; gives the status, 0 when it was hung up on. */
function slowly(bytes: number): Promise<number> {
  return new Promise((resolve) => {
    const body = Buffer.alloc(bytes, ' ')
    body.write('{"text":"')
    body.write('"}', bytes - 2)
    const socket = connect(server.port ?? 0, '127.0.0.1', () => {
      socket.write(`POST /api/sample-write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`)
    })
    let sent = 0
    const pour = setInterval(() => {
      if (sent < bytes) socket.write(body.subarray(sent, sent + 4000))
      sent += 4000
    }, 500)
    socket.on('data', (data) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]))
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(pour)
      resolve(0)
    })
  })
}

test('a large body may come slowly, a small one may not be drawn out', async () => {
  // What it says is too long for its field: it has been read to its end.
  expect(await Promise.all([slowly(100_000), slowly(60_000)])).toEqual([400, 0])
}, 30_000)
