import { resolve } from 'node:path'
import { patientProxy } from './dev-proxy.ts'
import { configOf } from './site.ts'

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
  const proxy = patientProxy(inner, (line) => console.error(`  ${line}`))
  const vite = await createServer({
    configFile: resolve(root, 'vite.config.ts'),
    appType: 'custom',
    server: {
      host: HOST,
      port: PORT,
      strictPort: true,
      proxy: {
        // What is no module of the browser's half belongs to the site.
        '^/(api/|auth/|data/|(?!@|node_modules/|.*\\.(tsx?|jsx?|mjs|css)(\\?|$)))': proxy,
        // Only these sockets: Vite has its own.
        '^/ws/': { ...proxy, ws: true },
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
