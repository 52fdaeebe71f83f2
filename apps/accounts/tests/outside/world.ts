import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listIdentities } from '../../contract/google.ts'
import { getSession } from '../../contract/session-door.ts'
import { accounts } from '../../server/index.ts'
import { nobody } from '../people.ts'
import { openProvider, type TestProvider } from './provider.ts'

/** A site and the provider that it sends people to. */
export async function openWorld(): Promise<{ t: TestSite; provider: TestProvider }> {
  const provider = await openProvider()
  await provider.allow('http://localhost/auth/google/callback/')
  return { provider, t: await testSite([accounts], { environment: provider.settings }) }
}

/** Somebody at the provider whose address it vouches for. */
export function proven(provider: TestProvider, name: string, email = `${name}@example.com`, more: object = {}) {
  provider.people[name] = { name, email, email_verified: true, ...more }
}

export const userOf = (t: TestSite, username: string) =>
  t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()

/** As if its owner had confirmed the address here. */
export const verify = (t: TestSite, username: string) =>
  t.site.store.write(nobody, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).where('username', '=', username).execute())

/** Subjects of what was mailed to an address. */
export async function mailsTo(t: TestSite, email: string): Promise<string[]> {
  const jobs = await t.site.store.db.selectFrom('jobs').select('payload').where('name', '=', 'kernel.send_mail').orderBy('id').execute()
  const mails = jobs.map(({ payload }) => JSON.parse(payload) as { to: string; subject: string })
  return mails.filter(({ to }) => to === email).map(({ subject }) => subject)
}

export const whoIs = async (visitor: Visitor) => (await visitor.call(getSession, {})).data.user?.username
export const identitiesOf = async (visitor: Visitor) => (await visitor.call(listIdentities, {})).data.identities
export const openTrips = async (t: TestSite) => (await t.site.store.db.selectFrom('outside_sign_ins').selectAll().execute()).length
