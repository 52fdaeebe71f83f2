import { Redis } from 'ioredis'
import { type Bus, memoryBus } from './bus.ts'

const channel = 'banyan:news'

/** A memory bus in each process, joined by Redis. What Redis cannot carry is still told in this process. */
export function redisBus(url: string, onError: (error: unknown) => void): Bus {
  const inside = memoryBus(onError)
  const self = crypto.randomUUID()
  const options = {
    maxRetriesPerRequest: 1,
    connectTimeout: 1000,
    commandTimeout: 500,
    enableOfflineQueue: false,
    lazyConnect: false,
    retryStrategy: (n: number) => Math.min(n * 100, 1000),
  }
  const sender = new Redis(url, options)
  // A subscription outlives the connection: it is taken up again after each reconnect.
  const receiver = new Redis(url, { ...options, maxRetriesPerRequest: null, enableOfflineQueue: true, commandTimeout: 0 })
  for (const client of [sender, receiver]) client.on('error', onError)
  receiver.subscribe(channel).catch(onError)
  receiver.on('message', (_, text) => {
    const { from, event, to, data } = JSON.parse(text) as { from: string; event: string; to: string[] | 'everyone'; data: unknown }
    if (from !== self) inside.publish(event, to, data)
  })
  return {
    hear: inside.hear,
    publish(event, to, data) {
      inside.publish(event, to, data)
      sender.publish(channel, JSON.stringify({ from: self, event, to, data })).catch(onError)
    },
    async check() {
      await sender.ping()
    },
    async close() {
      sender.disconnect()
      receiver.disconnect()
    },
  }
}
