import type { Config } from '#server/config.ts'
import { listen } from '#server/listen.ts'
import { openSite, type Running } from '#server/main.ts'
import { version } from '#server/version.ts'
import { apps } from '../apps/server.ts'
import { configOf, webHalf } from './site.ts'

/** Longer than this nobody waits for a request or job that does not end. */
const patience_ms = 10_000

/** Serves the site from here until a signal ends it. Built into `dist/server`, see `build-server.ts`. Throws ConfigError. */
export async function start(root: string): Promise<number> {
  const config = configOf(root)
  // From here on a signal finds something to close.
  const signal = stopSignal()
  const running = await openSite({ config, apps, web: webHalf(root) })
  await running.seed()
  const server = await listenOrSay(running, config)
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

/** Something else listening there is the operator's to mend: a line of text serves better than the place in our code. */
async function listenOrSay(running: Running, config: Config) {
  try {
    return listen(running, config)
  } catch (error) {
    await running.stop()
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    const said = `Something else listens on port ${config.PORT} of ${config.HOST}: stop it, or choose another with PORT.`
    throw Object.assign(new Error(said), { exit_code: 1 })
  }
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
