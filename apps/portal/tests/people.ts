import type { Called, TestSite, Visitor } from '#server/testing.ts'

export const operator = { actor_id: null, ip: null, request_id: null }

export type Person = Visitor & { id: string; username: string }

/** Somebody with a confirmed address, signed in. The first of a site is its admin. */
export async function person(t: TestSite, username: string, role?: 'staff' | 'admin'): Promise<Person> {
  const visitor = await t.person(username)
  const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()
  await t.site.store.write(operator, async (tx) => {
    await tx
      .updateTable('users')
      .set({ email_verified_at: tx.now, ...(role && { role }) })
      .where('id', '=', id)
      .execute()
  })
  t.site.bus.publish('accounts.access_changed', [id], { user_id: id })
  return Object.assign(visitor, { id, username })
}

/** What must have gone well. */
export function good<T>({ status, data, body }: Called<T>, expected = 200): T {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${JSON.stringify(body)}`)
  return data
}

/** Runs every job that is due, and those that they make. */
export async function settle(t: TestSite): Promise<void> {
  while ((await t.worker.drain()) > 0);
}

export const mailsTo = async (t: TestSite, address: string) => {
  await settle(t)
  return t.site.store.db.selectFrom('sent_mails').select(['subject', 'text', 'html']).where('recipient', '=', address).orderBy('id').execute()
}
