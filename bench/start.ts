import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { testEnvironment } from '../bin/test/run.ts'
import { freePort } from '../bin/test/services.ts'
import { cpuOf, median } from './contest.ts'

const root = resolve(import.meta.dir, '..')
const starts = Number(process.env['BENCH_ROUNDS'] ?? 5) * 2
const asked_ms = 300
const empty = `Bun.serve({ port: process.env.PORT, hostname: '127.0.0.1', fetch: () => new Response('ok') })`

interface Start {
  ms: number
  cpu_ms: number
}

/** From asking for the process to its first 200, and what it has computed until then. */
async function startOnce(command: string[], settings: Record<string, string>): Promise<Start> {
  const port = await freePort()
  const env = testEnvironment({ BANYAN_ENV: 'development', NODE_ENV: 'production', ...settings, PORT: `${port}` })
  const begun = performance.now()
  const child = Bun.spawn(command, { cwd: root, env, stdout: 'ignore', stderr: 'ignore' })
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health/`).catch(() => undefined)
      if (answer?.status === 200) break
      if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`)
      await Bun.sleep(1)
    }
    return { ms: performance.now() - begun, cpu_ms: cpuOf(child.pid) * 1000 }
  } finally {
    child.kill()
    await child.exited
  }
}

/** `./banyan start` with everything built and its data in place, in turn with a process of Bun that answers the same and does nothing else. */
export async function start(): Promise<boolean> {
  const data = mkdtempSync(join(tmpdir(), 'banyan-bench-start-'))
  const settings = { DATA_DIR: data }
  const [banyan, bare]: [Start[], Start[]] = [[], []]
  try {
    // The first builds what is not built, and makes the data.
    await startOnce([join(root, 'banyan'), 'start'], settings)
    for (let i = 0; i < starts; i++) {
      banyan.push(await startOnce([join(root, 'banyan'), 'start'], settings))
      bare.push(await startOnce([process.execPath, '--no-env-file', '-e', empty], {}))
    }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
  console.log(`\n## start: to the first 200 of /api/health/, ${starts} starts each\n\n| | median | slowest | CPU |\n|---|---|---|---|`)
  for (const [name, all] of Object.entries({ banyan, bare })) {
    const ms = all.map((one) => one.ms)
    console.log(`| ${name} | ${median(ms).toFixed(0)} ms | ${Math.max(...ms).toFixed(0)} ms | ${median(all.map((one) => one.cpu_ms)).toFixed(0)} ms |`)
  }
  const good = median(banyan.map((one) => one.ms)) < asked_ms
  if (!good) console.log(`\n**Not under the expected ${asked_ms} ms.**\n`)
  return good
}
