import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { canonical } from '#server/canonical.ts'
import type { Db } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import type { User } from '../contract/fields.ts'
import type { listUsersV1 } from '../contract/versioned-door.ts'
import { user_columns, userView } from './profiles.ts'

type Filters = z.output<typeof listUsersV1.query>

/** Accounts as staff list them, by page, in the order that was asked for. */
export async function usersBy(db: Db, filters: Filters): Promise<Page<z.output<typeof User>>> {
  const { cursor, limit, ordering } = filters
  const column = ordering.endsWith('username') ? 'username_key' : 'date_joined'
  const start = readKeyCursor(cursor, ordering, z.string().max(254))
  const falling = ordering.startsWith('-') !== (start?.side === 'before')
  const direction = falling ? 'desc' : 'asc'
  let query = usersThat(db, filters)
  if (start) query = query.where((e) => e(e.refTuple(`users.${column}`, 'users.id'), falling ? '<' : '>', e.tuple(String(start.value), start.id)))
  const rows = await query
    .orderBy(`users.${column}`, direction)
    .orderBy('users.id', direction)
    .limit(limit + 1)
    .execute()
  const page = pageOfFound(ordering, start, limit, { rows }, (row) => ({ value: row[column], id: row.id }))
  return { ...page, items: page.items.map(({ username_key, ...row }) => userView(row)) }
}

function usersThat(db: Db, { q, username, email, role, is_active, date_joined__gte, date_joined__lte }: Filters) {
  let query = db
    .selectFrom('users')
    .select([...user_columns, 'users.username_key'])
    .where('deleted_at', 'is', null)
  if (username) query = query.where('username_key', '=', canonical(username))
  // Where it is not confirmed yet it is a claim, which many may have.
  if (email) query = query.where((e) => e.or([e('email_key', '=', canonical(email)), e('email_claim', '=', canonical(email))]))
  if (role) query = query.where('role', '=', role)
  if (is_active) query = query.where('is_active', '=', is_active === 'true' ? 1 : 0)
  if (date_joined__gte) query = query.where('date_joined', '>=', date_joined__gte)
  if (date_joined__lte) query = query.where('date_joined', '<=', date_joined__lte)
  const start = q && canonical(q)
  // By the beginning of name or address: that is what an index can find.
  if (start)
    query = query.where((e) =>
      e.or((['username_key', 'email_key', 'email_claim'] as const).map((column) => e.and([e(column, '>=', start), e(column, '<', `${start}\u{10ffff}`)]))),
    )
  return query
}
