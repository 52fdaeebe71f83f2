import { nameOf, people, tokenOf } from './chat-people.ts'
import { cpuOf } from './contest.ts'
import { BenchSocket, openAll } from './socket-client.ts'

/**
 * Loads a server with sockets: `port pid kind seconds [--bare|--stored]`: with `--bare` what is heard is what was sent, with `--stored` it is
 * also answered, as by banyan. `pairs`: 500 conversations in which each waits for the other's word; `fan-out`: one tells
 * everybody, then another, with a few words on the way at once. Prints deliveries, how long they took, from the first byte sent to the frame read, and what they cost
 * the server of process `pid`.
 */
const [port, pid, seconds] = [2, 3, 5].map((at) => Number(process.argv[at])) as [number, number, number]
const kind = process.argv[4]
const echoed = process.argv.includes('--bare')
const bare = echoed || process.argv.includes('--stored')
const warm_up_ms = 500
const on_the_way = 8
const text = 'Is the road to Tawang open? नमस्ते'

let counting = false
let deliveries = 0
const times: number[] = []
function delivered(sent_at: number): void {
  if (!counting) return
  deliveries++
  times.push(performance.now() - sent_at)
}

const news = Buffer.from('{"event"')
const isNews = (frame: Buffer) => echoed || frame.subarray(0, news.length).equals(news)

async function pairs(): Promise<void> {
  const rooms = new Map<number, string>()
  const heard = new Map<number, number>()
  const sent_at: number[] = []
  const sockets: BenchSocket[] = []
  const say = (n: number, of: string) => {
    sent_at[n >> 1] = performance.now()
    const call = { ref: 1, endpoint: 'chat.send_message', params: { room_id: of }, body: { id: Bun.randomUUIDv7(), text } }
    sockets[n]?.send(JSON.stringify(call))
  }
  const hear = (n: number, frame: Buffer) => {
    const room = rooms.get(n >> 1)
    if (room === undefined) {
      const { status, body } = JSON.parse(frame.toString()) as { status?: number; body?: { id: string } }
      if (status === 201 && body) rooms.set(n >> 1, body.id)
      return
    }
    if (!isNews(frame)) return
    const count = (heard.get(n) ?? 0) + 1
    heard.set(n, count)
    // Both hear each word; the second of two answers the first, and so on.
    if (count % 2 !== n % 2) return
    delivered(sent_at[n >> 1] ?? 0)
    say(n, room)
  }
  sockets.push(
    ...(await openAll(people, (n) => BenchSocket.open(port, bare ? `/pair/${n >> 1}` : '/ws/', bare ? undefined : tokenOf(n), (frame) => hear(n, frame)))),
  )
  for (let n = 0; n < people; n += 2) {
    if (bare) rooms.set(n >> 1, crypto.randomUUID())
    else sockets[n]?.send(JSON.stringify({ ref: 0, endpoint: 'chat.open_room', body: { username: nameOf(n + 1) } }))
  }
  while (rooms.size < people / 2) await Bun.sleep(10)
  // News are told from half a second after the socket is ready.
  await Bun.sleep(700)
  for (let n = 0; n < people; n += 2) say(n, rooms.get(n >> 1) ?? '')
}

async function fanOut(): Promise<void> {
  const sockets: BenchSocket[] = []
  const sent_at = new Map<number, number>()
  let said = 0
  const say = () => {
    sent_at.set(++said, performance.now())
    const noise = `${said} ${text}`
    // Each in turn, since a socket may send only so many frames a second.
    sockets[said % people]?.send(
      bare
        ? JSON.stringify({ event: 'bench.shouted', cursor: 'x.1', data: { text: noise } })
        : JSON.stringify({ ref: 1, endpoint: 'bench.shout', body: { text: noise } }),
    )
  }
  const heard: number[] = new Array(people).fill(0)
  let last = 0
  const hear = (n: number, frame: Buffer) => {
    if (!isNews(frame)) return
    const count = (heard[n] ?? 0) + 1
    heard[n] = count
    delivered(sent_at.get(count) ?? 0)
    // The slowest of all lets the next one go.
    if (count > last && n === people - 1) {
      last = count
      say()
    }
  }
  sockets.push(...(await openAll(people, (n) => BenchSocket.open(port, bare ? '/all' : '/ws/', bare ? undefined : tokenOf(n), (frame) => hear(n, frame)))))
  await Bun.sleep(700)
  for (let i = 0; i < on_the_way; i++) say()
}

await (kind === 'pairs' ? pairs() : fanOut())
await Bun.sleep(warm_up_ms)
counting = true
const cpu = cpuOf(pid)
const began = performance.now()
await Bun.sleep(seconds * 1000)
counting = false
const ms = performance.now() - began
const cpu_us = ((cpuOf(pid) - cpu) * 1e6) / deliveries
times.sort((a, b) => a - b)
const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
console.log(JSON.stringify({ deliveries, rate: (deliveries * 1000) / ms, median_ms: at(0.5), p99_ms: at(0.99), cpu_us }))
process.exit(0)
