import { z } from 'zod'
import { event } from '#contract/event.ts'
import { secret } from '#server/crypto/secret.ts'
import { digest, randomHex, randomToken } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import { prepared } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import { type Duration, milliseconds } from '#server/units.ts'
import { noteDevice } from './new-devices.ts'
import type { AccountsTables, SessionKind } from './tables.ts'

/** Something about a user's access has changed: what is remembered of their sessions must be read again. */
export const accessChanged = event('accounts.access_changed', z.object({ user_id: z.uuid() }))

interface Life {
  /** Without use it ends after this. */
  idle: Duration
  /** However much it is used it ends after this. */
  most: Duration
}

/** What a sign-in starts; a key is made by somebody who has signed in. */
export type SignInKind = Exclude<SessionKind, 'key'>

export const lives: Record<SignInKind, Life> = {
  token: { idle: '12 hours', most: '12 hours' },
  cookie: { idle: '14 days', most: '90 days' },
  // These end when they are not refreshed.
  jwt: { idle: '7 days', most: '7 days' },
  pair: { idle: '1 day', most: '1 day' },
}

/** How the secret of a key begins, so that people and scanners know one when they see it. */
export const key_prefix = 'bnyn_'
/** The end of a key that has none. */
export const never = '9999-12-31T23:59:59.999Z'
/** The last address of a key before its first use. */
export const never_used = ''

export interface StartedSession {
  id: string
  /** Shown once: only its hash is stored. */
  secret: string
  expires_at: string
  /** Milliseconds. */
  started_at: number
}

export interface Entrance {
  site: Site
  kind: SignInKind
  request: RequestFacts
  /** As the audit log calls this way in. */
  action: string
  /** Who this browser was signed in as: that session ends with the new one, so that nobody keeps a planted or forgotten one. */
  before?: Caller | undefined
}

const begun = [
  'id',
  'user_id',
  'kind',
  'secret_hash',
  'ip_created',
  'user_agent_created',
  'ip_last',
  'user_agent_last',
  'last_seen_at',
  'expires_at',
  'proved_at',
  'created_at',
  'updated_at',
] as const
const addSession = prepared<Pick<AccountsTables['sessions'], (typeof begun)[number]>>()((tx: Tx, row) =>
  tx.insertInto('sessions').values(Object.fromEntries(begun.map((column) => [column, row[column]])) as typeof row),
)

/**
 * Where every sign-in ends, whichever door it came through: a new row with a new secret (so a planted one is worthless), the audit
 * entry, and a mail where nobody has signed in to this account from that browser and network before. A token ends the user's token before it, a cookie session the one that the browser had.
 */
export async function startSession(tx: Tx, user_id: string, { site, kind, request, action, before }: Entrance): Promise<StartedSession> {
  if (kind === 'token') await endSessions(tx, user_id, 'a newer login', { kind })
  if (kind === 'cookie' && before?.via === 'cookie') await endSessions(tx, before.id, 'a newer login', { id: before.session_id })
  // Of a pair this is the secret part of the refresh token.
  const value = kind === 'token' ? randomHex() : randomToken()
  const expires_at = new Date(Date.parse(tx.now) + milliseconds(lives[kind].idle)).toISOString()
  const id = Bun.randomUUIDv7()
  await addSession(tx, {
    id,
    user_id,
    kind,
    secret_hash: secret(digest(value)),
    ip_created: request.address,
    user_agent_created: request.user_agent,
    ip_last: request.address,
    user_agent_last: request.user_agent,
    last_seen_at: tx.now,
    expires_at,
    proved_at: tx.now,
    created_at: tx.now,
    updated_at: tx.now,
  })
  await tx.audit({ action, model: 'sessions', object_id: id, actor_id: user_id, after: { kind } })
  await noteDevice(tx, site, { user_id, session_id: id, request, expected: before?.id === user_id })
  return { id, secret: value, expires_at, started_at: Date.parse(tx.now) }
}

interface Only {
  id?: string
  kind?: SessionKind
  except?: string
}

const endingBy = (has: (condition: keyof Only) => boolean) =>
  prepared<Required<Only> & { user_id: string; reason: string; now: string }>()((tx: Tx, { user_id, reason, now, id, kind, except }) => {
    let query = tx
      .updateTable('sessions')
      .set({ ended_at: now, end_reason: reason, updated_at: now })
      .where('user_id', '=', user_id)
      .where('ended_at', 'is', null)
    if (has('id')) query = query.where('id', '=', id)
    if (has('kind')) query = query.where('kind', '=', kind)
    if (has('except')) query = query.where('id', '!=', except)
    return query.returning('id')
  })
/** A query for each set of conditions: of three there are eight. */
const endings = new Map<string, ReturnType<typeof endingBy>>()

/** Ends a user's sessions: one, those of one kind, all but one, or all. The next request with any of them is refused. */
export async function endSessions(tx: Tx, user_id: string, reason: string, only: Only = {}): Promise<number> {
  const { id = '', kind = 'token', except = '' } = only
  const conditions = Object.keys(only).sort().join()
  const end = endings.get(conditions) ?? endingBy((condition) => condition in only)
  endings.set(conditions, end)
  const ended = await end(tx, { user_id, reason, now: tx.now, id, kind, except })
  if (ended.length > 0) tx.publish(accessChanged, [user_id], { user_id })
  return ended.length
}
