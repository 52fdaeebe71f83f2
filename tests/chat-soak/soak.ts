import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apps } from '#apps'
import type { Environment } from '#server/config.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { roomWith, talker } from '../../apps/chat/tests/talkers.ts'
import { frozenCopy } from '../frozen-copy.ts'
import { type Counts, SoakClient } from './client.ts'
import { type Servers, startServers } from './servers.ts'

export interface SoakSize {
  rooms: number
  /** How long at least, and how many messages of each client at least, so that a busy machine makes it longer rather than empty. */
  ms: number
  each: number
  /** Between two messages of one client, at most. */
  pause_ms: number
  processes: number
}

/** What happens while people write. */
export interface World {
  servers: Servers
  /** From 0 to 1. */
  progress(): number
  /** Of the answers only those to what is asked from here on count as slow: two hundred people who open at once what has just started wait for that. */
  countFromHere(): void
  /** How long it takes until everybody has what has been acknowledged so far. */
  catchUp(): Promise<number>
}
export type Trouble = (world: World) => Promise<void>

/** `kill -9` of a server, again and again. */
export const kills =
  (count: number): Trouble =>
  async ({ servers, progress }) => {
    for (let n = 1; n <= count; n++) {
      while (progress() < n / (count + 1)) await Bun.sleep(20)
      await servers.kill()
    }
  }

export interface SoakResult {
  counts: Counts
  /** The longest that a client with an open line waited for its answer, see `countFromHere`. */
  slowest_ms: number
  messages: number
  /** Everything that must not be: empty when all is well. */
  faults: string[]
  exit_codes: number[]
}

interface Pair {
  room_id: string
  clients: [SoakClient, SoakClient]
}

/** Two in each room write, lose their lines and resume, while there is trouble; then everything is compared with what is stored. */
export async function soak(size: SoakSize, trouble: Trouble, environment: Environment = {}): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-soak-'))
  frozenCopy(folder)
  const t = await testSite(apps, { environment })
  try {
    const cast = await invite(t, size.rooms)
    await t.stop()
    const servers = await startServers(folder, t.environment, size.processes)
    const pairs = cast.map(({ room_id, cookies }, i) => ({ room_id, clients: cookies.map((cookie) => enter(servers, room_id, cookie, i)) as Pair['clients'] }))
    await live(pairs, servers, size, trouble)
    const faults = await settle(pairs)
    const clients = pairs.flatMap((pair) => pair.clients)
    const counts = sum(clients.map((client) => client.counts))
    const slowest_ms = Math.max(...clients.map((client) => client.slowest_ms))
    for (const client of clients) client.close()
    const exit_codes = await servers.stop()
    const messages = await compare(t, pairs, faults)
    return { counts, slowest_ms, messages, faults, exit_codes }
  } finally {
    await t.end()
    rmSync(folder, { recursive: true })
  }
}

async function invite(t: TestSite, rooms: number) {
  const cookieOf = ({ cookies }: { cookies: Map<string, string> }) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const pair = async (i: number) => {
    const [one, other] = await Promise.all([talker(t, `one${i}`), talker(t, `other${i}`)])
    return { room_id: (await roomWith(one, `other${i}`)).id, cookies: [cookieOf(one), cookieOf(other)] }
  }
  const cast: Awaited<ReturnType<typeof pair>>[] = []
  // A few at a time: more sign-ups at once than the queue of hashes holds are told to come back.
  for (let i = 0; i < rooms; i += 8) cast.push(...(await Promise.all(Array.from({ length: Math.min(8, rooms - i) }, (_, j) => pair(i + j)))))
  return cast
}

/** Every second pair by the socket for everything, the others by that of their room. */
function enter({ port }: Servers, room_id: string, cookie: string, i: number): SoakClient {
  const path = i % 2 === 0 ? '/ws/' : `/ws/chat/${room_id}/`
  return new SoakClient(`ws://127.0.0.1:${port}${path}`, { cookie, origin: `http://127.0.0.1:${port}` }, room_id)
}

async function live(pairs: Pair[], servers: Servers, { ms, each, pause_ms }: SoakSize, trouble: Trouble): Promise<void> {
  const clients = pairs.flatMap((pair) => pair.clients)
  const began = Date.now()
  const said = () => clients.reduce((all, { counts }) => all + counts.acknowledged, 0) / clients.length
  const progress = () => Math.min((Date.now() - began) / ms, said() / each)
  const write = async (client: SoakClient) => {
    for (let n = 1; progress() < 1; n++) {
      await Bun.sleep(Math.random() * pause_ms)
      await client.say(`message ${n} नमस्ते`)
    }
  }
  const drop = async (client: SoakClient) => {
    for (let next = Math.random() / 5; next < 1; next += Math.random() / 5) {
      while (progress() < next) await Bun.sleep(20)
      client.drop()
    }
  }
  const countFromHere = () => {
    for (const client of clients) client.countFromHere()
  }
  const world: World = { servers, progress, countFromHere, catchUp: () => catchUp(pairs) }
  await Promise.all([...clients.flatMap((client) => [write(client), drop(client)]), trouble(world)])
}

const patience_ms = 20_000

/** Waits until both of each room have what has been acknowledged to either by now, without anybody doing anything more. */
async function catchUp(pairs: Pair[]): Promise<number> {
  const began = performance.now()
  const reached = pairs.flatMap(({ clients }) => {
    const last = Math.max(0, ...clients.flatMap(({ acknowledged }) => acknowledged.map(({ seq }) => seq)))
    return clients.map((client) => client.reach(last, patience_ms))
  })
  await Promise.all(reached)
  return performance.now() - began
}

async function settle(pairs: Pair[]): Promise<string[]> {
  await catchUp(pairs)
  return pairs.flatMap(({ clients }) => clients.flatMap((client) => [...client.faults, ...faultsOf(client, clients)]))
}

/** Every acknowledged message of both is at this one: once, under its number, and each one's in the order of sending. */
function faultsOf(client: SoakClient, clients: Pair['clients']): string[] {
  const faults: string[] = []
  const places = new Map(client.delivered.map(({ id, seq }) => [id, seq]))
  if (places.size !== client.delivered.length) faults.push('a message was delivered twice')
  client.delivered.forEach(({ seq }, i) => {
    if (seq !== i + 1) faults.push(`number ${seq} in place ${i + 1}`)
  })
  for (const { acknowledged } of clients) {
    for (const { id, seq } of acknowledged) if (places.get(id) !== seq) faults.push(`${id}, acknowledged as ${seq}, is ${places.get(id) ?? 'missing'}`)
    if (acknowledged.some(({ seq }, i) => seq <= (acknowledged[i - 1]?.seq ?? 0))) faults.push('messages of one sender in another order')
  }
  if (client.counts.doubled > 0) faults.push(`the socket brought ${client.counts.doubled} twice`)
  return faults
}

/** What is stored is what both have seen. */
async function compare(t: TestSite, pairs: Pair[], faults: string[]): Promise<number> {
  const fresh = await testSite(apps, { environment: t.environment })
  let messages = 0
  for (const { room_id, clients } of pairs) {
    const rows = await fresh.site.store.db.selectFrom('chat_messages').select(['id', 'seq']).where('room_id', '=', room_id).orderBy('seq').execute()
    messages += rows.length
    const stored = rows.map(({ id, seq }) => `${seq} ${id}`).join()
    for (const { delivered } of clients)
      if (delivered.map(({ id, seq }) => `${seq} ${id}`).join() !== stored) faults.push(`room ${room_id}: stored and seen differ`)
  }
  await fresh.stop()
  return messages
}

function sum(all: Counts[]): Counts {
  const total = { sent: 0, acknowledged: 0, retried: 0, connected: 0, resumed: 0, reloaded: 0, gaps: 0, doubled: 0 }
  for (const counts of all) for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name]
  return total
}
