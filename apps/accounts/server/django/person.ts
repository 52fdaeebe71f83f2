import { digest } from '#server/crypto/tokens.ts'
import { Email, line, type Role, Username } from '../../contract/fields.ts'
import { isDjangoHash } from '../django-hashes.ts'
import type { SourceRow } from './source.ts'

/** Somebody of a Django database in our terms, with what the operator should know of the change. */
export interface Person {
  source_key: string
  /** As the old database calls them, for the report. */
  known_as: string
  /** By our rules; `renamed` where that is not what it was. */
  username: string
  renamed: boolean
  /** Empty where there is none, or none that is an address. */
  email: string
  first_name: string
  last_name: string
  role: Role
  is_active: 0 | 1
  date_joined: string
  last_login: string | null
  /** Null where nobody can sign in by it: unusable, or made by a hasher that this server does not know. */
  password_hash: string | null
  notes: string[]
}

const yes = (value: string | null | undefined) => value === '1' || value === 'true' || value === 't'

export function personOf(table: string, row: SourceRow, now: string): Person {
  const notes: string[] = []
  const known_as = row.username || row.email || `id ${row.id}`
  const { username, renamed } = usernameOf(row)
  if (renamed) notes.push(`their name is now ${username}`)
  const date_joined = timeOf(row.date_joined)
  return {
    // Id and moment of joining stay the same wherever a copy of that database lies, whatever is renamed in it.
    source_key: digest(`django\n${table}\n${row.id}\n${date_joined ?? ''}`),
    known_as,
    username,
    renamed,
    email: emailOf(row.email, notes),
    first_name: nameOf(row.first_name),
    last_name: nameOf(row.last_name),
    role: yes(row.is_superuser) ? 'admin' : yes(row.is_staff) ? 'staff' : 'user',
    is_active: row.is_active === undefined || yes(row.is_active) ? 1 : 0,
    date_joined: date_joined ?? now,
    last_login: timeOf(row.last_login),
    password_hash: hashOf(row.password, notes),
    notes,
  }
}

/** Django allows `@` and `+`, 150 characters, and one or two: what we do not becomes an underscore, what is too long is cut. */
function usernameOf({ id, username, email }: SourceRow): { username: string; renamed: boolean } {
  const given = username || email?.split('@')[0] || ''
  const good = Username.safeParse(given)
  if (good.success) return { username: good.data, renamed: good.data !== username }
  const local = given.normalize('NFKC').replace(/(?<=.)@.*$/u, '')
  const cleaned = [...local.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')].join('').slice(0, 30)
  const tried = Username.safeParse(cleaned.padEnd(3, '_'))
  return { username: tried.success ? tried.data : `user-${id.replace(/[^\w-]/g, '').slice(0, 20)}`, renamed: true }
}

/** The next free name is tried with a number: `asha`, `asha-2`, `asha-3`. */
export const numbered = (username: string, n: number) => (n === 1 ? username : `${username.slice(0, 30 - String(n).length - 1)}-${n}`)

function emailOf(email: string | null | undefined, notes: string[]): string {
  if (!email?.trim()) {
    notes.push('no e-mail address')
    return ''
  }
  const good = Email.safeParse(email)
  if (!good.success) notes.push(`${JSON.stringify(email.slice(0, 100))} is no e-mail address and was left behind`)
  return good.success ? good.data : ''
}

const shownName = line(150)
function nameOf(name: string | null | undefined): string {
  const good = shownName.safeParse(name ?? '')
  return good.success ? [...good.data].slice(0, 100).join('') : ''
}

function hashOf(password: string, notes: string[]): string | null {
  if (isDjangoHash(password)) return password
  notes.push(
    !password || password.startsWith('!')
      ? 'no password: they sign in another way, or reset it'
      : `a password made by ${hasherOf(password)}: they have to reset it`,
  )
  return null
}
/** Old hashes may have no name before a `$`: nothing of a hash is ever shown. */
const hasherOf = (password: string) => /^([a-z]\w{2,30})\$/.exec(password)?.[1] ?? 'a hasher that we do not know'

/** Django stores UTC, SQLite without saying so. */
function timeOf(text: string | null | undefined): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?(?:\+00(?::?00)?|Z)?$/.exec(text ?? '')
  const at = match && Date.parse(`${match[1]}T${match[2]}${(match[3] ?? '').slice(0, 4)}Z`)
  return at ? new Date(at).toISOString() : null
}
