import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { isConfigured } from './provider.ts'

export interface WaysIn {
  password: boolean
  /** Identities at the provider that is configured now: those of another open nothing. */
  identities: number
  passkeys: number
}

/** By what the owner of an account could sign in now. What takes one away asks afterwards, in the same write, whether any is left. */
export async function waysIn(site: Site, db: Db, user_id: string): Promise<WaysIn> {
  const user = await db.selectFrom('users').select('password_hash').where('id', '=', user_id).executeTakeFirstOrThrow()
  const identities = await db.selectFrom('identities').select('issuer').where('user_id', '=', user_id).execute()
  const passkeys = await db.selectFrom('passkeys').select('id').where('user_id', '=', user_id).execute()
  return {
    password: user.password_hash !== null,
    identities: identities.filter(({ issuer }) => isConfigured(site.config, issuer)).length,
    passkeys: passkeys.length,
  }
}

export const anyIsLeft = ({ password, identities, passkeys }: WaysIn) => password || identities + passkeys > 0

/** Two that each take away one of the last two ways come one after the other. */
export async function oneAtATime(tx: Tx, user_id: string): Promise<void> {
  await tx.updateTable('users').set({ updated_at: tx.now }).where('id', '=', user_id).execute()
}
