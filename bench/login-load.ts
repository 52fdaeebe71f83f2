import { person } from './people.ts'

/**
 * Signs in over and over: `PORT --at-once N`, or `PORT --each-second N` whatever the answers take. For each line that it reads, a number of seconds, it
 * does so for as long and prints what came of it.
 */
const [port, how, n] = [process.argv[2], process.argv[3], Number(process.argv[4])]
const body = JSON.stringify(person)
let times: number[] = []
let refused = 0

async function signIn(): Promise<void> {
  const started = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await response.arrayBuffer()
  if (response.status === 200) times.push(performance.now() - started)
  else refused++
}

const ways: Record<string, (end: number) => Promise<unknown>> = {
  '--at-once': (end) => {
    const again = async () => {
      while (performance.now() < end) await signIn()
    }
    return Promise.all(Array.from({ length: n }, again))
  },
  '--each-second': async (end) => {
    const all: Promise<void>[] = []
    for (let next = performance.now(); next < end; next += 1000 / n) {
      await Bun.sleep(Math.max(0, next - performance.now()))
      all.push(signIn())
    }
    await Promise.all(all)
  },
}

for await (const line of console) {
  times = []
  refused = 0
  const started = performance.now()
  await ways[how ?? '']?.(started + Number(line) * 1000)
  times.sort((a, b) => a - b)
  const median_ms = times[Math.floor(times.length / 2)] ?? 0
  console.log(JSON.stringify({ done: times.length, rate: (times.length * 1000) / (performance.now() - started), refused, median_ms }))
}
