import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'
import type { Contest, Ready } from './scenarios.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3)

export interface Result {
  name: string
  /** Answers per second of each round. */
  rates: number[]
  /** Processor time of the server per answer, in microseconds, of each round: what other programs on the machine disturb least. */
  cpu_us: number[]
  rss_mb: number
}

interface Running {
  name: string
  child: Subprocess<'ignore', 'pipe', 'inherit'>
  ready: Ready
}

export const pinned = (core: number, command: string[]) =>
  availableParallelism() > 1 && Bun.which('taskset') ? ['taskset', '-c', String(core), ...command] : command

/** With one core each for server and client, unless the server is to have them all. */
export async function startServer(name: string, command: string[], model: unknown, cores = [0]): Promise<Running> {
  // A page is longer than an environment may be.
  const file = join(mkdtempSync(join(tmpdir(), 'banyan-bench-')), 'model.json')
  writeFileSync(file, JSON.stringify(model))
  const env = { ...process.env, NODE_ENV: 'production', BENCH_MODEL: file }
  const child = Bun.spawn(
    cores.reduce((all, core) => pinned(core, all), command),
    { stdio: ['ignore', 'pipe', 'inherit'], env },
  )
  const { value } = await child.stdout.getReader().read()
  return { name, child, ready: JSON.parse(new TextDecoder().decode(value)) as Ready }
}

/** What Banyan answers, for the bare server to answer too. */
async function modelOf({ ready }: Running, { signed_in, path, contestants }: Contest) {
  const response = await fetch(`http://127.0.0.1:${ready.port}${contestants[0]?.path ?? path}`, {
    headers: { 'accept-encoding': 'identity', ...(ready.token && signed_in && { authorization: `Bearer ${ready.token}` }) },
  })
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}`)
  return { headers: Object.fromEntries(response.headers), body: await response.text() }
}

/** Processor time that a process has used, in seconds (Linux counts it in hundredths). */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function measure({ ready, child, name }: Running, { signed_in, lua, connections = 64, ...contest }: Contest): Promise<{ rate: number; cpu_us: number }> {
  const path = contest.contestants.find((one) => one.name === name)?.path ?? contest.path
  const auth = signed_in ? ['-H', `authorization: Bearer ${ready.token}`] : []
  const json = lua ? ['-s', lua, '-H', 'content-type: application/json'] : []
  const command = pinned(1, ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, ...auth, ...json, `http://127.0.0.1:${ready.port}${path}`])
  const before = cpuOf(child.pid)
  const text = await new Response(Bun.spawn(command, { stdout: 'pipe', stderr: 'inherit' }).stdout).text()
  if (/Non-2xx/.test(text)) throw new Error(`refused under load:\n${text}`)
  const answers = Number(/(\d+) requests in/.exec(text)?.[1] ?? Number.NaN)
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1] ?? 0), cpu_us: ((cpuOf(child.pid) - before) * 1e6) / answers }
}

/** Of a process, in megabytes. */
export function rssOf(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? 0) / 1024
}

/** Every contestant is asked in turn, round by round, so that what disturbs the machine disturbs them all. */
export async function hold(contest: Contest): Promise<Result[]> {
  const [first, ...others] = contest.contestants
  if (!first) return []
  const leader = await startServer(first.name, first.command, null)
  const model = await modelOf(leader, contest)
  const running = [leader, ...(await Promise.all(others.map(({ name, command }) => startServer(name, command, model))))]
  try {
    const results = running.map(({ name }) => ({ name, rates: [] as number[], cpu_us: [] as number[], rss_mb: 0 }))
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round++)
      for (const [i, one] of running.entries()) {
        const { rate, cpu_us } = await measure(one, contest)
        if (round === 0) continue
        results[i]?.rates.push(rate)
        results[i]?.cpu_us.push(cpu_us)
      }
    for (const [i, { child }] of running.entries()) if (results[i]) results[i].rss_mb = Math.round(rssOf(child.pid))
    return results
  } finally {
    for (const { child } of running) child.kill()
  }
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
