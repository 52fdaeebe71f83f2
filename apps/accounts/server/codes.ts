import { Problem } from '#contract/problem.ts'
import { reveal, secret } from '#server/crypto/secret.ts'
import { randomToken, sameText, sign } from '#server/crypto/tokens.ts'
import type { Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { type Duration, milliseconds } from '#server/units.ts'
import type { CodePurpose } from './tables.ts'

const max_tries = 5
const code_life: Duration = '10 minutes'
const link_lives: Record<CodePurpose, Duration> = {
  verify: '10 minutes',
  reset: '30 minutes',
  mail_change: '10 minutes',
  mail_change_undo: '7 days',
  new_device: '7 days',
}

/** One sentence for a wrong, an expired and a used code, and for one that was never sent. */
export const codeNotValid = () => new Problem('code_not_valid', 'This code or link is wrong, has expired or was used. Ask for a new one.')

const codeHash = (site: Site, purpose: CodePurpose, subject: string, code: string) => sign(site.config.SECRET_KEY, `code ${purpose}`, `${subject}\n${code}`)
const linkHash = (site: Site, token: string) => sign(site.config.SECRET_KEY, 'link', token)

/** Six digits, each as likely as any other. */
function sixDigits(): string {
  // The rest above the last whole million would make small numbers likelier.
  for (;;) {
    const n = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
    if (n < 4_294_000_000) return String(n % 1_000_000).padStart(6, '0')
  }
}

export interface Issue {
  purpose: CodePurpose
  subject: string
  /** Undefined where nobody may use it: the same work is done, and the code is told to nobody. */
  user_id: string | undefined
  address?: string
  session_id?: string
}

/** Makes the code and link of a purpose and subject; the ones before them are dead from now on. Both are shown once: only their HMACs are stored. */
export async function issueCode(tx: Tx, site: Site, { purpose, subject, user_id, address, session_id }: Issue): Promise<{ code: string; token: string }> {
  const code = sixDigits()
  const token = randomToken()
  const until = (life: Duration) => new Date(Date.parse(tx.now) + milliseconds(life)).toISOString()
  const fresh = {
    user_id: user_id ?? null,
    address: address ?? null,
    session_id: session_id ?? null,
    code_hash: secret(codeHash(site, purpose, subject, code)),
    link_hash: secret(linkHash(site, token)),
    tries: 0,
    code_expires_at: until(code_life),
    link_expires_at: until(link_lives[purpose]),
    used_at: null,
    created_at: tx.now,
    updated_at: tx.now,
  }
  await tx
    .insertInto('codes')
    .values({ id: Bun.randomUUIDv7(), purpose, subject, ...fresh })
    .onConflict((c) => c.columns(['purpose', 'subject']).doUpdateSet(fresh))
    .execute()
  return { code, token }
}

export interface Used {
  purpose: CodePurpose
  user_id: string
  address: string | null
  session_id: string | null
  created_at: string
}

/**
 * Counts a try and uses the code up if it is the right one; undefined otherwise. The count is one conditional statement, and on PostgreSQL it holds the
 * row until the commit: of many at once at most five are compared, and one is right.
 */
export async function spendCode(tx: Tx, site: Site, purpose: CodePurpose, subject: string, code: string, only_user_id?: string): Promise<Used | undefined> {
  const row = await tx
    .updateTable('codes')
    .set((e) => ({ tries: e('tries', '+', 1), updated_at: tx.now }))
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .where('tries', '<', max_tries)
    .where('code_expires_at', '>', tx.now)
    .returning(['id', 'user_id', 'code_hash'])
    .executeTakeFirst()
  const right = sameText(row ? reveal(row.code_hash) : '', codeHash(site, purpose, subject, code))
  if (!row?.user_id || !right || (only_user_id !== undefined && row.user_id !== only_user_id)) return undefined
  return used(await tx.updateTable('codes').set({ used_at: tx.now }).where('id', '=', row.id).where('used_at', 'is', null).returning(shown).executeTakeFirst())
}

/** Uses a link up, once. */
export async function spendLink(tx: Tx, site: Site, purposes: readonly CodePurpose[], token: string): Promise<Used | undefined> {
  const row = await tx
    .updateTable('codes')
    .set({ used_at: tx.now, updated_at: tx.now })
    .where('link_hash', '=', secret(linkHash(site, token)))
    .where('purpose', 'in', purposes)
    .where('user_id', 'is not', null)
    .where('used_at', 'is', null)
    .where('link_expires_at', '>', tx.now)
    .returning(shown)
    .executeTakeFirst()
  return used(row)
}

const shown = ['purpose', 'user_id', 'address', 'session_id', 'created_at'] as const
const used = (row: (Omit<Used, 'user_id'> & { user_id: string | null }) | undefined): Used | undefined =>
  row?.user_id ? { ...row, user_id: row.user_id } : undefined

/** Kills the open codes and links of a user. */
export async function dropCodes(tx: Tx, user_id: string, purposes: readonly CodePurpose[]): Promise<void> {
  await tx.deleteFrom('codes').where('user_id', '=', user_id).where('purpose', 'in', purposes).execute()
}

/**
 * Kills what was mailed about an account since a time: a thief who has moved it to addresses of his own has got ways back to them. What was mailed before
 * stays, so that he cannot kill the owner's way back by using one of his.
 */
export async function dropCodesSince(tx: Tx, user_id: string, time: string): Promise<void> {
  await tx.deleteFrom('codes').where('user_id', '=', user_id).where('created_at', '>=', time).execute()
}
