import { existsSync, readFileSync } from 'node:fs'
import type { Config } from '#server/config.ts'
import { listen } from '#server/listen.ts'
import { openSite, type Running } from '#server/main.ts'
import { version } from '#server/version.ts'
import { apps } from '../apps/server.ts'
import { configOf, webHalf } from './site.ts'
import { sourceStamp, stampFile } from './web-stamp.ts'

/** Longer than this nobody waits for a request or job that does not end. */
const patience_ms = 10_000

export async function start(root: string): Promise<number> {
  const config = configOf(root)
  await buildIfChanged(root)
  // From here on a signal finds something to close.
  const signal = stopSignal()
  const running = await openSite({ config, apps, web: webHalf(root) })
  await running.seed()
  const server = listen(running, config)
  running.startWork()
  await greet(running, config, server.url.port)
  await signal
  const late = setTimeout(() => process.exit(1), patience_ms)
  const answered = server.stop()
  // It waits for sockets too, and those end only when they are told to come back elsewhere.
  running.server.hub.stop()
  await answered
  await running.stop()
  clearTimeout(late)
  return 0
}

async function buildIfChanged(root: string): Promise<void> {
  if (existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === sourceStamp(root)) return
  console.error('banyan: building the web client (once per change)')
  const { buildWeb } = await import('./build-web.ts')
  await buildWeb(root)
}

async function greet({ site }: Running, config: Config, port: string): Promise<void> {
  const scheme = config.TLS_CERT ? 'https' : 'http'
  const address = `${scheme}://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
  site.log.info({ address, version, started_in_ms: Math.round(performance.now()) }, 'listening')
  if (!process.stdout.isTTY && config.production) return
  const link = config.FIRST_USER_IS_ADMIN && (await Promise.all(apps.map((app) => app.setupLink?.(site)))).find(Boolean)
  console.error(`\n  Pocket India is at ${address}/`)
  if (link)
    console.error(
      `  There is no admin yet: whoever signs up first on this machine becomes one,\n  from elsewhere with this link: ${config.PUBLIC_URL ?? address}${link}`,
    )
  if (!config.EMAIL_URL && !config.production) console.error(`  Mails stay at ${address}/dev/mail`)
  console.error('')
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
