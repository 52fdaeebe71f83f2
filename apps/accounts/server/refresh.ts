import { tokenNotValid } from '#contract/problem.ts'
import { reveal, secret } from '#server/crypto/secret.ts'
import { digest, sign } from '#server/crypto/tokens.ts'
import type { Db, Tx, Write } from '#server/db/db.ts'
import { sendMail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import { ofProfile } from './account.ts'
import { type Claims, readToken, signToken } from './json-web-tokens.ts'
import { stolenRefresh } from './mail.ts'
import { readerOf } from './mail-reader.ts'
import { endSessions, lives } from './sessions.ts'
import type { SigningKeys } from './signing-keys.ts'
import type { SessionKind } from './tables.ts'

/** A repeat of the token just used within this time is an honest client (two tabs, a lost answer) and gets the same successor. */
const grace_ms = 10_000

export interface TokenPair {
  access: string
  refresh: string
}

export type PairKind = Extract<SessionKind, 'jwt' | 'pair'>
export const access_life = { jwt: '15 minutes', pair: '60 minutes' } as const

/** The tokens of a session that starts or has been rotated at `at`. */
export async function tokensFor(
  site: Site,
  keys: SigningKeys,
  kind: PairKind,
  user_id: string,
  session_id: string,
  jti: string,
  at: number,
): Promise<TokenPair> {
  return {
    access: await accessFor(site, keys, kind, user_id, session_id),
    refresh: await signToken(site, keys, 'refresh', { user_id, session_id, jti, issued_at: at }, lives[kind].idle),
  }
}

export function accessFor(site: Site, keys: SigningKeys, kind: PairKind, user_id: string, session_id: string): Promise<string> {
  return signToken(site, keys, 'access', { user_id, session_id, jti: Bun.randomUUIDv7(), issued_at: site.now().getTime() }, access_life[kind])
}

/** The one successor of a refresh token: made from it and our secret, so a repeat gets the same without our storing it. */
const successorOf = (site: Site, jti: string) => sign(site.config.SECRET_KEY, 'refresh successor', jti)

type Outcome = { rotated_at: number } | 'refused'

/**
 * Exchanges a refresh token for the next one. A token that was used before the grace ends the whole family: whoever holds the other copy is
 * out as well, the user is told. A rotation that fails half-way has not happened. Throws `token_not_valid`.
 */
export async function rotate(site: Site, keys: SigningKeys, write: Write, token: string, kind: PairKind): Promise<TokenPair> {
  const claims = await readToken(site, keys, 'refresh', token)
  if (!claims) throw tokenNotValid()
  const next = successorOf(site, claims.jti)
  const outcome = await write((tx) => exchange(tx, site, claims, next, kind))
  if (outcome === 'refused') throw tokenNotValid()
  return tokensFor(site, keys, kind, claims.user_id, claims.session_id, next, outcome.rotated_at)
}

async function exchange(tx: Tx, site: Site, { session_id, user_id, jti }: Claims, next: string, kind: PairKind): Promise<Outcome> {
  const hash = secret(digest(jti))
  const now = Date.parse(tx.now)
  const rotated = await tx
    .updateTable('sessions')
    .set({
      previous_hash: hash,
      secret_hash: secret(digest(next)),
      rotated_at: tx.now,
      last_seen_at: tx.now,
      expires_at: new Date(now + milliseconds(lives[kind].idle)).toISOString(),
      updated_at: tx.now,
    })
    .where('id', '=', session_id)
    .where('kind', '=', kind)
    .where('secret_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .where('user_id', 'in', (q) => q.selectFrom('users').select('id').where('is_active', '=', 1).where('deleted_at', 'is', null))
    .returning('rotated_at')
    .executeTakeFirst()
  if (rotated) return { rotated_at: now }
  const row = await tx.selectFrom('sessions').selectAll().where('id', '=', session_id).where('kind', '=', kind).where('ended_at', 'is', null).executeTakeFirst()
  if (!row) return 'refused'
  const rotated_at = Date.parse(row.rotated_at ?? '')
  if (row.previous_hash && reveal(row.previous_hash) === reveal(hash) && now - rotated_at <= grace_ms && Date.parse(row.expires_at) > now) return { rotated_at }
  // The present token of a user who was disabled is refused, but it is no theft.
  if (reveal(row.secret_hash) !== reveal(hash)) await burn(tx, site, user_id, session_id)
  return 'refused'
}

async function burn(tx: Tx, site: Site, user_id: string, session_id: string): Promise<void> {
  await endSessions(tx, user_id, 'a refresh token was used twice', { id: session_id })
  await tx.audit({ action: 'accounts.refresh_reused', model: 'sessions', object_id: session_id, actor_id: user_id })
  const user = await tx
    .selectFrom('users')
    .select(['username', 'email', ofProfile('preferences')])
    .where('id', '=', user_id)
    .executeTakeFirstOrThrow()
  await tx.enqueue(sendMail, stolenRefresh(site, readerOf(user)), { key: `refresh_reused:${session_id}` })
}

/** Ends the session behind a refresh token, if it is one of ours; for signing out, which never fails. */
export async function endByRefresh(site: Site, keys: SigningKeys, write: Write, token: string, action: string): Promise<boolean> {
  const claims = await readToken(site, keys, 'refresh', token)
  if (!claims) return false
  return write(async (tx) => {
    const ended = await endSessions(tx, claims.user_id, 'signed out', { id: claims.session_id })
    if (ended > 0) await tx.audit({ action, model: 'sessions', object_id: claims.session_id, actor_id: claims.user_id })
    return ended > 0
  })
}

/** The session that this is the present refresh token of. Throws `token_not_valid`. */
export async function sessionOfRefresh(site: Site, keys: SigningKeys, db: Db, token: string, kinds: PairKind[]): Promise<{ id: string; user_id: string }> {
  const claims = await readToken(site, keys, 'refresh', token)
  const session =
    claims &&
    (await db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.user_id')
      .select(['sessions.id', 'sessions.user_id'])
      .where('sessions.id', '=', claims.session_id)
      .where('sessions.kind', 'in', kinds)
      .where('sessions.secret_hash', '=', secret(digest(claims.jti)))
      .where('sessions.ended_at', 'is', null)
      .where('sessions.expires_at', '>', site.now().toISOString())
      .where('users.is_active', '=', 1)
      .where('users.deleted_at', 'is', null)
      .executeTakeFirst())
  if (!session) throw tokenNotValid()
  return session
}
