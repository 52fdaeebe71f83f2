import { resolve } from 'node:path'
import type { ProxyOptions } from 'vite'
import { configOf } from './site.ts'

const most_tries = 100
const pause_ms = 100

/** Where the site itself listens while Vite has its port. */
const inner_port = (port: number) => port + 1

/**
 * The site behind Vite: Vite serves and reloads the browser's modules and passes everything else on; Bun restarts the server half when one
 * of its files changes.
 */
export async function dev(root: string): Promise<number> {
  process.env['NODE_ENV'] = 'development'
  const { createServer } = await import('vite')
  const { HOST, PORT } = configOf(root)
  const inner = inner_port(PORT)
  const child = Bun.spawn(
    [process.execPath, `--config=${root}/bunfig.toml`, '--no-env-file', '--watch', '--no-clear-screen', resolve(root, 'bin/dev-server.ts')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'development', BANYAN_DEV_PORT: String(inner), BANYAN_DEV_ORIGIN: `http://${HOST}:${PORT}` },
    },
  )
  const target = `http://127.0.0.1:${inner}`
  const vite = await createServer({
    configFile: resolve(root, 'vite.config.ts'),
    appType: 'custom',
    server: {
      host: HOST,
      port: PORT,
      strictPort: true,
      proxy: {
        // What is no module of the browser's half belongs to the site. The Host stays, so that links and cookies are right.
        '^/(api/|auth/|data/|(?!@|node_modules/|.*\\.(tsx?|jsx?|mjs|css)(\\?|$)))': {
          target,
          changeOrigin: false,
          configure: (proxy) => waitForRestart(proxy, target),
        },
        '^/ws/': { target, changeOrigin: false, ws: true },
      },
    },
  })
  await vite.listen()
  console.error(`\n  Pocket India, reloading on change: http://${HOST}:${PORT}/\n`)
  await new Promise<void>((stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop())
  })
  child.kill()
  await vite.close()
  return 0
}

type Proxy = Parameters<NonNullable<ProxyOptions['configure']>>[0]

/** While Bun restarts the server half nobody listens: reads wait for it instead of failing. */
function waitForRestart(proxy: Proxy, target: string) {
  const tries = new WeakMap<object, number>()
  proxy.on('error', (_error, request, response) => {
    const tried = (tries.get(request) ?? 0) + 1
    tries.set(request, tried)
    if (!('writeHead' in response) || response.headersSent) return
    if (request.method === 'GET' && tried <= most_tries) setTimeout(() => proxy.web(request, response, { target }), pause_ms)
    else response.writeHead(503, { 'retry-after': '1' }).end('The server is restarting.\n')
  })
}
