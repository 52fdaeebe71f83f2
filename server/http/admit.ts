import { Problem } from '#contract/problem.ts'
import type { Site } from '../site.ts'
import { milliseconds } from '../units.ts'
import { countedAddress } from './address.ts'
import type { Caller } from './caller.ts'
import type { Guard } from './guard.ts'
import type { Verdict } from './limiter.ts'
import { type Limit, type LimitName, limitOf, limits } from './limits.ts'
import type { RequestFacts } from './request.ts'

/** What these count is somebody's, wherever they are. */
const by_account: ReadonlySet<LimitName> = new Set(['account', 'picture'])

/**
 * Counts this call against the limits table and the endpoint's own rate. Throws 429 with the seconds to wait. Nothing to wait for where
 * counters are in memory: then it gives no promise.
 */
export function countCall(
  site: Site,
  facts: RequestFacts,
  endpoint_name: string,
  guard: Guard<unknown>,
  caller: Caller | undefined,
): undefined | Promise<undefined> {
  if (guard.counts === 'none' || !site.config.RATE_LIMITS) return
  const name: LimitName = guard.counts ?? (caller ? 'account' : 'api')
  const who = by_account.has(name) && caller ? caller.id : countedAddress(facts.address)
  const counted = take(site, `${name}:${who}`, limits[name])
  const { rate } = guard
  if (!rate) return counted
  const own = () => take(site, `${endpoint_name}:${caller?.id ?? who}`, limitOf(rate))
  return counted ? counted.then(own) : own()
}

export function take(site: Site, key: string, limit: Limit): undefined | Promise<undefined> {
  const verdict = site.limiter.take(key, limit)
  return verdict instanceof Promise ? verdict.then((late) => obey(site, key, late, limit)) : obey(site, key, verdict, limit)
}

/** What stands before the colon of a key names a limit or an endpoint, what comes after it somebody. */
function obey({ metrics }: Site, key: string, { allowed, retry_after }: Verdict, limit: Limit): undefined {
  if (allowed) return
  metrics.limited.of(key.slice(0, key.indexOf(':'))).add()
  throw tooMany(limit, retry_after)
}

function tooMany(limit: Limit, retry_after: number): Problem {
  const wait = retry_after === 1 ? '1 second' : `${retry_after} seconds`
  return new Problem('too_many_requests', `Too many requests. Try again in ${wait}.`, {
    retry_after,
    headers: {
      ratelimit: `limit=${limit.count}, remaining=0, reset=${retry_after}`,
      'ratelimit-policy': `${limit.count};w=${milliseconds(limit.per) / 1000};burst=${limit.burst}`,
    },
  })
}
