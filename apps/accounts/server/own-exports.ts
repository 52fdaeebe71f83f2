import type { Db } from '#server/db/db.ts'
import { breathe } from '#server/files/zip.ts'

const at_a_time = 200

/** What this app holds of a person, without anything that opens a door. */
export async function ownExports(db: Db, user_id: string): Promise<Record<string, unknown>> {
  const account = await db
    .selectFrom('users')
    .select(['id', 'number', 'username', 'email', 'first_name', 'last_name', 'role', 'is_active', 'email_verified_at', 'date_joined', 'last_login'])
    .where('id', '=', user_id)
    .executeTakeFirst()
  const profile = await db
    .selectFrom('profiles')
    .select(['avatar', 'phone', 'address', 'bio', 'preferences', 'metadata', 'created_at', 'updated_at'])
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  const exports = await db.selectFrom('data_exports').select(['created_at', 'state', 'size', 'ready_at', 'expires_at']).where('user_id', '=', user_id).execute()
  const linked_sign_ins = await db
    .selectFrom('identities')
    .select(['issuer', 'subject', 'email', 'created_at', 'last_used_at'])
    .where('user_id', '=', user_id)
    .execute()
  const passkeys = await db.selectFrom('passkeys').select(['name', 'synced', 'created_at', 'last_used_at']).where('user_id', '=', user_id).execute()
  const app_codes = await db.selectFrom('totp_factors').select(['confirmed_at', 'created_at']).where('user_id', '=', user_id).execute()
  return {
    account: account && { ...account, is_active: account.is_active === 1 },
    profile: profile && { ...profile, preferences: JSON.parse(profile.preferences), metadata: JSON.parse(profile.metadata) },
    sessions: await allOf((after) => sessionsAfter(db, user_id, after)),
    security_history: await allOf((after) => entriesAfter(db, user_id, after)),
    linked_sign_ins,
    passkeys,
    app_codes,
    exports,
  }
}

function sessionsAfter(db: Db, user_id: string, after: string | undefined) {
  const query = db
    .selectFrom('sessions')
    .select([
      'id',
      'kind',
      'name',
      'scope',
      'created_at',
      'ip_created',
      'user_agent_created',
      'last_seen_at',
      'ip_last',
      'user_agent_last',
      'expires_at',
      'ended_at',
      'end_reason',
    ])
    .where('user_id', '=', user_id)
  return (after ? query.where('id', '>', after) : query).orderBy('id').limit(at_a_time).execute()
}

/** What they did, and what was done about them. */
async function entriesAfter(db: Db, user_id: string, after: string | undefined) {
  const query = db
    .selectFrom('audit_entries')
    .select(['id', 'created_at', 'action', 'model', 'object_id', 'ip', 'changes'])
    .where((e) => e.or([e('actor_id', '=', user_id), e.and([e('model', '=', 'users'), e('object_id', '=', user_id)])]))
  const entries = await (after ? query.where('id', '>', after) : query).orderBy('id').limit(at_a_time).execute()
  return entries.map(({ changes, ...entry }) => ({ ...entry, ...(JSON.parse(changes) as object) }))
}

/** A part at a time, with a breath between them: a long history must not hold up everybody else. */
async function allOf<T extends { id: string }>(fetch: (after: string | undefined) => Promise<T[]>): Promise<T[]> {
  const all: T[] = []
  for (;;) {
    const part = await fetch(all.at(-1)?.id)
    all.push(...part)
    if (part.length < at_a_time) return all
    await breathe()
  }
}
