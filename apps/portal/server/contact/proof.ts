import { randomToken, sameText, sign } from '#server/crypto/tokens.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

/** Nobody fills in a form sooner, and nobody leaves one open for longer. */
const soonest_ms = milliseconds('2 seconds')
const latest_ms = milliseconds('1 day')

const signature = (site: Site, at: string, id: string) => sign(site.config.SECRET_KEY, 'contact form', `${at}\n${id}`)

/** Says when a form was shown. Nothing of it is stored before it is used. */
export function makeProof(site: Site): string {
  const at = site.now().getTime().toString(36)
  const id = randomToken()
  return `${at}.${id}.${signature(site, at, id)}`
}

/** What stands for the proof, so that it is used once; undefined for one that is not ours, too young or too old. */
export function readProof(site: Site, proof: string | undefined): string | undefined {
  const [, at, id, given] = /^([0-9a-z]{1,12})\.([\w-]{43})\.([\w-]{43})$/.exec(proof ?? '') ?? []
  if (at === undefined || id === undefined || given === undefined || !sameText(given, signature(site, at, id))) return undefined
  const age = site.now().getTime() - Number.parseInt(at, 36)
  return age >= soonest_ms && age <= latest_ms ? id : undefined
}
