import { Problem } from '#contract/problem.ts'
import type { Read, Tx } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { Assertion } from '../contract/passkeys.ts'
import { accountColumns } from './account.ts'
import { type Challenge, type ChallengeFor, challenge_life_ms, newChallenge, requireChallenge, spendChallenge } from './passkey-challenge.ts'
import { userHandle } from './passkeys.ts'
import { relyingParty, verifyAssertion } from './webauthn.ts'

export const notThisPasskey = () => new Problem('bad_credentials', 'This passkey does not open an account here.')

export function requestOptions(site: Site, request: RequestFacts, whom: ChallengeFor) {
  const challenge = newChallenge(site, whom)
  return { challenge, timeout: challenge_life_ms, rpId: relyingParty(request), userVerification: 'required' as const, allowCredentials: [] }
}

type Known = Awaited<ReturnType<typeof findPasskey>>

export interface Use {
  /** The passkey's row with its owner's; undefined where the credential is nobody's. */
  known: Known
  challenge: Challenge
  /** What the device counts now; undefined when the answer was not this key's own. */
  counter: number | undefined
}

/** Looks at the browser's answer without believing it yet. Throws `invalid` when its challenge is not a present one of this visitor. */
export async function examine(site: Site, read: Read, request: RequestFacts, whom: ChallengeFor, assertion: Assertion): Promise<Use> {
  const challenge = requireChallenge(site, whom, assertion.response.clientDataJSON)
  const known = await read((db) => findPasskey(db, assertion.id))
  const handle = assertion.response.userHandle
  const ours = known && (!handle || handle === userHandle(known.id))
  return { known, challenge, counter: ours ? await verifyAssertion(request, challenge, known, assertion) : undefined }
}

function findPasskey(db: Parameters<Parameters<Read>[0]>[0], credential_id: string) {
  return db
    .selectFrom('passkeys')
    .innerJoin('users', 'users.id', 'passkeys.user_id')
    .select([...accountColumns, 'passkeys.id as passkey_id', 'passkeys.credential_id', 'passkeys.public_key'])
    .where('passkeys.credential_id', '=', credential_id)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Counts the use, inside the write that it brings about. False for a device whose counter has not grown: then there are two of a key that
 * should be one, and neither gets in by it. Devices that do not count (synced passkeys) stay at 0. The caller must
 * commit also then, since the audit entry tells of it.
 */
export async function spendUse(tx: Tx, { challenge }: Use, known: NonNullable<Known>, counter: number): Promise<boolean> {
  await spendChallenge(tx, challenge)
  const used = await tx
    .updateTable('passkeys')
    .set({ counter, last_used_at: tx.now, updated_at: tx.now })
    .where('id', '=', known.passkey_id)
    .where((e) => e.or([e('counter', '<', counter), ...(counter === 0 ? [e('counter', '=', 0)] : [])]))
    .returning('id')
    .executeTakeFirst()
  if (used) return true
  await tx.audit({ action: 'accounts.passkey_copied', model: 'passkeys', object_id: known.passkey_id, actor_id: known.id, after: { counter } })
  return false
}
