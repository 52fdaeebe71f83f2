import { digest, sameText } from '../crypto/tokens.ts'
import type { Site } from '../site.ts'
import { countedAddress, isLoopback } from './address.ts'
import { take } from './admit.ts'
import { type Answers, no_store } from './answer.ts'
import { limits } from './limits.ts'
import type { RequestFacts } from './request.ts'

const type = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * What Prometheus reads. With METRICS_TOKEN only for those who bring it, from wherever; without it for programs on this machine, when no proxy stands
 * between. To others there is no such address.
 */
export async function metricsAnswer(site: Site, facts: RequestFacts, answers: Answers): Promise<Response | undefined> {
  const { METRICS_TOKEN: token } = site.config
  if (token === undefined) {
    if (!facts.direct_from_loopback || !isLoopback(facts.address)) return undefined
  } else if (!(await bringsToken(site, facts, token)))
    return answers.plain('Bring METRICS_TOKEN as a bearer token.\n', 401, {
      'content-type': 'text/plain; charset=utf-8',
      'www-authenticate': 'Bearer realm="metrics"',
      'cache-control': no_store,
    })
  return answers.plain(await site.metrics.all.text(), 200, { 'content-type': type, 'cache-control': no_store })
}

async function bringsToken(site: Site, { raw, address }: RequestFacts, token: string): Promise<boolean> {
  const [, given] = /^Bearer +(\S+)$/i.exec(raw.headers.get('authorization') ?? '') ?? []
  if (given === undefined) return false
  if (sameText(digest(given), digest(token))) return true
  // Guesses are counted like any call of a visitor.
  await take(site, `api:${countedAddress(address)}`, limits.api)
  return false
}
