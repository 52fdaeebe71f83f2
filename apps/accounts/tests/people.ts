import type { TestSite, Visitor } from '#server/testing.ts'
import { login } from '../contract/portal-door.ts'
import { signUp } from '../contract/session-door.ts'

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
