import type { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import type { Db, Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Draft, saveDraft as endpoint } from '../../contract/writing.ts'
import { trackPictures } from '../images/uses.ts'
import type { PortalTables } from '../tables.ts'
import type { By } from './change.ts'
import { coverOf } from './covers.ts'
import { changedFields, type Fields, fieldsOf } from './fields.ts'
import { lockOwn, type PostRow } from './rows.ts'

export type DraftRow = PortalTables['portal_drafts']
type Given = z.output<typeof endpoint.body>

export const findDraft = (db: Db, post_id: string): Promise<DraftRow | undefined> =>
  db.selectFrom('portal_drafts').selectAll().where('post_id', '=', post_id).executeTakeFirst()

/** What its author works on; the post itself, as version 0, where there is nothing. */
export async function draftOf(db: Db, row: PostRow): Promise<Draft> {
  const draft = (await findDraft(db, row.id)) ?? { ...fieldsOf(row), version: 0, base_version: row.version, updated_at: row.updated_at }
  const { postname, content, category, state, language, version, base_version, updated_at } = draft
  const cover = await coverOf(db, draft.cover_id)
  return { post_id: row.id, postname, content, category, state, language, cover, version, base_version, updated_at }
}

/**
 * Keeps what the author works on. The lock of the post lets one save after the other, and only who saw the last version is the next: of two tabs
 * the second is given what the first has saved.
 */
export async function saveDraft(tx: Tx, { caller, origin }: By, id: string, { version: seen, ...given }: Given): Promise<Draft> {
  const row = await lockOwn(tx, caller, id)
  if (row.deleted_at !== null) throw new Problem('conflict', 'It is in the trash: restore it first.')
  const draft = await findDraft(tx, row.id)
  await refuseStaleDraft(tx, row, draft, seen)
  const fields = await changedFields(tx, caller, draft ? fieldsOf(draft) : fieldsOf(row), given, row.author_id, origin)
  await keepDraft(tx, row, draft, fields)
  return draftOf(tx, row)
}

/** Throws `stale` (409) with the present draft. */
export async function refuseStaleDraft(tx: Tx, row: PostRow, draft: DraftRow | undefined, seen: number): Promise<void> {
  if ((draft?.version ?? 0) === seen) return
  throw new Problem('stale', 'It was changed in another window meanwhile.', { current: await draftOf(tx, row) })
}

/** The caller holds the post's lock. A first draft goes on counting where the last one ended. */
export async function keepDraft(tx: Tx, row: PostRow, draft: DraftRow | undefined, fields: Fields): Promise<void> {
  const version = (draft?.version ?? row.draft_version) + 1
  const said = { ...fields, version, updated_at: tx.now }
  if (draft) await tx.updateTable('portal_drafts').set(said).where('post_id', '=', row.id).execute()
  else
    await tx
      .insertInto('portal_drafts')
      .values({ ...said, post_id: row.id, base_version: row.version, created_at: tx.now })
      .execute()
  await trackPictures(tx, row.id, fields)
  const { postname, content, category, state, language } = fields
  await tx.audit({
    action: 'portal.draft_saved',
    model: 'portal_posts',
    object_id: row.id,
    after: { postname, category, state, language, length: content.length, version },
  })
}

/** Its number is kept with the post. The caller holds the post's lock. */
export async function endDraft(tx: Tx, { post_id, version }: DraftRow): Promise<void> {
  await tx.deleteFrom('portal_drafts').where('post_id', '=', post_id).execute()
  await tx.updateTable('portal_posts').set({ draft_version: version }).where('id', '=', post_id).execute()
}

/** Nothing to forget is no error. */
export async function dropDraft(tx: Tx, caller: Caller, id: string): Promise<{ post_id: string }> {
  const row = await lockOwn(tx, caller, id)
  const draft = await findDraft(tx, row.id)
  if (!draft) return { post_id: row.id }
  await endDraft(tx, draft)
  await tx.audit({
    action: 'portal.draft_dropped',
    model: 'portal_posts',
    object_id: row.id,
    before: { postname: draft.postname, length: draft.content.length },
  })
  return { post_id: row.id }
}
