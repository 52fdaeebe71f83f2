import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { notFound } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import type { Caller } from '#server/http/caller.ts'
import type { ContactMessage, listContactMessages } from '../../contract/contact.ts'

const columns = ['id', 'reference', 'name', 'email', 'subject', 'message', 'status', 'proven', 'created_at', 'handled_at'] as const

const shown = <R extends { proven: 0 | 1 }>({ proven, ...row }: R) => ({ ...row, proven: proven === 1 })

/** What people wrote, the newest first. */
export async function contactsOf(db: Db, { cursor, limit, status }: z.output<typeof listContactMessages.query>): Promise<Page<ContactMessage>> {
  const start = readKeyCursor(cursor, 'contacts', z.iso.datetime())
  const [sign, direction] = start?.side === 'before' ? (['>', 'asc'] as const) : (['<', 'desc'] as const)
  let query = db.selectFrom('portal_contacts').select(columns)
  if (status) query = query.where('status', '=', status)
  if (start) query = query.where((e) => e(e.refTuple('created_at', 'id'), sign, e.tuple(String(start.value), start.id)))
  const rows = await query
    .orderBy('created_at', direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute()
  const page = pageOfFound('contacts', start, limit, { rows }, ({ created_at, id }) => ({ value: created_at, id }))
  return { ...page, items: page.items.map(shown) }
}

export async function changeContact(tx: Tx, caller: Caller, id: string, status: ContactMessage['status']): Promise<ContactMessage> {
  const lock = tx.selectFrom('portal_contacts').select(columns).where('id', '=', id)
  const before = await (tx.dialect === 'postgres' ? lock.forUpdate() : lock).executeTakeFirst()
  if (!before) throw notFound('message')
  if (before.status === status) return shown(before)
  const row = await tx
    .updateTable('portal_contacts')
    .set({ status, handled_at: status === 'new' ? null : tx.now, handled_by: status === 'new' ? null : caller.id, updated_at: tx.now })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'portal.contact_changed', model: 'portal_contacts', object_id: id, before: { status: before.status }, after: { status } })
  return shown(row)
}
