import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { PostStatus } from '../../contract/posts.ts'
import type { PortalTables } from '../tables.ts'

export type PostRow = PortalTables['portal_posts']

/** Do readers see it? Written with every change of what it follows from. */
export const isPublic = (row: Pick<PostRow, 'status' | 'held_at' | 'hidden_at' | 'deleted_at'>): boolean =>
  row.status === 'published' && row.held_at === null && row.hidden_at === null && row.deleted_at === null

/** In one word, for its author and staff. */
export function statusOf({ status, held_at, hidden_at }: Pick<PostRow, 'status' | 'held_at' | 'hidden_at'>): PostStatus {
  if (hidden_at !== null) return 'hidden'
  return held_at !== null && status === 'published' ? 'held' : status
}

const isStaff = (caller: Caller | undefined) => caller !== undefined && caller.role !== 'user'
const isAuthor = (row: Pick<PostRow, 'author_id'>, caller: Caller | undefined) => caller !== undefined && row.author_id === caller.id

/** Readers see public ones; its author sees it always, staff unless it is in the trash, admins there as well. */
export function maySee(row: PostRow, caller: Caller | undefined): boolean {
  if (row.public === 1 || isAuthor(row, caller)) return true
  return row.deleted_at === null ? isStaff(caller) : caller?.role === 'admin'
}

/** Its author and admins. Other staff take it from readers, but don't write in somebody's name. */
export const mayChange = (row: Pick<PostRow, 'author_id'>, caller: Caller | undefined): boolean => isAuthor(row, caller) || caller?.role === 'admin'
/** Who is told what only its author and staff are. */
export const seesInside = (row: PostRow, caller: Caller | undefined): boolean => isAuthor(row, caller) || isStaff(caller)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** By id, or by any slug that it has ever had. */
export async function findPost(db: Db, key: string): Promise<PostRow | undefined> {
  const by_id = uuid.test(key)
  const where = by_id ? 'id = ?' : 'id = (select post_id from portal_post_slugs where slug = ?)'
  const { rows } = await db.execute<PostRow>(statement(db.dialect, `select * from portal_posts where ${where}`, [key.toLowerCase().normalize('NFC')]))
  return rows[0]
}

/** Throws `not_found`, for what the caller may not see as well. */
export async function requirePost(db: Db, caller: Caller | undefined, key: string): Promise<PostRow> {
  const row = await findPost(db, key)
  if (!row || !maySee(row, caller)) throw notFound('post')
  return row
}

/** For readers alone: throws `not_found` for what they do not see, to everybody. */
export async function requirePublic(db: Db, key: string): Promise<PostRow> {
  const row = await findPost(db, key)
  if (row?.public !== 1) throw notFound('post')
  return row
}

/** One that the caller may change. Throws `not_found` otherwise. */
export async function requireOwn(db: Db, caller: Caller, key: string): Promise<PostRow> {
  const row = await findPost(db, key)
  if (!row || !mayChange(row, caller)) throw notFound('post')
  return row
}

/** One of which the caller is told what only its author and staff are. Throws `not_found` otherwise. */
export async function requireInside(db: Db, caller: Caller, key: string): Promise<PostRow> {
  const row = await requirePost(db, caller, key)
  if (!seesInside(row, caller)) throw notFound('post')
  return row
}

/** As `requireOwn`, within a write: nobody else changes the post until it ends. */
export async function lockOwn(tx: Tx, caller: Caller, id: string): Promise<PostRow> {
  const row = await lockPost(tx, id)
  if (!row || !mayChange(row, caller)) throw notFound('post')
  return row
}

export async function lockPost(tx: Tx, id: string): Promise<PostRow | undefined> {
  const lock = tx.dialect === 'postgres' ? ' for update' : ''
  const { rows } = await tx.execute<PostRow>(statement(tx.dialect, `select * from portal_posts where id = ?${lock}`, [id]))
  return rows[0]
}
