import { digest } from '#server/crypto/tokens.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { Assertion } from '../contract/passkeys.ts'
import type { Account } from './account.ts'
import { forgetFailures } from './login-failures.ts'
import type { ChallengeFor } from './passkey-challenge.ts'
import { examine, notThisPasskey, spendUse } from './passkey-use.ts'
import { renewProof } from './recent-proof.ts'
import { startSession } from './sessions.ts'

/** The device has verified its user, so this is two factors in one: no code is asked for. */
export async function signInWithPasskey(
  site: Site,
  read: Read,
  write: Write,
  request: RequestFacts,
  caller: Account | undefined,
  visitor: string,
  assertion: Assertion,
) {
  const action = 'accounts.passkey_sign_in'
  const use = await examine(site, read, request, { purpose: 'sign in', visitor }, assertion)
  const { known, counter } = use
  if (!known || counter === undefined) return refuse(write, action, assertion, known?.passkey_id)
  const session = await write(async (tx) => {
    if (!(await spendUse(tx, use, known, counter))) return
    const still = await tx
      .updateTable('users')
      .set({ last_login: tx.now })
      .where('id', '=', known.id)
      .where('is_active', '=', 1)
      .where('deleted_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!still) throw notThisPasskey()
    await forgetFailures(tx, known.id)
    return startSession(tx, known.id, { site, kind: 'cookie', action, before: caller, request })
  })
  if (!session) throw notThisPasskey()
  const { passkey_id, credential_id, public_key, ...row } = known
  return { row, session }
}

export const confirmation = (caller: Account): ChallengeFor => ({ purpose: 'confirm', visitor: caller.session_id })

/** Confirms a session with a passkey of the same person. */
export async function confirmByPasskey(site: Site, read: Read, write: Write, request: RequestFacts, caller: Account, assertion: Assertion): Promise<void> {
  const action = 'accounts.confirm'
  const use = await examine(site, read, request, confirmation(caller), assertion)
  const { known, counter } = use
  if (known?.id !== caller.id || counter === undefined) return refuse(write, action, assertion, known?.passkey_id)
  const proven = await write(async (tx) => {
    if (!(await spendUse(tx, use, known, counter))) return false
    await renewProof(tx, caller, 'passkey')
    return true
  })
  if (!proven) throw notThisPasskey()
}

async function refuse(write: Write, action: string, assertion: Assertion, passkey_id: string | undefined): Promise<never> {
  await write((tx: Tx) => tx.audit({ action: `${action}_failed`, model: 'passkeys', object_id: passkey_id ?? `credential:${digest(assertion.id)}` }))
  throw notThisPasskey()
}
