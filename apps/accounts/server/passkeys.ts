import type { z } from 'zod'
import { invalid, notFound, Problem } from '#contract/problem.ts'
import type { Db, Read, Tx, Write } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import { languageAsked } from '#server/http/language.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { addPasskey, listPasskeys, passkeyOptions } from '../contract/passkeys.ts'
import type { Account } from './account.ts'
import { passkeyChanged } from './factor-mail.ts'
import { readerOf } from './mail-reader.ts'
import { type Challenge, challenge_life_ms, newChallenge, requireChallenge, spendChallenge } from './passkey-challenge.ts'
import { anyIsLeft, oneAtATime, waysIn } from './ways-in.ts'
import { algorithms, type NewKey, relyingParty, verifyNewKey } from './webauthn.ts'

const max_passkeys = 20

type Passkey = z.output<typeof listPasskeys.returns>[number]
const columns = ['id', 'name', 'synced', 'created_at', 'last_used_at'] as const
const view = <R extends { synced: 0 | 1 }>(row: R) => ({ ...row, synced: row.synced === 1 })

export async function passkeysOf(db: Db, { id }: Account): Promise<Passkey[]> {
  return (await db.selectFrom('passkeys').select(columns).where('user_id', '=', id).orderBy('id').execute()).map(view)
}

/** What a browser is told of the keys that somebody has. */
export async function descriptorsOf(db: Db, user_id: string) {
  const rows = await db.selectFrom('passkeys').select(['credential_id', 'transports']).where('user_id', '=', user_id).orderBy('id').execute()
  return rows.map((row) => ({ id: row.credential_id, type: 'public-key' as const, transports: JSON.parse(row.transports) as string[] }))
}

const tooMany = () => new Problem('conflict', `You have ${max_passkeys} passkeys already. Remove one first.`)
const challengeFor = (caller: Account) => ({ purpose: 'register', visitor: caller.session_id }) as const

export async function creationOptions(site: Site, read: Read, request: RequestFacts, caller: Account): Promise<z.output<typeof passkeyOptions.returns>> {
  const excludeCredentials = await read((db) => descriptorsOf(db, caller.id))
  if (excludeCredentials.length >= max_passkeys) throw tooMany()
  return {
    challenge: newChallenge(site, challengeFor(caller)),
    timeout: challenge_life_ms,
    rp: { id: relyingParty(request), name: 'Pocket India' },
    // The id goes into the device and comes back with each sign-in; it must not be a name.
    user: { id: userHandle(caller.id), name: caller.username, displayName: `${caller.first_name} ${caller.last_name}`.trim() || caller.username },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    excludeCredentials,
  }
}

export const userHandle = (user_id: string) => Buffer.from(user_id).toString('base64url')

export async function keepPasskey(
  site: Site,
  write: Write,
  request: RequestFacts,
  caller: Account,
  { name, credential }: z.output<typeof addPasskey.body>,
): Promise<Passkey> {
  const challenge = requireChallenge(site, challengeFor(caller), credential.response.clientDataJSON)
  const key = await verifyNewKey(request, challenge, credential)
  if (!key) throw invalid({ credential: ['This passkey could not be verified.'] })
  return write((tx) => insertPasskey(tx, site, request, caller, name, challenge, key))
}

async function insertPasskey(tx: Tx, site: Site, request: RequestFacts, caller: Account, name: string, challenge: Challenge, key: NewKey): Promise<Passkey> {
  await spendChallenge(tx, challenge)
  await oneAtATime(tx, caller.id)
  if ((await passkeysOf(tx, caller)).length >= max_passkeys) throw tooMany()
  try {
    const row = await tx
      .insertInto('passkeys')
      .values({
        id: Bun.randomUUIDv7(),
        user_id: caller.id,
        name,
        ...key,
        transports: JSON.stringify(key.transports),
        last_used_at: null,
        created_at: tx.now,
        updated_at: tx.now,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    await tx.audit({ action: 'accounts.add_passkey', model: 'passkeys', object_id: row.id, after: { name } })
    await tx.enqueue(sendMail, passkeyChanged(site, readerOf(caller, languageAsked(request)), name, 'added'))
    return view(row)
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('conflict', 'This passkey is kept already.')
    throw error
  }
}

export async function renamePasskey(tx: Tx, caller: Account, id: string, name: string): Promise<Passkey> {
  const before = await ownPasskey(tx, caller, id)
  const row = await tx
    .updateTable('passkeys')
    .set({ name, updated_at: tx.now })
    .where('id', '=', id)
    .where('user_id', '=', caller.id)
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw notFound('passkey')
  if (before.name !== name)
    await tx.audit({ action: 'accounts.rename_passkey', model: 'passkeys', object_id: id, before: { name: before.name }, after: { name } })
  return view(row)
}

export async function removePasskey(tx: Tx, site: Site, request: RequestFacts, caller: Account, id: string): Promise<void> {
  await oneAtATime(tx, caller.id)
  const row = await tx.deleteFrom('passkeys').where('id', '=', id).where('user_id', '=', caller.id).returning('name').executeTakeFirst()
  if (!row) throw notFound('passkey')
  if (!anyIsLeft(await waysIn(site, tx, caller.id))) throw new Problem('conflict', 'This is the last way into your account. Add another one first.')
  await tx.audit({ action: 'accounts.remove_passkey', model: 'passkeys', object_id: id, before: row })
  await tx.enqueue(sendMail, passkeyChanged(site, readerOf(caller, languageAsked(request)), row.name, 'removed'))
}

async function ownPasskey(db: Db, { id: user_id }: Account, id: string) {
  const row = await db.selectFrom('passkeys').select('name').where('id', '=', id).where('user_id', '=', user_id).executeTakeFirst()
  if (!row) throw notFound('passkey')
  return row
}
