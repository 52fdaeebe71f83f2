import { delimiter } from 'node:path'

/** What a run may see of the caller's environment: a DATABASE_URL in the shell must never reach a test. */
const kept =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|LANG|LANGUAGE|LC_.*|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CI|GITHUB_.*|LD_LIBRARY_PATH|CHROME_PATH|BANYAN_BUN|KILL_ROUNDS|FRESH_SECONDS|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|(https?|all|no)_proxy)$/i

/** The environment for tests and their servers; `sbin` because nginx lies there and an ordinary user's PATH lacks it. */
export function testEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined && kept.test(name)) env[name] = value
  env['PATH'] = [env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter)
  return { ...env, NODE_ENV: 'test', BANYAN_ENV: 'testing', ...more }
}

/** For servers that are started from the root of a tree, where hashing is not the subject: see `makeCheap`. Relative, since a path may hold a space. */
export const cheap_hashes = { BUN_OPTIONS: '--preload=./server/testing-hashes.ts' }

export interface RunOptions {
  cwd: string
  env: Record<string, string>
  /** Ends the run early; what it started is ended with it. */
  signal: AbortSignal
  minutes: number
  quiet?: boolean
}

export interface RunResult {
  code: number
  /** What it printed; only with `quiet`, else it went to the terminal. */
  output: string
  timedOut: boolean
}

/** Runs a command in a process group of its own, so that nothing it started outlives it. */
export async function run(command: string[], { cwd, env, signal, minutes, quiet = false }: RunOptions): Promise<RunResult> {
  if (signal.aborted) return { code: 130, output: '', timedOut: false }
  const child = Bun.spawn(command, { cwd, env, detached: true, stdin: 'ignore', stdout: quiet ? 'pipe' : 'inherit', stderr: quiet ? 'pipe' : 'inherit' })
  let timedOut = false
  let kill: Timer | undefined
  const end = () => {
    signalGroup(child.pid, 'SIGTERM')
    kill ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 10_000)
  }
  const timer = setTimeout(() => {
    timedOut = true
    end()
  }, minutes * 60_000)
  signal.addEventListener('abort', end, { once: true })
  try {
    const read = (stream: ReadableStream<Uint8Array> | undefined) => (stream ? new Response(stream).text() : '')
    const [out, err, code] = await Promise.all([read(child.stdout), read(child.stderr), child.exited])
    return { code, output: out + err, timedOut }
  } finally {
    clearTimeout(timer)
    clearTimeout(kill)
    signal.removeEventListener('abort', end)
    await endRest(child.pid)
  }
}

/** Ends what a command left behind in its group. */
async function endRest(group: number) {
  if (!signalGroup(group, 'SIGTERM')) return
  for (let waited = 0; waited < 2000; waited += 50) {
    await Bun.sleep(50)
    if (!signalGroup(group, 0)) return
  }
  signalGroup(group, 'SIGKILL')
}

/** False when nobody is left in the group. */
function signalGroup(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, name)
    return true
  } catch {
    return false
  }
}
