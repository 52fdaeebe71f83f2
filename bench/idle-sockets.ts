import { people, tokenOf } from './chat-people.ts'
import { cpuOf, rssOf } from './contest.ts'
import { BenchSocket, openAll } from './socket-client.ts'

/**
 * Opens `count` sockets of a thousand people, holds them for `seconds` without a word, then lets one tell everybody: `port pid count seconds`. Prints the
 * server's memory for each, what holding them costs, and how many were still there to hear.
 */
const [port = 0, pid = 0, count = 0, seconds = 0] = process.argv.slice(2).map(Number)
let [ready, heard] = [0, 0]
const hear = (frame: Buffer) => {
  const text = frame.toString('latin1', 0, 30)
  if (text.startsWith('{"ready"')) ready++
  else if (text.startsWith('{"event":"bench.shouted"')) heard++
}
const sockets: BenchSocket[] = []
// One of each first, so that what is remembered of a person is not counted as part of a socket.
const one = (n: number) => BenchSocket.open(port, '/ws/', tokenOf(n % people), hear)
sockets.push(...(await openAll(people, one)))
while (ready < people) await Bun.sleep(20)
await Bun.sleep(1500)
const before_kb = rssOf(pid) * 1024
sockets.push(...(await openAll(count - people, one)))
while (ready < count) await Bun.sleep(20)
await Bun.sleep(3000)
const after_kb = rssOf(pid) * 1024
const cpu = cpuOf(pid)
await Bun.sleep(seconds * 1000)
const cpu_share = (cpuOf(pid) - cpu) / seconds
sockets[0]?.send(JSON.stringify({ ref: 1, endpoint: 'bench.shout', body: { text: 'still there?' } }))
for (const until = Date.now() + 10_000; heard < count && Date.now() < until; ) await Bun.sleep(20)
console.log(JSON.stringify({ open: sockets.filter(({ closed }) => !closed).length, heard, kb_each: (after_kb - before_kb) / (count - people), cpu_share }))
process.exit(0)
