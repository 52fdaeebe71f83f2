import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cheap_hashes, testEnvironment } from '../../bin/test/run.ts'
import { freePort } from '../../bin/test/services.ts'

/** A server as an operator starts it: its own process, port and data. */
export interface RunningSite {
  url: string
  data_dir: string
  /** Everything it printed so far. */
  output(): string
  /** Asks it to end; throws unless it ends well within 15 seconds. */
  stop(): Promise<void>
}

const root = resolve(import.meta.dirname, '../..')

export async function startSite(settings: Record<string, string> = {}): Promise<RunningSite> {
  const data_dir = await mkdtemp(join(tmpdir(), 'banyan-e2e-'))
  const port = await freePort()
  const own = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: data_dir, RATE_LIMITS: 'off', ...cheap_hashes }
  const child = spawn(join(root, 'banyan'), ['start'], { cwd: root, env: testEnvironment({ ...own, ...settings }), stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const url = `http://127.0.0.1:${port}`
  const stop = () => stopSite(child, data_dir, () => printed)
  try {
    await healthy(`${url}/api/health/`, child)
  } catch (error) {
    await stop().catch(() => {})
    throw new Error(`./banyan start: ${error instanceof Error ? error.message : error}\n${printed}`)
  }
  return { url, data_dir, output: () => printed, stop }
}

async function healthy(url: string, child: ChildProcess) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.status === 200) return
  }
  throw new Error('not healthy after 60 seconds')
}

async function stopSite(child: ChildProcess, data_dir: string, output: () => string) {
  const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  clearTimeout(kill)
  await rm(data_dir, { recursive: true, force: true })
  if (child.exitCode !== 0) throw new Error(`./banyan start ended with ${child.signalCode ?? `code ${child.exitCode}`}\n${output()}`)
}
