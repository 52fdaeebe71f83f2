import { median, pinned, startServer } from './contest.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const idle_sockets = 10_000
const idle_seconds = 40
const max_kb_each = 20

interface Load {
  rate: number
  median_ms: number
  p99_ms: number
  cpu_us: number
}

const file = (name: string) => [process.execPath, '--no-env-file', `${import.meta.dir}/${name}`]
/** Every socket is a file. */
const manyFiles = (command: string[]) => ['sh', '-c', 'ulimit -n $(ulimit -H -n); exec "$@"', 'sh', ...command]
const banyan = () => startServer('banyan', manyFiles(file('chat-server.ts')), null)
const bare = () => startServer('bare publish', file('bare-sockets.ts'), null)
const bareStored = () => startServer('bare, stored', file('bare-chat.ts'), null)
type Server = Awaited<ReturnType<typeof banyan>>
interface Rival {
  start: () => Promise<Server>
  /** Banyan has to make so much of its rate; without it the rival only tells what there is. */
  at_least?: number
}

async function told<T>(name: string, ...args: (string | number)[]): Promise<T> {
  const child = Bun.spawn(pinned(1, manyFiles([...file(name), ...args.map(String)])), { stdout: 'pipe', stderr: 'inherit' })
  return JSON.parse(await new Response(child.stdout).text()) as T
}
const as: Record<string, string[]> = { 'bare publish': ['--bare'], 'bare, stored': ['--stored'] }
const load = ({ ready, child, name }: Server, kind: string) => told<Load>('socket-load.ts', ready.port, child.pid, kind, seconds, ...(as[name] ?? []))

/** In turn, round by round; the first warms up and does not count. */
async function contest(kind: string, title: string, rivals: Rival[]): Promise<boolean> {
  const servers = [await banyan(), ...(await Promise.all(rivals.map(({ start }) => start())))]
  const loads: Load[][] = servers.map(() => [])
  try {
    for (let round = 0; round <= rounds; round++)
      for (const [i, server] of servers.entries()) {
        const one = await load(server, kind)
        if (round > 0) loads[i]?.push(one)
      }
  } finally {
    for (const { child } of servers) child.kill()
  }
  const [own = [], ...others] = loads
  const of = (all: Load[], what: keyof Load) => median(all.map((one) => one[what]))
  const ratio = (all: Load[]) => median(own.map(({ rate }, i) => rate / (all[i]?.rate ?? Number.NaN)))
  console.log(`\n## ${title}\n\n| server | deliveries/s (median) | half within | 99 % within | CPU per delivery | banyan is |\n|---|---|---|---|---|---|`)
  for (const [i, { name }] of servers.entries()) {
    const all = loads[i] ?? []
    const times = [of(all, 'median_ms'), of(all, 'p99_ms')].map((ms) => `${ms.toFixed(1)} ms`).join(' | ')
    const is = i === 0 ? '' : `${ratio(all).toFixed(2)} × `
    console.log(`| ${name} | ${Math.round(of(all, 'rate')).toLocaleString('en')} | ${times} | ${of(all, 'cpu_us').toFixed(1)} µs | ${is}|`)
  }
  const short = rivals.filter(({ at_least = 0 }, i) => ratio(others[i] ?? []) < at_least)
  for (const { at_least } of short) console.log(`\n**Below the expected ${at_least} ×.**\n`)
  return short.length === 0
}

export const fanOut = () => contest('fan-out', 'fan-out: one tells 1,000 sockets, stored nowhere', [{ start: bare, at_least: 0.7 }])
/** What storing costs whoever does it decides about the ratio to `publish`, which stores nothing: see decision 26. */
export const pairs = () =>
  contest('pairs', 'pairs: 500 conversations of two, each message stored and encrypted', [{ start: bare }, { start: bareStored, at_least: 0.7 }])

export async function idleSockets(): Promise<boolean> {
  const { ready, child } = await banyan()
  try {
    const held = await told<{ open: number; heard: number; kb_each: number; cpu_share: number }>(
      'idle-sockets.ts',
      ready.port,
      child.pid,
      idle_sockets,
      idle_seconds,
    )
    console.log(
      `\n## idle-sockets: ${idle_sockets.toLocaleString('en')} of 1,000 people, ${idle_seconds} s without a word\n\n| open | heard the word at the end | memory each | of one core |\n|---|---|---|---|`,
    )
    console.log(
      `| ${held.open.toLocaleString('en')} | ${held.heard.toLocaleString('en')} | ${held.kb_each.toFixed(1)} kB | ${(held.cpu_share * 100).toFixed(1)} % |`,
    )
    return held.open === idle_sockets && held.heard === idle_sockets && held.kb_each < max_kb_each
  } finally {
    child.kill()
  }
}
