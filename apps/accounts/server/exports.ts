import type { z } from 'zod'
import type { FileAnswer } from '#contract/answer.ts'
import type { Page } from '#contract/page.ts'
import { notFound, Problem } from '#contract/problem.ts'
import { sameText } from '#server/crypto/tokens.ts'
import { pageOfRows } from '#server/db/cursor.ts'
import type { Db, Read, Tx } from '#server/db/db.ts'
import { isUniqueViolation } from '#server/db/errors.ts'
import { take } from '#server/http/admit.ts'
import { languageAsked } from '#server/http/language.ts'
import { limits } from '#server/http/limits.ts'
import type { RequestFacts } from '#server/http/request.ts'
import type { Site } from '#server/site.ts'
import type { DataExport, listExports } from '../contract/data.ts'
import type { Account } from './account.ts'
import { buildExport } from './build-export.ts'
import { exportToken, getArchive } from './export-file.ts'

const columns = ['id', 'state', 'size', 'created_at', 'ready_at', 'expires_at'] as const
const inTheMaking = () => new Problem('conflict', 'Your data is being put together already.')
const expired = () => new Problem('gone', 'This export has been removed. You can ask for a new one.')

/** Three a day; one that is refused because another is being made does not count. */
export async function refuseTooManyExports(site: Site, read: Read, { id }: Account): Promise<void> {
  const query = (db: Db) => db.selectFrom('data_exports').select('id').where('user_id', '=', id).where('state', '=', 'queued').executeTakeFirst()
  if (await read(query)) throw inTheMaking()
  await take(site, `export:${id}`, limits.export)
}

export async function addExport(tx: Tx, site: Site, request: RequestFacts, caller: Account): Promise<DataExport & { token: string }> {
  const id = Bun.randomUUIDv7()
  const row = await insertQueued(tx, id, caller.id)
  await tx.audit({ action: 'accounts.export_requested', model: 'data_exports', object_id: id })
  await tx.enqueue(buildExport, { export_id: id, origin: request.origin, language: languageAsked(request) }, { key: `export:${id}` })
  return { ...row, token: exportToken(site, id) }
}

async function insertQueued(tx: Tx, id: string, user_id: string): Promise<DataExport> {
  try {
    return await tx
      .insertInto('data_exports')
      .values({ id, user_id, state: 'queued', created_at: tx.now, updated_at: tx.now })
      .returning(columns)
      .executeTakeFirstOrThrow()
  } catch (error) {
    // The index lets one stand that is not made yet.
    if (isUniqueViolation(error)) throw inTheMaking()
    throw error
  }
}

export async function exportsOf(db: Db, site: Site, { id }: Account, query: z.output<typeof listExports.query>): Promise<Page<DataExport>> {
  const page = await pageOfRows(query.cursor, query.limit, (position, count) => {
    const own = db.selectFrom('data_exports').select(columns).where('user_id', '=', id).limit(count)
    if (position && 'before' in position) return own.where('id', '>', position.before).orderBy('id', 'asc').execute()
    return (position ? own.where('id', '<', position.after) : own).orderBy('id', 'desc').execute()
  })
  // The sweep comes by only once an hour.
  return { ...page, items: page.items.map((row) => (isOver(site, row) ? { ...row, state: 'expired' as const } : row)) }
}

const isOver = (site: Site, { state, expires_at }: Pick<DataExport, 'state' | 'expires_at'>) =>
  state === 'ready' && expires_at !== null && Date.parse(expires_at) <= site.now().getTime()

/** The archive, for its owner with the right token; whatever else is asked for is not found. */
export async function openExport(site: Site, caller: Account, request: RequestFacts, id: string, token: string): Promise<FileAnswer> {
  const row = await site.store.db.selectFrom('data_exports').select(columns).where('id', '=', id).where('user_id', '=', caller.id).executeTakeFirst()
  if (!row || !sameText(token, exportToken(site, id))) throw notFound('export')
  if (row.state === 'expired' || isOver(site, row)) throw expired()
  const data = row.state === 'ready' ? await getArchive(site, id) : undefined
  if (!data) throw notFound('export')
  await site.store.write({ actor_id: caller.id, ip: request.address, request_id: request.id }, (tx) =>
    tx.audit({ action: 'accounts.export_downloaded', model: 'data_exports', object_id: id }),
  )
  return { data, type: 'application/zip', name: `${caller.username}-${row.created_at.slice(0, 10)}.zip` }
}
