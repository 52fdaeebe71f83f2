import type { z } from 'zod'
import type { FileAnswer } from '#contract/answer.ts'
import type { Page } from '#contract/page.ts'
import { forbidden, notFound, Problem } from '#contract/problem.ts'
import { unseal } from '#server/crypto/seal.ts'
import { reveal } from '#server/crypto/secret.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import type { listReports, Report } from '../contract/reports.ts'
import { reportKey } from './keys.ts'
import { personsBy } from './persons.ts'
import { openReported } from './picture-files.ts'
import { reportAbout } from './reports.ts'
import type { ChatTables } from './tables.ts'

type Row = ChatTables['chat_reports']

/** What staff read: the latest first. */
export async function reportsBy(db: Db, site: Site, { cursor, limit, state }: z.output<typeof listReports.query>): Promise<Page<Report>> {
  const page = await pageOfRows(cursor, limit, (position, count) => {
    let all = db.selectFrom('chat_reports').selectAll().limit(count)
    if (state) all = all.where('handled_at', state === 'open' ? 'is' : 'is not', null)
    if (position && 'before' in position) return all.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? all.where('id', '<', position.after) : all).orderBy('id', 'desc').execute()
  })
  return { ...page, items: await views(db, site, page.items) }
}

async function views(db: Db, site: Site, rows: readonly Row[]): Promise<Report[]> {
  if (rows.length === 0) return []
  const people = await personsBy(
    db,
    rows.flatMap(({ reporter_id, sender_id, handled_by }) => [reporter_id, sender_id, ...(handled_by ? [handled_by] : [])]),
  )
  const pictures = await db
    .selectFrom('chat_report_pictures')
    .select(['report_id', 'place', 'width', 'height'])
    .where(
      'report_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('place')
    .execute()
  const key = reportKey(site)
  return rows.map(({ id, message_id, reason, note, created_at, sealed, reporter_id, sender_id, handled_at, handled_by, handled_note }) => ({
    ...{ id, message_id, reason, note, created_at },
    reporter: people(reporter_id),
    sender: people(sender_id),
    text: sealed ? (unseal(key, reportAbout(id), reveal(sealed))?.toString() ?? null) : null,
    pictures: pictures.filter(({ report_id }) => report_id === id).map(({ place, width, height }) => ({ place, width, height })),
    handled: handled_at === null ? null : { at: handled_at, by: handled_by ? people(handled_by) : null, note: handled_note ?? '' },
  }))
}

/** Throws `not_found`, and `gone` for what has been damaged. */
export async function reportedPicture(db: Db, site: Site, id: string, place: string): Promise<FileAnswer> {
  const query = db.selectFrom('chat_report_pictures').select('file').where('report_id', '=', id)
  const row = /^\d$/.test(place) ? await query.where('place', '=', Number(place)).executeTakeFirst() : undefined
  if (!row) throw notFound('picture')
  const data = await openReported(site.files, reportKey(site), id, row.file)
  if (!data) throw new Problem('gone', 'This picture has been damaged and cannot be shown.')
  return { data, type: 'image/webp' }
}

const handledBefore = () => new Problem('conflict', 'Somebody has handled this report already.')

/** Of two at once one does it. Nobody is judge of their own message. */
export async function handleReport(tx: Tx, site: Site, caller: Caller, id: string, note: string): Promise<Report> {
  await requireOthers(tx, caller, id)
  const done = await tx
    .updateTable('chat_reports')
    .set({ handled_at: tx.now, handled_by: caller.id, handled_note: note, updated_at: tx.now })
    .where('id', '=', id)
    .where('handled_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!done) throw handledBefore()
  await tx.audit({ action: 'chat.report_handled', model: 'chat_reports', object_id: id, after: { note } })
  return one(tx, site, done)
}

/** Reopening what is open changes nothing. */
export async function reopenReport(tx: Tx, site: Site, caller: Caller, id: string): Promise<Report> {
  const row = await requireOthers(tx, caller, id)
  if (row.handled_at === null) return one(tx, site, row)
  const open = { handled_at: null, handled_by: null, handled_note: null }
  await tx
    .updateTable('chat_reports')
    .set({ ...open, updated_at: tx.now })
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'chat.report_reopened', model: 'chat_reports', object_id: id, before: { note: row.handled_note } })
  return one(tx, site, { ...row, ...open })
}

async function requireOthers(tx: Tx, caller: Caller, id: string): Promise<Row> {
  const row = await tx.selectFrom('chat_reports').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('report')
  if (row.sender_id === caller.id) throw forbidden('This report is about a message of yours: somebody else has to look at it.')
  return row
}

async function one(tx: Tx, site: Site, row: Row): Promise<Report> {
  const [report] = await views(tx, site, [row])
  if (!report) throw notFound('report')
  return report
}
