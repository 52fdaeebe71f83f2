import { Problem } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Post } from '../../contract/posts.ts'
import { applyFields, type By } from './change.ts'
import { endDraft, findDraft, refuseStaleDraft } from './drafts.ts'
import { fieldsOf, momentOf } from './fields.ts'
import { type Layout, layOut } from './layout.ts'
import { lockOwn, requireOwn } from './rows.ts'
import { postOf } from './show.ts'
import { refusingTwins } from './writes.ts'

/**
 * Shows readers what the draft says, now or at a time. Demands the version of the draft that the writer saw, and that the post is still what the
 * draft began with: else somebody's change would be lost without anybody having seen it.
 */
export async function publishDraft(read: Read, write: Write, by: By, key: string, seen: number, publish_at: string | undefined): Promise<Post> {
  const { id } = await read((db) => requireOwn(db, by.caller, key))
  const draft = await read((db) => findDraft(db, id))
  const layout = draft && (await layOut(read, draft.content, by.origin))
  return refusingTwins(() => write((tx) => publish(tx, by, id, seen, publish_at, layout)))
}

async function publish(tx: Tx, { caller }: By, id: string, seen: number, publish_at: string | undefined, layout: Layout | undefined): Promise<Post> {
  const row = await lockOwn(tx, caller, id)
  const draft = await findDraft(tx, id)
  await refuseStaleDraft(tx, row, draft, seen)
  if (draft && draft.base_version !== row.version)
    throw new Problem('stale', 'The post itself was changed since this draft was begun.', { current: await postOf(tx, caller, row) })
  const moment = momentOf(publish_at === undefined ? { status: 'published' } : { status: 'scheduled', publish_at }, row, tx.now)
  const written = await applyFields(tx, caller, row, { ...fieldsOf(draft ?? row), ...moment }, layout)
  if (draft) await endDraft(tx, draft)
  return postOf(tx, caller, written)
}
