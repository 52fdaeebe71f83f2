import { person } from './people.ts'

/** Signs in over and over: `PORT SECONDS --at-once N`, or `--each-second N` whatever the answers take. Prints what came of it. */
const [port, seconds, how, n] = [process.argv[2], Number(process.argv[3]), process.argv[4], Number(process.argv[5])]
const body = JSON.stringify(person)
const times: number[] = []
let refused = 0

async function signIn(): Promise<void> {
  const started = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await response.arrayBuffer()
  if (response.status === 200) times.push(performance.now() - started)
  else refused++
}

const started = performance.now()
const end = started + seconds * 1000
if (how === '--at-once') {
  const again = async () => {
    while (performance.now() < end) await signIn()
  }
  await Promise.all(Array.from({ length: n }, again))
} else {
  const all: Promise<void>[] = []
  for (let next = started; next < end; next += 1000 / n) {
    await Bun.sleep(Math.max(0, next - performance.now()))
    all.push(signIn())
  }
  await Promise.all(all)
}
times.sort((a, b) => a - b)
const median_ms = times[Math.floor(times.length / 2)] ?? 0
console.log(JSON.stringify({ done: times.length, rate: (times.length * 1000) / (performance.now() - started), refused, median_ms }))
