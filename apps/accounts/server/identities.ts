import type { z } from 'zod'
import { notFound, Problem } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Identity } from '../contract/google.ts'
import type { Account } from './account.ts'
import { identityUnlinked } from './identity-mail.ts'
import { readerOf } from './mail-reader.ts'
import { isConfigured, nameOf, providerName } from './provider.ts'
import type { OutsidePerson } from './trip.ts'
import { anyIsLeft, oneAtATime, waysIn } from './ways-in.ts'

export async function holderOfIdentity(db: Db, issuer: string, subject: string): Promise<string | undefined> {
  const row = await db.selectFrom('identities').select('user_id').where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst()
  return row?.user_id
}

/** From now on it opens this account. Throws a unique violation when somebody has it. */
export async function addIdentity(tx: Tx, user_id: string, { issuer, subject, email: given }: OutsidePerson): Promise<void> {
  const id = Bun.randomUUIDv7()
  const email = given ?? null
  const times = { created_at: tx.now, updated_at: tx.now, last_used_at: tx.now }
  await tx
    .insertInto('identities')
    .values({ id, user_id, issuer, subject, email, ...times })
    .execute()
  await tx.audit({ action: 'accounts.identity_linked', model: 'identities', object_id: id, actor_id: user_id, after: { user_id, issuer, email } })
}

export async function identitiesOf(site: Site, db: Db, { id }: Account): Promise<z.output<typeof Identity>[]> {
  const rows = await db
    .selectFrom('identities')
    .select(['id', 'issuer', 'email', 'created_at', 'last_used_at'])
    .where('user_id', '=', id)
    .orderBy('id')
    .execute()
  return rows.map(({ issuer, ...row }) => ({ ...row, provider: called(site, issuer) }))
}

/** Throws `not_found` for somebody else's, `conflict` for the last way into the account. */
export async function unlinkIdentity(tx: Tx, site: Site, request: RequestFacts, caller: Account, id: string): Promise<void> {
  await oneAtATime(tx, caller.id)
  const gone = await tx.deleteFrom('identities').where('id', '=', id).where('user_id', '=', caller.id).returning(['issuer', 'email']).executeTakeFirst()
  if (!gone) throw notFound('identity')
  if (!anyIsLeft(await waysIn(site, tx, caller.id)))
    throw new Problem('conflict', 'This is your only way to sign in. Set a password first, or link another one.')
  await tx.audit({ action: 'accounts.identity_unlinked', model: 'identities', object_id: id, before: { user_id: caller.id, ...gone } })
  await tx.enqueue(sendMail, identityUnlinked(site, readerOf(caller, languageAsked(request)), called(site, gone.issuer)))
}

const called = (site: Site, issuer: string) => (isConfigured(site.config, issuer) && providerName(site.config)) || nameOf(issuer)

/** Unlinks what was linked since a time (all of it with ''), and trips that are under way: whoever linked it was not the owner. */
export async function dropIdentities(tx: Tx, user_id: string, since: string): Promise<void> {
  const linked = tx.deleteFrom('identities').where('user_id', '=', user_id)
  await (since ? linked.where('created_at', '>=', since) : linked).execute()
  await tx.deleteFrom('outside_sign_ins').where('user_id', '=', user_id).execute()
}
