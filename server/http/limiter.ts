import { Lru } from '../cache/lru.ts'
import { milliseconds } from '../units.ts'
import type { Limit } from './limits.ts'

export interface Verdict {
  allowed: boolean
  /** Whole seconds to wait; 0 when allowed. */
  retry_after: number
}

/** Counts calls by key. Never throws and never waits long: a limiter out of reach limits by itself. */
export interface Limiter {
  take(key: string, limit: Limit): Verdict | Promise<Verdict>
  /** `memory` or `redis`: what counts at the moment. */
  readonly mode: 'memory' | 'redis'
  close(): Promise<void>
}

interface Counter {
  /** Times of admitted calls, oldest first from `start`: at most `count` of them. */
  times: number[]
  start: number
  /** When the burst allowance is whole again (generic cell rate algorithm). */
  full_at: number
}

/** Beyond this many keys the longest unused are forgotten. */
const max_keys = 50_000

/** Exact counts in this process: at most `count` in any window, at most `burst` at once. */
export function memoryLimiter(now: () => number): Limiter {
  const counters = new Lru<string, Counter>(max_keys)
  return {
    mode: 'memory',
    take(key, limit) {
      const at = now()
      const known = counters.get(key)
      const counter = known ?? { times: [], start: 0, full_at: at }
      if (!known) counters.set(key, counter)
      return decide(counter, limit, at)
    },
    async close() {},
  }
}

function decide(counter: Counter, limit: Limit, at: number): Verdict {
  const window = milliseconds(limit.per)
  while (counter.start < counter.times.length && (counter.times[counter.start] ?? 0) <= at - window) counter.start++
  if (counter.start > limit.count) {
    counter.times = counter.times.slice(counter.start)
    counter.start = 0
  }
  const pause = window / limit.count
  const full_at = Math.max(counter.full_at, at)
  const wait_burst = full_at + pause - at - limit.burst * pause
  const oldest = counter.times[counter.start] ?? at
  const wait_window = counter.times.length - counter.start >= limit.count ? oldest + window - at : 0
  const wait = Math.max(wait_burst, wait_window)
  if (wait > 0) return { allowed: false, retry_after: Math.max(1, Math.ceil(wait / 1000)) }
  counter.full_at = full_at + pause
  counter.times.push(at)
  return { allowed: true, retry_after: 0 }
}

/** For benchmarks and tests that are about something else. */
export const noLimiter: Limiter = { mode: 'memory', take: () => ({ allowed: true, retry_after: 0 }), async close() {} }
