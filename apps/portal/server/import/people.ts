import { canonical } from '#server/canonical.ts'
import type { Db } from '#server/db/db.ts'

/** Who here has confirmed an address: only they are whoever had it elsewhere. */
export async function personBy(db: Db, email: string): Promise<string | null> {
  if (!email.includes('@')) return null
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('email_key', '=', canonical(email))
    .where('email_verified_at', 'is not', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Whose pictures are that nobody here has brought: the first admin's. */
export async function firstAdmin(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('deleted_at', 'is', null)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
