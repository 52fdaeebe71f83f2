import { Problem } from '#contract/problem.ts'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Draft } from '../../contract/writing.ts'
import { draftOf, endDraft, findDraft, keepDraft } from './drafts.ts'
import { fieldsOf } from './fields.ts'
import { addRevision, requireRevision } from './revisions.ts'
import { lockOwn } from './rows.ts'

const letters = /[\p{L}\p{N}][\p{L}\p{M}\p{N}’'\u200c\u200d]*/gu

/** Makes the draft what an earlier version said. A draft that stood is kept as a version of its own, and the new one begins with the post as it is now. */
export async function restoreRevision(tx: Tx, caller: Caller, id: string, number: string): Promise<Draft> {
  const row = await lockOwn(tx, caller, id)
  if (row.deleted_at !== null) throw new Problem('conflict', 'It is in the trash: restore it first.')
  const revision = await requireRevision(tx, row.id, number)
  const draft = await findDraft(tx, row.id)
  if (draft) {
    await addRevision(tx, { ...fieldsOf(draft), id: row.id, words: draft.content.match(letters)?.length ?? 0 }, caller.id)
    await endDraft(tx, draft)
  }
  const { postname, content, category, state, cover_id } = revision
  const fields = { postname, content, category, state, cover_id, language: draft?.language ?? row.language }
  await keepDraft(tx, { ...row, draft_version: draft?.version ?? row.draft_version }, undefined, fields)
  await tx.audit({ action: 'portal.revision_restored', model: 'portal_posts', object_id: row.id, after: { number: revision.number } })
  return draftOf(tx, row)
}
