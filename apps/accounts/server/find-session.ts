import { type Secret, secret } from '#server/crypto/secret.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Db } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Credential } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import { type Account, accountColumns, accountOf } from './account.ts'
import { readToken } from './json-web-tokens.ts'
import { key_prefix, never_used } from './sessions.ts'
import { keysOf } from './signing-keys.ts'
import type { SessionKind } from './tables.ts'

/** A good session and whose it is; times in milliseconds. */
export interface Found {
  account: Account
  kind: SessionKind
  created_at: number
  expires_at: number
  /** 0 when it has never been used. */
  seen_at: number
  ip_created: string
  ip_last: string
}

const sessionColumns = [
  'sessions.id as session_id',
  'sessions.kind',
  'sessions.scope',
  'sessions.expires_at',
  'sessions.created_at',
  'sessions.last_seen_at',
  'sessions.proved_at',
  'sessions.ip_created',
  'sessions.ip_last',
] as const

const goodSessions = (db: Db, now: string) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...accountColumns, ...sessionColumns])
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.is_active', '=', 1)
    .where('users.deleted_at', 'is', null)

const bySecret = prepared<{ secret_hash: Secret<string>; kind: SessionKind; now: string }>()((db, { secret_hash, kind, now }) =>
  goodSessions(db, now).where('sessions.secret_hash', '=', secret_hash).where('sessions.kind', '=', kind),
)
const byId = prepared<{ id: string; now: string }>()((db, { id, now }) =>
  goodSessions(db, now).where('sessions.id', '=', id).where('sessions.kind', 'in', ['jwt', 'pair']),
)

/** A JSON web token has two dots, a key its prefix, a token neither; what is sent as one kind is never tried as another. */
export async function findSession(site: Site, { kind, secret: given }: Credential, now: number): Promise<Found | undefined> {
  const { db } = site.store
  const at = new Date(now).toISOString()
  if (!given.includes('.')) {
    const opaque = kind === 'cookie' ? 'cookie' : given.startsWith(key_prefix) ? 'key' : 'token'
    return found(await bySecret(db, { secret_hash: secret(digest(given)), kind: opaque, now: at }))
  }
  const claims = kind === 'cookie' ? undefined : await readToken(site, keysOf(site), 'access', given)
  const session = claims && found(await byId(db, { id: claims.session_id, now: at }))
  return session && claims && session.account.id === claims.user_id ? { ...session, expires_at: Math.min(session.expires_at, claims.expires_at) } : undefined
}

function found([row]: Awaited<ReturnType<typeof byId>>): Found | undefined {
  if (!row) return undefined
  const { session_id, kind, scope, expires_at, created_at, last_seen_at, proved_at, ip_created, ip_last, ...user } = row
  const via = kind === 'pair' ? 'jwt' : kind
  return {
    account: { ...accountOf(user, session_id, via, proved_at === null ? 0 : Date.parse(proved_at)), ...(scope === 'read' && { read_only: true }) },
    kind,
    created_at: Date.parse(created_at),
    expires_at: Date.parse(expires_at),
    seen_at: ip_last === never_used ? 0 : Date.parse(last_seen_at),
    ip_created,
    ip_last,
  }
}
