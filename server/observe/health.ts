import { z } from 'zod'
import { pairDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { Problem } from '#contract/problem.ts'
import { anyone } from '../http/guard.ts'
import { Routes } from '../http/routes.ts'
import type { Site } from '../site.ts'

const health = endpoint({
  name: 'kernel.get_health',
  door: pairDoor,
  method: 'GET',
  path: '/api/health',
  summary: 'The process answers',
  returns: z.object({ status: z.literal('ok') }),
})

const Part = z.object({ status: z.enum(['ok', 'failed']), latency_ms: z.number() })
const ready = endpoint({
  name: 'kernel.get_readiness',
  door: pairDoor,
  method: 'GET',
  path: '/api/health/ready',
  summary: 'Everything that a request needs answers: database, cache, bus, jobs, each with its latency',
  returns: z.object({ status: z.enum(['ok', 'degraded']), checks: z.object({ database: Part, cache: Part, bus: Part, jobs: Part }) }),
  errors: { 503: 'The database does not answer.' },
})

const patience_ms = 1000

async function check(probe: () => Promise<unknown>): Promise<z.infer<typeof Part>> {
  const start = performance.now()
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), patience_ms).unref())
  const status = await Promise.race([probe(), late]).then(
    () => 'ok' as const,
    () => 'failed' as const,
  )
  return { status, latency_ms: Math.round((performance.now() - start) * 100) / 100 }
}

/** Counting goes on without Redis, but a site that was told to share its counters should say that it does not. */
async function checkCounters({ config, limiter }: Site): Promise<void> {
  await limiter.take('health', { count: 100, per: '1 second', burst: 100 })
  if (config.REDIS_URL && config.RATE_LIMITS && limiter.mode === 'memory') throw new Error('this process counts alone')
}

async function readiness(site: Site) {
  const { db } = site.store
  // All at once, so that the whole answer waits no longer than the slowest of them.
  const [database, cache, bus, jobs] = await Promise.all([
    check(() => db.selectFrom('migrations').select('name').limit(1).execute()),
    check(() => checkCounters(site)),
    check(() => site.bus.check()),
    check(() => db.selectFrom('jobs').select('id').where('state', '=', 'queued').limit(1).execute()),
  ])
  const checks = { database, cache, bus, jobs }
  if (checks.database.status === 'failed') throw new Problem('unavailable', 'The database does not answer.', { retry_after: 2 })
  const status = Object.values(checks).every((part) => part.status === 'ok') ? ('ok' as const) : ('degraded' as const)
  return { status, checks }
}

export const healthRoutes = new Routes().on(health, anyone, () => ({ status: 'ok' as const })).on(ready, anyone, ({ site }) => readiness(site))
