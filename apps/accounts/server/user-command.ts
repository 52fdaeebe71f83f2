import { parseArgs } from 'node:util'
import { canonical } from '#server/canonical.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { Role } from '../contract/fields.ts'
import { tellOfPresence } from './public-looks.ts'
import { accessChanged, endSessions } from './sessions.ts'
import { claimFirstAdmin } from './users.ts'

const usage = `Usage: ./banyan user list [--role user|staff|admin] [--inactive]
       ./banyan user show NAME          (username or e-mail address)
       ./banyan user activate NAME
       ./banyan user deactivate NAME    ends all their sessions
       ./banyan user role NAME user|staff|admin`
const nobody = { actor_id: null, ip: null, request_id: null }
const rank: Record<Role, number> = { user: 0, staff: 1, admin: 2 }

class Wrong extends Error {}

/** 0 done, 1 no such user, 2 a wrong call. */
export async function userCommand(site: Site, args: string[]): Promise<number> {
  try {
    const options = { role: { type: 'string' }, inactive: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [what = '', name = '', role = '', ...more] = positionals
    if (more.length > 0 || (role && what !== 'role') || (what !== 'list' && !name)) throw new Wrong()
    if (what === 'list' && !name) return await list(site, values)
    const id = await idOf(site.store.db, name)
    if (!id) {
      console.error(`There is no user ${name}.`)
      return 1
    }
    return await act(site, id, what, role)
  } catch (error) {
    if (!(error instanceof Wrong) && !(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw error
    console.error(usage)
    return 2
  }
}

async function act(site: Site, id: string, what: string, role: string): Promise<number> {
  const change = (work: (tx: Tx) => Promise<string>) => site.store.write(nobody, work).then((said) => console.log(said))
  if (what === 'show') await show(site.store.db, id)
  else if (what === 'activate') await change((tx) => setActive(tx, id, 1))
  else if (what === 'deactivate') await change((tx) => setActive(tx, id, 0))
  else if (what === 'role' && Role.options.includes(role as Role)) await change((tx) => setRole(tx, id, role as Role))
  else throw new Wrong()
  return 0
}

async function idOf(db: Db, name: string): Promise<string | undefined> {
  const key = canonical(name)
  const query = db
    .selectFrom('users')
    .select('id')
    .where(key.includes('@') ? 'email_key' : 'username_key', '=', key)
  return (await query.executeTakeFirst())?.id
}

async function list({ store: { db } }: Site, { role, inactive }: { role?: string | undefined; inactive: boolean }): Promise<number> {
  if (role !== undefined && !Role.options.includes(role as Role)) throw new Wrong()
  let after = 0
  for (;;) {
    let query = db.selectFrom('users').select(['number', 'username', 'email', 'role', 'is_active', 'deleted_at']).where('number', '>', after)
    if (role) query = query.where('role', '=', role as Role)
    query = inactive ? query.where((e) => e.or([e('is_active', '=', 0), e('deleted_at', 'is not', null)])) : query.where('deleted_at', 'is', null)
    const rows = await query.orderBy('number').limit(500).execute()
    for (const row of rows) console.log([row.number, row.username, row.email || '-', row.role, stateOf(row)].join('\t'))
    if (rows.length < 500) return 0
    after = rows.at(-1)?.number ?? after
  }
}

const stateOf = (row: { is_active: 0 | 1; deleted_at: string | null }) => (row.deleted_at ? 'closed' : row.is_active ? 'active' : 'inactive')

async function show(db: Db, id: string): Promise<void> {
  const user = await db
    .selectFrom('users')
    .select([
      'id',
      'number',
      'username',
      'email',
      'first_name',
      'last_name',
      'role',
      'is_active',
      'email_verified_at',
      'date_joined',
      'last_login',
      'deleted_at',
      'erase_at',
    ])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const sessions = await db
    .selectFrom('sessions')
    .select('kind')
    .where('user_id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', new Date().toISOString())
    .execute()
  for (const [name, value] of Object.entries({ ...user, is_active: user.is_active ? 'yes' : 'no', open_sessions: sessions.length }))
    console.log(`${name}: ${value ?? '-'}`)
}

async function setActive(tx: Tx, id: string, is_active: 0 | 1): Promise<string> {
  const changed = await tx
    .updateTable('users')
    .set({ is_active, updated_at: tx.now })
    .where('id', '=', id)
    .where('is_active', '!=', is_active)
    .returning('username')
    .executeTakeFirst()
  if (!changed) return is_active ? 'They are active already.' : 'They are inactive already.'
  const ended = is_active ? 0 : await endSessions(tx, id, 'deactivated')
  await tx.audit({
    action: is_active ? 'accounts.activated' : 'accounts.deactivated',
    model: 'users',
    object_id: id,
    before: { is_active: 1 - is_active },
    after: { is_active },
  })
  tx.publish(accessChanged, [id], { user_id: id })
  tellOfPresence(tx)
  return is_active ? `${changed.username} is active.` : `${changed.username} is inactive; ${ended} sessions ended.`
}

async function setRole(tx: Tx, id: string, role: Role): Promise<string> {
  const before = await tx.selectFrom('users').select(['username', 'role']).where('id', '=', id).executeTakeFirstOrThrow()
  if (before.role === role) return `${before.username} has that role already.`
  await tx.updateTable('users').set({ role, updated_at: tx.now }).where('id', '=', id).execute()
  if (role === 'admin') await claimFirstAdmin(tx)
  // Who may less than before signs in again; who may more just does.
  if (rank[role] < rank[before.role]) await endSessions(tx, id, 'role changed')
  await tx.audit({ action: 'accounts.role_changed', model: 'users', object_id: id, before: { role: before.role }, after: { role } })
  tx.publish(accessChanged, [id], { user_id: id })
  return `${before.username} was ${before.role} and is ${role}.`
}
