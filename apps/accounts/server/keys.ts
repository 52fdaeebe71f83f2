import { sql } from 'kysely'
import type { Page } from '#contract/page.ts'
import { notFound, Problem } from '#contract/problem.ts'
import { secret } from '#server/crypto/secret.ts'
import { digest, randomToken } from '#server/crypto/tokens.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { type ApiKey, type KeyScope, max_keys } from '../contract/keys.ts'
import type { Account } from './account.ts'
import { endSessions, key_prefix, never, never_used } from './sessions.ts'

const day_ms = 86_400_000
const columns = ['id', 'name', 'scope', 'created_at', 'last_seen_at', 'ip_last', 'expires_at'] as const

interface KeyRow {
  id: string
  name: string | null
  scope: KeyScope | null
  created_at: string
  last_seen_at: string
  ip_last: string
  expires_at: string
}

const view = ({ id, name, scope, created_at, last_seen_at, ip_last, expires_at }: KeyRow): ApiKey => ({
  id,
  name: name ?? '',
  scope: scope ?? 'read',
  created_at,
  last_used_at: ip_last === never_used ? null : last_seen_at,
  expires_at: expires_at === never ? null : expires_at,
})

const liveKeys = (db: Db, user_id: string, now: string) =>
  db.selectFrom('sessions').where('user_id', '=', user_id).where('kind', '=', 'key').where('ended_at', 'is', null).where('expires_at', '>', now)

export async function apiKeysOf(db: Db, { id }: Account, now: Date, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<ApiKey>> {
  const page = await pageOfRows(cursor, limit, (position, count) => {
    const query = liveKeys(db, id, now.toISOString()).select(columns).limit(count)
    if (position && 'before' in position) return query.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? query.where('id', '<', position.after) : query).orderBy('id', 'desc').execute()
  })
  return { ...page, items: page.items.map(view) }
}

export interface NewKey {
  name: string
  scope: KeyScope
  expires_in_days?: number | null | undefined
}

/** Makes a key; its secret leaves this once, only the hash is stored. Throws `conflict` for a name in use and for one key too many. */
export async function makeKey(tx: Tx, { id: user_id }: Account, request: RequestFacts, key: NewKey): Promise<ApiKey & { secret: string }> {
  // PostgreSQL would let two count at once; SQLite has one writer.
  if (tx.dialect === 'postgres') await tx.selectFrom('users').select('id').where('id', '=', user_id).forUpdate().execute()
  await freeName(tx, user_id, key.name)
  const { n } = await liveKeys(tx, user_id, tx.now).select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow()
  if (n >= max_keys) throw new Problem('conflict', `You have ${max_keys} keys, as many as one may have: revoke one first.`)
  const value = `${key_prefix}${randomToken()}`
  const expires_at = key.expires_in_days ? new Date(Date.parse(tx.now) + key.expires_in_days * day_ms).toISOString() : never
  const row = await named(() =>
    tx
      .insertInto('sessions')
      .values({
        id: Bun.randomUUIDv7(),
        user_id,
        kind: 'key',
        name: key.name,
        scope: key.scope,
        secret_hash: secret(digest(value)),
        ip_created: request.address,
        user_agent_created: request.user_agent,
        ip_last: never_used,
        user_agent_last: '',
        last_seen_at: tx.now,
        expires_at,
        created_at: tx.now,
        updated_at: tx.now,
      })
      .returning(columns)
      .executeTakeFirstOrThrow(),
  )
  const after = { name: key.name, scope: key.scope, expires_at: expires_at === never ? null : expires_at }
  await tx.audit({ action: 'accounts.make_key', model: 'sessions', object_id: row.id, after })
  return { ...view(row), secret: value }
}

/** Throws `not_found` for what is no live key of the caller. */
export async function renameKey(tx: Tx, caller: Account, id: string, name: string): Promise<ApiKey> {
  const before = await liveKeys(tx, caller.id, tx.now).select('name').where('id', '=', id).executeTakeFirst()
  if (!before) throw notFound('key')
  await freeName(tx, caller.id, name)
  const row = await named(() =>
    tx.updateTable('sessions').set({ name, updated_at: tx.now }).where('id', '=', id).where('ended_at', 'is', null).returning(columns).executeTakeFirst(),
  )
  if (!row) throw notFound('key')
  if (before.name !== name) await tx.audit({ action: 'accounts.rename_key', model: 'sessions', object_id: id, before: { name: before.name }, after: { name } })
  return view(row)
}

/** Throws `not_found` for what is no live key of the caller. */
export async function revokeKey(tx: Tx, caller: Account, id: string): Promise<void> {
  const key = await liveKeys(tx, caller.id, tx.now).select('name').where('id', '=', id).executeTakeFirst()
  const ended = key ? await endSessions(tx, caller.id, 'revoked', { id, kind: 'key' }) : 0
  if (!key || ended === 0) throw notFound('key')
  await tx.audit({ action: 'accounts.revoke_key', model: 'sessions', object_id: id, before: { name: key.name } })
}

/** A key that has expired does not keep its name. */
async function freeName(tx: Tx, user_id: string, name: string): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ ended_at: tx.now, end_reason: 'expired', updated_at: tx.now })
    .where('user_id', '=', user_id)
    .where('kind', '=', 'key')
    .where('name', '=', name)
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', tx.now)
    .execute()
}

/** The unique index decides, so that of two at the same moment one is told. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('conflict', 'You have a key of that name already.')
    throw error
  }
}
