import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { createLogger, createServer, type ViteDevServer } from 'vite'
import { patientProxy } from '../bin/dev-proxy.ts'

setDefaultTimeout(60_000)

const freePort = () => {
  const server = Bun.serve({ port: 0, fetch: () => new Response() })
  const { port = 0 } = server
  void server.stop(true)
  return port
}

let vite: ViteDevServer | undefined
let inner: Bun.Server<undefined> | undefined
afterEach(async () => {
  await vite?.close()
  await inner?.stop(true)
})

/** Vite before a server half that can be stopped and started; `printed` is all that either says. */
async function begin() {
  const [outer, inner_port] = [freePort(), freePort()]
  const printed: string[] = []
  const start = () => {
    inner = Bun.serve({
      port: inner_port,
      hostname: '127.0.0.1',
      fetch: async (request, server) => {
        if (new URL(request.url).pathname === '/ws/') return server.upgrade(request) ? undefined : new Response(null, { status: 400 })
        return new Response(`${request.method} ${request.headers.get('host')} ${await request.text()}`)
      },
      websocket: { message: (socket, text) => void socket.send(`heard ${text}`) },
    })
  }
  const customLogger = createLogger('info')
  for (const level of ['info', 'warn', 'error'] as const) customLogger[level] = (text) => void printed.push(text)
  const proxy = patientProxy(inner_port, (line) => printed.push(line))
  vite = await createServer({
    configFile: false,
    appType: 'custom',
    customLogger,
    optimizeDeps: { noDiscovery: true },
    server: { port: outer, host: '127.0.0.1', strictPort: true, ws: false, proxy: { '^/(?!ws/)': proxy, '^/ws/': { ...proxy, ws: true } } },
  })
  await vite.listen()
  return { address: `http://127.0.0.1:${outer}`, host: `127.0.0.1:${outer}`, printed, start }
}

const restarting = 'The server half is restarting: requests wait for it.'

test('while the server half restarts reads, writes and sockets wait for it, and one line says so', async () => {
  const { address, host, printed, start } = await begin()
  start()
  expect(await (await fetch(address)).text()).toBe(`GET ${host} `)
  await inner?.stop(true)
  const waiting = [
    ...Array.from({ length: 20 }, async (_, n) => (await fetch(`${address}/${n}`)).text()),
    fetch(address, { method: 'POST', body: 'typed' }).then((response) => response.text()),
  ]
  const heard = new Promise<string>((resolve, reject) => {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/ws/`)
    socket.onopen = () => socket.send('hello')
    socket.onmessage = ({ data }) => {
      socket.close()
      resolve(String(data))
    }
    socket.onerror = () => reject(new Error('the socket failed'))
  })
  await Bun.sleep(700)
  start()
  expect(await Promise.all(waiting)).toEqual([...Array.from({ length: 20 }, () => `GET ${host} `), `POST ${host} typed`])
  expect(await heard).toBe('heard hello')
  expect(printed).toEqual([restarting])
  // A second time is said again.
  await inner?.stop(true)
  const again = fetch(address)
  await Bun.sleep(200)
  start()
  expect((await again).status).toBe(200)
  expect(printed).toEqual([restarting, restarting])
})

test('the first start is waited for without a word', async () => {
  const { address, printed, start } = await begin()
  const early = fetch(address)
  await Bun.sleep(300)
  start()
  expect((await early).status).toBe(200)
  expect(printed).toEqual([])
})
