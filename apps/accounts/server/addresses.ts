import { canonical } from '#server/canonical.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import { codeNotValid } from './codes.ts'
import { accessChanged } from './sessions.ts'

/** An account that holds or claims an address. */
export interface Claimant {
  id: string
  number: number
  username: string
  email: string
  email_key: string | null
  verified: boolean
  /** Neither disabled nor deleted. */
  alive: boolean
  date_joined: string
}

const columns = ['id', 'number', 'username', 'email', 'email_key', 'email_verified_at', 'is_active', 'deleted_at', 'date_joined'] as const
/** Of the last claims of an address; more nobody has honestly. */
const most_claims = 20

/** Everybody who holds or claims an address, the newest first: the same two queries, whether there are some or none, and no slower for many. */
export async function claimantsOf(db: Db, email: string): Promise<Claimant[]> {
  const key = canonical(email)
  const holders = await db.selectFrom('users').select(columns).where('email_key', '=', key).execute()
  const claims = await db.selectFrom('users').select(columns).where('email_claim', '=', key).orderBy('number', 'desc').limit(most_claims).execute()
  return [...holders, ...claims]
    .map(({ email_verified_at, is_active, deleted_at, ...row }) => ({ ...row, verified: email_verified_at !== null, alive: is_active === 1 && !deleted_at }))
    .sort((a, b) => b.number - a.number)
}

/** Whose the address is: undefined while nobody holds it. */
export const holderIn = (claimants: Claimant[]) => claimants.find((one) => one.email_key !== null)
/** Who has confirmed it. */
export const ownerIn = (claimants: Claimant[]) => claimants.find((one) => one.email_key !== null && one.verified)

/**
 * Makes an address somebody's own, after a code or link that was sent there has come back. It is taken from who only claims it, never from who has
 * confirmed it: then undefined. Says whether it is the first that this user confirms.
 */
export async function ownAddress(tx: Tx, user_id: string, email: string): Promise<{ first: boolean } | undefined> {
  const key = canonical(email)
  const before = await tx.selectFrom('users').select(['email', 'email_verified_at']).where('id', '=', user_id).executeTakeFirst()
  await tx
    .updateTable('users')
    .set({ email_key: null, email_claim: key, updated_at: tx.now })
    .where('email_key', '=', key)
    .where('id', '!=', user_id)
    .where('email_verified_at', 'is', null)
    .execute()
  const other = await tx.selectFrom('users').select('id').where('email_key', '=', key).where('id', '!=', user_id).executeTakeFirst()
  if (other || !before) return undefined
  const own = await setAddress(tx, user_id, { email, email_key: key, email_claim: null, email_verified_at: tx.now })
  if (!own) return undefined
  await tx.audit({
    action: 'accounts.email_verified',
    model: 'users',
    object_id: user_id,
    actor_id: user_id,
    ...(before.email === email ? {} : { before: { email: before.email }, after: { email } }),
  })
  return { first: before.email_verified_at === null }
}

/** Gives somebody back an address that another has confirmed meanwhile: as a claim. */
export async function claimAddress(tx: Tx, user_id: string, email: string): Promise<void> {
  await setAddress(tx, user_id, { email, email_key: null, email_claim: canonical(email), email_verified_at: null })
}

interface Address {
  email: string
  email_key: string | null
  email_claim: string | null
  email_verified_at: string | null
}

async function setAddress(tx: Tx, user_id: string, address: Address): Promise<boolean> {
  try {
    const changed = await tx
      .updateTable('users')
      .set({ ...address, updated_at: tx.now })
      .where('id', '=', user_id)
      .where('is_active', '=', 1)
      .where('deleted_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    // The address, and whether it is confirmed, are remembered with the session.
    if (changed) tx.publish(accessChanged, [user_id], { user_id })
    return changed !== undefined
  } catch (error) {
    // Two accounts confirmed it at the same moment.
    if (isUniqueViolation(error)) throw codeNotValid()
    throw error
  }
}
