import type { TestSite, Visitor } from '#server/testing.ts'
import { makeKey } from '../contract/keys.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { login } from '../contract/portal-door.ts'
import { signIn, signUp } from '../contract/session-door.ts'
import { loginV1 } from '../contract/versioned-door.ts'

export const password = 'Peepal-tree-7'
export const person = (username: string) => ({ username, email: `${username}@example.com`, password })

/** A visitor who has signed up in the browser: cookie session, with a CSRF token for the next call. */
export async function signedUp(t: TestSite, username: string): Promise<Visitor> {
  const visitor = await t.visitor().withCsrf()
  const { status, body } = await visitor.call(signUp, { body: person(username) })
  if (status !== 201) throw new Error(`sign-up gave ${status}: ${JSON.stringify(body)}`)
  return visitor.withCsrf()
}

/** A program with a token of somebody who has signed up. */
export async function withToken(t: TestSite, username: string): Promise<Visitor & { token: string }> {
  const visitor = t.visitor()
  const { status, data } = await visitor.call(login, { body: { username, password } })
  if (status !== 200) throw new Error(`login gave ${status}`)
  return Object.assign(visitor, { token: data.access_token })
}

/** The actions in the audit log, oldest first. */
export async function actions(t: TestSite): Promise<string[]> {
  const rows = await t.site.store.db.selectFrom('audit_entries').select('action').orderBy('id').execute()
  return rows.map((row) => row.action)
}

export const nobody = { actor_id: null, ip: null, request_id: null }

/** Changes a user's row as a later admin page will, told to every process in the same way. */
export async function changeUser(
  t: TestSite,
  username: string,
  change: { is_active?: 0 | 1; deleted_at?: string; role?: 'user' | 'staff' | 'admin'; password_hash?: null },
) {
  const { accessChanged } = await import('../server/sessions.ts')
  await t.site.store.write(nobody, async (tx) => {
    const { id } = await tx.updateTable('users').set(change).where('username', '=', username).returning('id').executeTakeFirstOrThrow()
    tx.publish(accessChanged, [id], { user_id: id })
  })
}

export const ways = ['cookie', 'token', 'jwt', 'pair', 'key'] as const
export type Way = (typeof ways)[number]

/** Somebody who has signed up, with a credential of each kind (a key that may write): what opens one endpoint must open all. */
export async function through(t: TestSite, way: Way, username: string): Promise<Visitor> {
  const visitor = t.visitor({ headers: { 'user-agent': `${way}-client/1.0` } })
  if (way === 'cookie') {
    await visitor.withCsrf()
    await visitor.call(signIn, { body: { username, password } })
    return visitor.withCsrf()
  }
  if (way === 'token') visitor.token = (await visitor.call(login, { body: { username, password } })).data.access_token
  if (way === 'jwt') visitor.token = (await t.visitor().call(loginV1, { body: { username, password } })).data.access
  if (way === 'pair') visitor.token = (await visitor.call(obtainPair, { body: { username, password } })).data.access
  if (way === 'key') visitor.token = await keyOf(t, username)
  return visitor
}

/** The secret of a new key. */
export async function keyOf(t: TestSite, username: string, scope: 'read' | 'read-write' = 'read-write'): Promise<string> {
  const owner = await through(t, 'pair', username)
  const { status, data } = await owner.call(makeKey, { body: { name: crypto.randomUUID(), scope } })
  if (status !== 201) throw new Error(`making a key gave ${status}`)
  return data.secret
}
