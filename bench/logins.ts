import { cpuOf, median, startServer } from './contest.ts'
import { contests, type Ready } from './scenarios.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5)
/** More than the cores, so that the queue is never empty. */
const at_once = 8
const logins_per_second = 50
/** Reads come one by one with a pause, as one person's browser sends them: what is measured is how long each waits. */
const pause_ms = 4
const warm_up_ms = 700

interface Load {
  done: number
  rate: number
  refused: number
  median_ms: number
}

const bun = process.execPath

/** A program that is told how many seconds to work for, as often as one likes: one that has just started would be measured warming up. */
function worker<T>(file: string, ...args: string[]) {
  const child = Bun.spawn([bun, '--no-env-file', `${import.meta.dir}/${file}`, ...args], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  const answers = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  return {
    async run(seconds: number): Promise<T> {
      child.stdin.write(`${seconds}\n`)
      child.stdin.flush()
      let text = ''
      while (!text.endsWith('\n')) text += (await answers.read()).value ?? '\n'
      return JSON.parse(text) as T
    },
    end: () => child.kill(),
  }
}
const loadOn = (port: number, how: string, n: number) => worker<Load>('login-load.ts', `${port}`, how, `${n}`)

const banyan = () => startServer('banyan', contests[0]?.contestants[0]?.command ?? [], null, [])

/**
 * Short, and each beside one of the other kind: a shared host changes its speed by a third from one ten seconds to the next. Not shorter, since at its
 * end the last hash leaves a core idle, and eight people who sign in at once are answered a little after their hashes.
 */
const window_s = 2

interface Window {
  rate: number
  cpu_us: number
}

/** Sign-ins a second over HTTP against the same Argon2id verifications alone, in windows by turns; both may use every core. */
export async function logins(): Promise<boolean> {
  const server = await banyan()
  const load = loadOn(server.ready.port, '--at-once', at_once)
  const argon = worker<Window>('argon.ts')
  const signIns = async (): Promise<Window> => {
    const before = cpuOf(server.child.pid)
    const { rate, done } = await load.run(window_s)
    return { rate, cpu_us: ((cpuOf(server.child.pid) - before) * 1e6) / done }
  }
  const own: Window[] = []
  const alone: Window[] = []
  try {
    for (let warm = 0; warm < 3; warm++) for (const one of [signIns, () => argon.run(window_s)]) await one()
    for (let turn = 0; turn < rounds * seconds; turn++) {
      // Whoever is second now is first at the next turn, so that a host that slows down slows neither of them more.
      if (turn % 2 === 0) own.push(await signIns())
      alone.push(await argon.run(window_s))
      if (turn % 2 === 1) own.push(await signIns())
    }
  } finally {
    for (const one of [load, argon]) one.end()
    server.child.kill()
  }
  const ratios = own.map(({ rate }, i) => rate / (alone[i]?.rate ?? Number.NaN)).sort((a, b) => a - b)
  const ratio = median(ratios)
  const row = (name: string, of: Window[]) =>
    `| ${name} | ${median(of.map(({ rate }) => rate)).toFixed(1)} | ${(median(of.map(({ cpu_us }) => cpu_us)) / 1000).toFixed(1)} ms |`
  console.log(`\n## logins: POST /api/auth/login, ${at_once} at once\n\n| | a second (median) | CPU each | banyan is |\n|---|---|---|---|`)
  console.log(`${row('banyan', own)} |\n${row('Argon2id alone', alone)} ${ratio.toFixed(2)} × |`)
  console.log(
    `\n${ratios.length} windows of ${window_s} s each; half of their ratios lie between ${at(ratios, 0.25).toFixed(2)} and ${at(ratios, 0.75).toFixed(2)} ×.`,
  )
  return expected(ratio >= 0.9, 'Below the expected 0.9 ×.')
}

async function reads({ port, reader_token }: Ready, ms: number): Promise<number[]> {
  const times: number[] = []
  const headers = { authorization: `Bearer ${reader_token}` }
  for (const end = performance.now() + ms; performance.now() < end; await Bun.sleep(pause_ms)) {
    const started = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}/auth/me`, { headers })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`/auth/me answers ${response.status}`)
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)
}

const at = (times: number[], part: number) => times[Math.floor(times.length * part)] ?? Number.NaN

interface Reader {
  name: string
  server: Awaited<ReturnType<typeof startServer>>
  idle: number[][]
  busy: number[][]
  loads: Load[]
}

/** A round with nobody else, and one beside fifty sign-ins a second. */
async function readBoth({ server: { ready }, idle, busy, loads }: Reader): Promise<void> {
  idle.push(await reads(ready, seconds * 1000))
  const others = loadOn(ready.port, '--each-second', logins_per_second)
  const load = others.run(seconds + (2 * warm_up_ms) / 1000)
  await Bun.sleep(warm_up_ms)
  busy.push(await reads(ready, seconds * 1000))
  loads.push(await load)
  others.end()
}

const p99 = (of: number[][]) => median(of.map((times) => at(times, 0.99)))
const ratioOf = ({ idle, busy }: Reader) => median(busy.map((times, i) => at(times, 0.99) / at(idle[i] ?? [], 0.99)))

/**
 * How long an authenticated read takes while nobody signs in and while fifty a second do, in turn; beside it a bare server that only looks the token up
 * and verifies the password: what the machine itself makes of so much hashing beside reads.
 */
export async function readsBesideLogins(): Promise<boolean> {
  const bare = await startServer('bare', [bun, '--no-env-file', `${import.meta.dir}/bare-logins.ts`], null, [])
  const contestants: Reader[] = [
    { name: 'banyan', server: await banyan(), idle: [], busy: [], loads: [] },
    { name: 'bare', server: bare, idle: [], busy: [], loads: [] },
  ]
  try {
    for (const { server } of contestants) await reads(server.ready, seconds * 500)
    for (let round = 0; round < rounds; round++) for (const one of contestants) await readBoth(one)
  } finally {
    for (const { server } of contestants) server.child.kill()
  }
  console.log('\n## reads-beside-logins: GET /auth/me\n\n| | median | p99 | p99 is |\n|---|---|---|---|')
  for (const one of contestants) {
    const row = (name: string, of: number[][], last: string) =>
      `| ${one.name}, ${name} | ${median(of.map((times) => at(times, 0.5))).toFixed(2)} ms | ${p99(of).toFixed(2)} ms | ${last} |`
    console.log(`${row('nobody signs in', one.idle, '')}\n${row(`${logins_per_second} sign in each second`, one.busy, `${ratioOf(one).toFixed(2)} ×`)}`)
  }
  for (const { name, loads } of contestants) {
    const refused = loads.reduce((all, one) => all + one.refused, 0)
    console.log(`\nSigned in at ${name}: ${median(loads.map(({ rate }) => rate)).toFixed(1)} a second, ${refused} told to come back.`)
  }
  return contestants.every((one) => one.name === 'bare' || expected(ratioOf(one) < 4, 'Above the expected 4 ×.'))
}

function expected(good: boolean, else_say: string): boolean {
  if (!good) console.log(`\n**${else_say}**\n`)
  return good
}
