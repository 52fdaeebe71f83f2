import { Redis } from 'ioredis'
import { keyFrom, seal, unseal } from '../crypto/seal.ts'
import { type Bus, memoryBus } from './bus.ts'

const channel = 'banyan:news'
/** What was told comes back within this. */
const echo_ms = 2000

/** A memory bus in each process, joined by Redis. What Redis cannot carry is still told in this process. */
export function redisBus(url: string, secret_key: string, onError: (error: unknown) => void): Bus {
  const inside = memoryBus(onError)
  // Redis may write to disk what it carries, and others may write to Redis.
  const key = keyFrom(secret_key, 'bus')
  const self = crypto.randomUUID()
  const options = {
    maxRetriesPerRequest: 1,
    connectTimeout: 1000,
    enableOfflineQueue: false,
    lazyConnect: false,
    retryStrategy: (n: number) => Math.min(n * 100, 1000),
  }
  const sender = new Redis(url, { ...options, commandTimeout: 500 })
  // A subscription outlives the connection: it is taken up again after each reconnect. It waits as long as Redis is away: even a timeout of 0 would end it.
  const receiver = new Redis(url, { ...options, maxRetriesPerRequest: null, enableOfflineQueue: true })
  for (const client of [sender, receiver]) client.on('error', onError)
  receiver.subscribe(channel).catch(onError)
  /** Since when nothing of our own has come back. */
  let unheard_since: number | undefined
  receiver.on('message', (_, text) => {
    const opened = unseal(key, channel, text)
    if (!opened) return
    const { from, event, to, data } = JSON.parse(opened.toString()) as { from: string; event: string; to: string[] | 'everyone'; data: unknown }
    if (from === self) unheard_since = undefined
    else inside.publish(event, to, data)
  })
  return {
    hear: inside.hear,
    publish(event, to, data) {
      inside.publish(event, to, data)
      unheard_since ??= performance.now()
      sender.publish(channel, seal(key, channel, JSON.stringify({ from: self, event, to, data }))).catch(onError)
    },
    hears: () => unheard_since === undefined || performance.now() - unheard_since < echo_ms,
    async check() {
      await sender.ping()
    },
    async close() {
      sender.disconnect()
      receiver.disconnect()
    },
  }
}
