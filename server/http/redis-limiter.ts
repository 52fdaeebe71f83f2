import { Redis } from 'ioredis'
import { milliseconds } from '../units.ts'
import { type Limiter, memoryLimiter, type Verdict } from './limiter.ts'

/** The same rule as the memory limiter's, decided in Redis by its clock: a list of admitted times and the burst's full time. */
const script = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local window, count, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local pause = window / count
local full = tonumber(redis.call('GET', KEYS[2]) or now)
if full < now then full = now end
local wait = full + pause - now - burst * pause
local oldest = redis.call('LINDEX', KEYS[1], count - 1)
if oldest and tonumber(oldest) + window - now > wait then wait = tonumber(oldest) + window - now end
if wait > 0 then return math.ceil(wait) end
redis.call('LPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], 0, count - 1)
redis.call('PEXPIRE', KEYS[1], window)
redis.call('SET', KEYS[2], full + pause, 'PX', math.ceil(window + pause * burst))
return 0`

/** What waits longer is decided here; with the news of a write no answer then waits a second. */
const patience_ms = 250
/** How often a Redis that did not answer is asked whether it does again. */
const probe_ms = 250

interface Scripted extends Redis {
  take(list: string, full: string, window: number, count: number, burst: number): Promise<number>
}

/**
 * Counters that all processes share. With Redis out of reach each process counts by itself, at least as strictly; after the first call that it did not
 * answer none waits for it until it has answered a ping.
 */
export function redisLimiter(url: string, now: () => number, onError: (error: unknown) => void): Limiter {
  const alone = memoryLimiter(now)
  const client = new Redis(url, {
    maxRetriesPerRequest: 0,
    connectTimeout: 500,
    commandTimeout: patience_ms,
    enableOfflineQueue: false,
    retryStrategy: (n) => Math.min(n * 100, 1000),
  }) as Scripted
  client.on('error', onError)
  client.defineCommand('take', { numberOfKeys: 2, lua: script })
  let away = false
  let open = true
  const probe = async () => {
    while (open && away) {
      await Bun.sleep(probe_ms)
      await client.ping().then(
        () => (away = false),
        () => {},
      )
    }
  }
  const fail = (error: unknown) => {
    onError(error)
    if (away) return
    away = true
    void probe()
  }
  const reachable = () => client.status === 'ready' && !away
  return {
    get mode() {
      return reachable() ? ('redis' as const) : ('memory' as const)
    },
    async take(key, limit): Promise<Verdict> {
      // Counted here as well, so that an outage does not hand everybody a fresh allowance.
      const here = await alone.take(key, limit)
      if (!reachable()) return here
      try {
        const wait = await client.take(`banyan:{${key}}:calls`, `banyan:{${key}}:full`, milliseconds(limit.per), limit.count, limit.burst)
        return { allowed: wait === 0, retry_after: wait === 0 ? 0 : Math.max(1, Math.ceil(wait / 1000)) }
      } catch (error) {
        fail(error)
        return here
      }
    },
    async close() {
      open = false
      client.disconnect()
    },
  }
}
