import { z } from 'zod'
import { languages } from '#contract/render.ts'
import type { Tx } from '#server/db/db.ts'
import { jsonChunks, zipOf } from '#server/files/zip.ts'
import { job } from '#server/jobs/job.ts'
import { sendMail } from '#server/mail/mail.ts'
import { personalAttachments, personalFiles } from '#server/personal-data.ts'
import type { Site } from '#server/site.ts'
import { ofProfile } from './account.ts'
import { exportReady } from './data-mail.ts'
import { exportToken, keep_ms, putArchive } from './export-file.ts'
import { exportPage } from './export-page.ts'
import { readerOf } from './mail-reader.ts'

const nobody = { actor_id: null, ip: null, request_id: null }

/**
 * Puts an archive together and mails its link. Run twice it makes the same file again under the same key, and one of the runs says that it is
 * ready: so there is one mail.
 */
export const buildExport = job({
  name: 'accounts.build_export',
  payload: z.object({ export_id: z.uuid(), origin: z.string(), language: z.enum(languages).optional() }),
  async run({ site, payload: { export_id, origin, language } }) {
    const { db } = site.store
    const row = await db
      .selectFrom('data_exports')
      .innerJoin('users', 'users.id', 'data_exports.user_id')
      .select(['data_exports.user_id', 'data_exports.state', 'users.username', 'users.email', 'users.deleted_at', ofProfile('preferences')])
      .where('data_exports.id', '=', export_id)
      .executeTakeFirst()
    if (row?.state !== 'queued') return
    // Who has closed the account meanwhile may ask again after coming back.
    if (row.deleted_at) return void (await site.store.write(nobody, (tx) => settle(tx, export_id, { state: 'failed' })))
    const size = await makeArchive(site, export_id, row)
    await site.store.write(nobody, async (tx) => {
      const expires_at = new Date(Date.parse(tx.now) + keep_ms).toISOString()
      if (!(await settle(tx, export_id, { state: 'ready', size, ready_at: tx.now, expires_at }))) return
      await tx.audit({ action: 'accounts.export_ready', model: 'data_exports', object_id: export_id, actor_id: row.user_id, after: { size } })
      if (row.email) await tx.enqueue(sendMail, exportReady(site, origin, readerOf(row, language), export_id, exportToken(site, export_id), expires_at))
    })
  },
})

async function makeArchive(site: Site, export_id: string, { user_id, username }: { user_id: string; username: string }): Promise<number> {
  const at = site.now()
  const files = await personalFiles(site, user_id)
  const parts = [
    { name: 'index.html', chunks: exportPage(username, at, files) },
    ...files.map(({ name, value }) => ({ name, chunks: jsonChunks(value) })),
    ...(await personalAttachments(site, user_id)),
  ]
  const zip = await zipOf(parts, at)
  await putArchive(site, export_id, zip)
  return zip.length
}

/** False when it is not being made any more: another run was quicker, or the account is gone. */
async function settle(tx: Tx, id: string, change: { state: 'ready' | 'failed'; size?: number; ready_at?: string; expires_at?: string }): Promise<boolean> {
  const query = tx
    .updateTable('data_exports')
    .set({ ...change, updated_at: tx.now })
    .where('id', '=', id)
    .where('state', '=', 'queued')
  return (await query.returning('id').executeTakeFirst()) !== undefined
}
