import { invalid } from '#contract/problem.ts'
import { digest, sameText, sign } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'

export const challenge_life_ms = milliseconds('5 minutes')

export type ChallengePurpose = 'register' | 'sign in' | 'confirm'

/** What a challenge is for, and who may answer it: a session's id, or a visitor's own cookie. */
export interface ChallengeFor {
  purpose: ChallengePurpose
  visitor: string
}

export interface Challenge {
  /** As the browser got it and gives it back. */
  text: string
  expires_at: number
}

const expired = () => invalid({ credential: ['This took too long, or was answered before. Start again.'] })
const sealOf = (site: Site, { purpose, visitor }: ChallengeFor, random: string, expires_at: string) =>
  sign(site.config.SECRET_KEY, 'passkey challenge', [purpose, visitor, random, expires_at].join('\n'))

/**
 * Random, and sealed by us together with its end, its purpose and its visitor: so nothing is stored for a visitor who only looks at the
 * sign-in page, and several tabs can wait with one each.
 */
export function newChallenge(site: Site, whom: ChallengeFor): string {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
  const expires_at = String(site.now().getTime() + challenge_life_ms)
  return Buffer.from([random, expires_at, sealOf(site, whom, random, expires_at)].join('.')).toString('base64url')
}

/** The challenge that the browser's answer is about. Throws `invalid` unless we gave it, to this visitor for this purpose, lately. */
export function requireChallenge(site: Site, whom: ChallengeFor, client_data: string): Challenge {
  const text = challengeIn(client_data)
  const [random = '', expires_at = '', seal = ''] = Buffer.from(text, 'base64url').toString('utf8').split('.')
  if (!sameText(seal, sealOf(site, whom, random, expires_at)) || Number(expires_at) <= site.now().getTime()) throw expired()
  return { text, expires_at: Number(expires_at) }
}

function challengeIn(client_data: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(client_data, 'base64url').toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' && challenge.length < 1000 ? challenge : ''
  } catch {
    return ''
  }
}

/** Inside the write that the answer brings about: of two with the same challenge one passes, the other throws. */
export async function spendChallenge(tx: Tx, { text, expires_at }: Challenge): Promise<void> {
  const spent = await tx
    .insertInto('used_challenges')
    .values({ challenge_hash: digest(text), expires_at: new Date(expires_at).toISOString() })
    .onConflict((c) => c.column('challenge_hash').doNothing())
    .returning('challenge_hash')
    .executeTakeFirst()
  if (!spent) throw expired()
}
