import { Problem } from '#contract/problem.ts'
import type { Language } from '#contract/render.ts'
import type { Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Account, ofProfile } from './account.ts'
import { endClaim, holderOfAddress } from './address-claims.ts'
import { beingDeleted } from './deletion.ts'
import { addIdentity, holderOfIdentity } from './identities.ts'
import { claimEnded, identityLinked } from './identity-mail.ts'
import { freeName } from './made-names.ts'
import { readerOf } from './mail-reader.ts'
import { providerName } from './provider.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { type OutsidePerson, Refusal } from './trip.ts'
import { addUser, mayBeFirstAdmin } from './users.ts'

export interface Arrival {
  site: Site
  request: RequestFacts
  person: OutsidePerson
  /** Who this browser is signed in as. */
  caller: Account | undefined
  /** Of the page that they set out from. */
  language: Language
}

/** Signs somebody in whom the provider has named: by the identity that we know, else by the proven address, else as somebody new. Throws Refusal. */
export async function signInFromOutside(tx: Tx, arrival: Arrival): Promise<StartedSession> {
  const { site, request, person, caller } = arrival
  const user_id = (await byIdentity(tx, person)) ?? (await newcomer(tx, arrival))
  const open = await tx
    .updateTable('users')
    .set({ last_login: tx.now })
    .where('id', '=', user_id)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!open) throw (await leaving(tx, site, user_id)) ?? new Refusal('closed')
  return startSession(tx, user_id, { site, kind: 'cookie', action: 'accounts.google_sign_in', request, before: caller })
}

/** Whoever has closed the account themselves is asked whether to keep it. */
async function leaving(tx: Tx, site: Site, user_id: string): Promise<Problem | undefined> {
  const user = await tx.selectFrom('users').select(['id', 'deleted_at', 'erase_at', 'is_active']).where('id', '=', user_id).executeTakeFirst()
  return user?.is_active === 1 ? beingDeleted(site, user) : undefined
}

async function byIdentity(tx: Tx, { issuer, subject }: OutsidePerson): Promise<string | undefined> {
  const used = await tx
    .updateTable('identities')
    .set({ last_used_at: tx.now, updated_at: tx.now })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .returning('user_id')
    .executeTakeFirst()
  return used?.user_id
}

/**
 * Links an identity that comes for the first time. An address that the provider does not vouch for opens nothing and makes nothing. One that
 * it does belongs to who came: an account that only claimed it changes hands, with everything ended that opened it before.
 */
async function newcomer(tx: Tx, arrival: Arrival): Promise<string> {
  const { site, person, language } = arrival
  const { email } = person
  if (!email || !person.email_verified) throw new Refusal('unverified_mail')
  const name = providerName(site.config) ?? ''
  const holder = await holderOfAddress(tx, email)
  if (!holder) return newAccount(tx, arrival, email)
  if (holder.is_active !== 1 || holder.deleted_at) throw new Refusal('closed')
  if (holder.email_verified_at === null) await endClaim(tx, holder.id)
  // The provider says that this is somebody else than who was linked: an address that was given to a new owner.
  else if (await isLinkedAt(tx, holder.id, person.issuer)) throw new Refusal('other_identity')
  await addIdentity(tx, holder.id, person)
  const { username } = holder
  // What a mere claimant had chosen is not the owner's choice.
  const mail =
    holder.email_verified_at === null
      ? claimEnded(site, { username, email: holder.email, language }, name)
      : identityLinked(site, readerOf(holder, language), name, email)
  await tx.enqueue(sendMail, mail)
  return holder.id
}

async function newAccount(tx: Tx, { site, request, person, language }: Arrival, email: string): Promise<string> {
  const { first_name, last_name, names } = person
  const may_be_first_admin = mayBeFirstAdmin(site, request)
  const user = { username: await freeName(tx, names), email, email_verified: true, password_hash: null, first_name, last_name, may_be_first_admin, language }
  const { id } = await addUser(tx, site, user, request.origin, 'accounts.google_sign_up')
  await addIdentity(tx, id, person)
  return id
}

async function isLinkedAt(tx: Tx, user_id: string, issuer: string): Promise<boolean> {
  return (await tx.selectFrom('identities').select('id').where('user_id', '=', user_id).where('issuer', '=', issuer).executeTakeFirst()) !== undefined
}

/** Links to the account that asked for it, if the same session is still there. An identity of somebody else is refused; one's own is no error. */
export async function linkFromOutside(tx: Tx, { site, person, caller, language }: Arrival, asked: { user_id: string; session_id: string }): Promise<void> {
  if (caller?.session_id !== asked.session_id) throw new Refusal('session_changed')
  const { user_id, session_id } = asked
  // Locks the account's row as well: who takes it over at this moment ends the session first, or finds the identity.
  const user = await tx
    .updateTable('users')
    .set({ updated_at: tx.now })
    .where('id', '=', user_id)
    .where((e) => e.exists(e.selectFrom('sessions').select('id').where('id', '=', session_id).where('user_id', '=', user_id).where('ended_at', 'is', null)))
    .returning(['username', 'email', ofProfile('preferences')])
    .executeTakeFirst()
  if (!user) throw new Refusal('session_changed')
  const holder = await holderOfIdentity(tx, person.issuer, person.subject)
  if (holder === user_id) return
  if (holder !== undefined) throw new Refusal('linked_elsewhere')
  await addIdentity(tx, user_id, person)
  await tx.enqueue(sendMail, identityLinked(site, readerOf(user, language), providerName(site.config) ?? '', person.email))
}

/** Somebody took the name, the address or the identity in the same moment; the same work then finds what they made. */
export const wasOvertaken = (error: unknown) => isUniqueViolation(error) || (error instanceof Problem && error.code === 'conflict')
