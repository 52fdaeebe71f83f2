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
const bare = () => startServer('bare', file('bare-sockets.ts'), null)
type Server = Awaited<ReturnType<typeof banyan>>

async function told<T>(name: string, ...args: (string | number)[]): Promise<T> {
  const child = Bun.spawn(pinned(1, manyFiles([...file(name), ...args.map(String)])), { stdout: 'pipe', stderr: 'inherit' })
  return JSON.parse(await new Response(child.stdout).text()) as T
}
const load = ({ ready, child, name }: Server, kind: string) =>
  told<Load>('socket-load.ts', ready.port, child.pid, kind, seconds, ...(name === 'bare' ? ['--bare'] : []))

/** In turn, round by round; the first warms up and does not count. */
async function contest(kind: string, title: string, at_least: number): Promise<boolean> {
  const servers = [await banyan(), await bare()]
  const loads: Load[][] = [[], []]
  try {
    for (let round = 0; round <= rounds; round++)
      for (const [i, server] of servers.entries()) {
        const one = await load(server, kind)
        if (round > 0) loads[i]?.push(one)
      }
  } finally {
    for (const { child } of servers) child.kill()
  }
  const [own = [], limit = []] = loads
  const of = (all: Load[], what: keyof Load) => median(all.map((one) => one[what]))
  const ratio = median(own.map(({ rate }, i) => rate / (limit[i]?.rate ?? Number.NaN)))
  const row = (name: string, all: Load[]) =>
    `| ${name} | ${Math.round(of(all, 'rate')).toLocaleString('en')} | ${of(all, 'median_ms').toFixed(1)} ms | ${of(all, 'p99_ms').toFixed(1)} ms | ${of(all, 'cpu_us').toFixed(1)} µs |`
  console.log(`\n## ${title}\n\n| server | deliveries/s (median) | half within | 99 % within | CPU per delivery | banyan is |\n|---|---|---|---|---|---|`)
  console.log(`${row('banyan', own)} |\n${row('bare publish', limit)} ${ratio.toFixed(2)} × |`)
  if (ratio < at_least) console.log(`\n**Below the expected ${at_least} ×.**\n`)
  return ratio >= at_least
}

export const fanOut = () => contest('fan-out', 'fan-out: one tells 1,000 sockets, stored nowhere', 0.7)
export const pairs = () => contest('pairs', 'pairs: 500 conversations of two, each message stored and encrypted', 0.3)

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
