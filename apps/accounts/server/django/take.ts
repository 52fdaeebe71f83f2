import { sql } from 'kysely'
import { canonical } from '#server/canonical.ts'
import { secret } from '#server/crypto/secret.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import { skeleton } from '../skeleton.ts'
import { claimFirstAdmin } from '../users.ts'
import { numbered, type Person } from './person.ts'

/** What of a person is brought up to date by a later import; names and addresses to sign in with are not, since they may be others' by then. */
export const followed = ['password_hash', 'first_name', 'last_name', 'role', 'is_active'] as const
export type Taken = Record<(typeof followed)[number], string>

export const takenOf = (person: Pick<Person, (typeof followed)[number]>) =>
  Object.fromEntries(followed.map((field) => [field, digest(`${field}\n${person[field]}`)])) as Taken

export type Outcome = { kind: 'taken'; notes: string[] } | { kind: 'left out'; reason: string }
const most_numbers = 1000

/** Adds somebody who is new, with profile and audit entry; no mail goes out. Who has their name or address here already is left out. */
export async function takePerson(tx: Tx, person: Person): Promise<Outcome> {
  const email_key = person.email ? canonical(person.email) : undefined
  if (email_key && (await holder(tx, 'email_key', email_key))) return { kind: 'left out', reason: 'somebody here has their e-mail address' }
  const username = await freeName(tx, person)
  if (!username) return { kind: 'left out', reason: 'somebody here has their name, in this or another spelling' }
  const id = Bun.randomUUIDv7()
  await tx
    .insertInto('users')
    .values({
      id,
      number: tx.dialect === 'postgres' ? sql<number>`default` : sql<number>`(select coalesce(max(number), 0) + 1 from users)`,
      username,
      username_key: canonical(username),
      email: person.email,
      username_skeleton: skeleton(username),
      email_key: email_key ?? null,
      password_hash: person.password_hash === null ? null : secret(person.password_hash),
      first_name: person.first_name,
      last_name: person.last_name,
      role: person.role,
      is_active: person.is_active,
      date_joined: person.date_joined,
      last_login: person.last_login,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute()
  await addBeside(tx, id, person)
  if (person.role === 'admin') await claimFirstAdmin(tx)
  await tx.audit({ action: 'accounts.imported', model: 'users', object_id: id, after: { username, email: person.email, role: person.role } })
  const notes =
    username === person.username ? person.notes : [...person.notes.filter((note) => !note.startsWith('their name')), `their name is now ${username}`]
  return { kind: 'taken', notes }
}

async function addBeside(tx: Tx, user_id: string, person: Person): Promise<void> {
  const basics = { created_at: tx.now, updated_at: tx.now }
  await tx
    .insertInto('profiles')
    .values({ id: Bun.randomUUIDv7(), user_id, phone: '', address: '', bio: '', preferences: '{}', metadata: '{}', version: 1, ...basics })
    .execute()
  await tx
    .insertInto('imported_users')
    .values({ id: Bun.randomUUIDv7(), user_id, source_key: person.source_key, taken: JSON.stringify(takenOf(person)), ...basics })
    .execute()
}

const holder = (tx: Tx, column: 'username_key' | 'username_skeleton' | 'email_key', key: string) =>
  tx.selectFrom('users').select('id').where(column, '=', key).executeTakeFirst()

/** A name of their own that is taken is somebody else, or they themselves; one that we made up may be made up differently. */
async function freeName(tx: Tx, { username, renamed }: Person): Promise<string | undefined> {
  for (let n = 1; n <= (renamed ? most_numbers : 1); n++) {
    const name = numbered(username, n)
    if (!(await holder(tx, 'username_key', canonical(name))) && !(await holder(tx, 'username_skeleton', skeleton(name)))) return name
  }
  return
}
