import type { z } from 'zod'
import { newId } from '#contract/ids.ts'
import { Problem } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Post } from '../../contract/posts.ts'
import type { changePost as endpoint } from '../../contract/writing.ts'
import { trackPictures } from '../images/uses.ts'
import { strange_rel } from '../markdown/addresses.ts'
import { groupOf } from './add.ts'
import { differences, isRewritten } from './facts.ts'
import { changedFields, type Fields, fieldsOf, momentOf, requireComplete } from './fields.ts'
import { columnsOf, type Layout, layOut } from './layout.ts'
import { mustBeHeld } from './newcomers.ts'
import { addRevision } from './revisions.ts'
import { lockOwn, type PostRow, requireOwn } from './rows.ts'
import { enqueuePublishing } from './schedule.ts'
import { postOf } from './show.ts'
import { categoryKey } from './slug-text.ts'
import { claimSlug, dropSlug } from './slugs.ts'
import { refusingTwins, writePost } from './writes.ts'

type Change = Omit<z.output<typeof endpoint.body>, 'version'>

export interface By {
  caller: Caller
  /** Scheme and host by which they know this site. */
  origin: string
}

/** Changes what is given. `seen` is the version that the writer saw, where they say so; an older one gets 409 with the post as it is. */
export async function changePost(read: Read, write: Write, by: By, key: string, change: Change, seen: number | undefined): Promise<Post> {
  const { id } = await read((db) => requireOwn(db, by.caller, key))
  const layout = change.content === undefined ? undefined : await layOut(read, change.content, by.origin)
  return refusingTwins(() =>
    write(async (tx) => {
      const row = await lockOwn(tx, by.caller, id)
      await refuseStale(tx, by.caller, row, seen)
      return postOf(tx, by.caller, await apply(tx, by, row, change, layout))
    }),
  )
}

async function refuseStale(tx: Tx, caller: Caller, row: PostRow, seen: number | undefined): Promise<void> {
  if (seen !== undefined && seen !== row.version) throw new Problem('stale', 'Somebody has changed it since.', { current: await postOf(tx, caller, row) })
}

async function apply(tx: Tx, by: By, row: PostRow, change: Change, layout: Layout | undefined): Promise<PostRow> {
  const { status, publish_at, translation_of, ...given } = change
  const moment = momentOf({ status, publish_at }, row, tx.now)
  const fields = await changedFields(tx, by.caller, fieldsOf(row), given, row.author_id, by.origin)
  const translation_group = await groupAfter(tx, by.caller, row, translation_of)
  return applyFields(tx, by.caller, row, { ...fields, ...moment, translation_group }, layout)
}

async function groupAfter(tx: Tx, caller: Caller, row: PostRow, translation_of: string | null | undefined): Promise<string> {
  if (translation_of === undefined || translation_of === row.id) return row.translation_group
  return translation_of === null ? newId() : groupOf(tx, caller, translation_of, row.author_id)
}

type Wanted = Fields & Pick<PostRow, 'status' | 'publish_at'> & Partial<Pick<PostRow, 'translation_group'>>

/** Writes what is different with everything that follows from it; the same row when nothing is. `layout` is of the new text where there is one. */
export async function applyFields(tx: Tx, caller: Caller, row: PostRow, wanted: Wanted, layout: Layout | undefined): Promise<PostRow> {
  if (row.deleted_at !== null) throw new Problem('conflict', 'It is in the trash: restore it first.')
  if (wanted.status !== 'draft') requireComplete(wanted)
  const laid = layout && layout.of === wanted.content ? { ...columnsOf(layout) } : {}
  const next: PostRow = { ...row, ...wanted, ...laid, category_key: categoryKey(wanted.category) }
  if (next.postname !== row.postname) next.slug = await renamed(tx, row, next.postname)
  // What staff write into somebody's post needs nobody's leave.
  if (caller.role === 'user' && next.status !== 'draft' && next.held_at === null && next.approved_at === null) {
    const strange = layout?.strange_links ?? next.html.includes(strange_rel)
    const opened = row.status === 'draft' || next.content !== row.content
    if (opened && (await mustBeHeld(tx, row.author_id, strange, tx.now))) next.held_at = tx.now
  }
  const facts = differences(row, next)
  if (!facts) return row
  const written = await writePost(tx, row, { ...next, version: row.version + 1 })
  if (isRewritten(row, written)) await addRevision(tx, written, caller.id)
  if (isRewritten(row, written)) await trackPictures(tx, row.id, written)
  if (written.publish_at !== row.publish_at) await enqueuePublishing(tx, written)
  await tx.audit({ action: 'portal.post_changed', model: 'portal_posts', object_id: row.id, ...facts })
  return written
}

/** A new title gets a slug of its own. The one before leads on, unless nobody has ever seen it. */
async function renamed(tx: Tx, row: PostRow, postname: string): Promise<string> {
  const slug = await claimSlug(tx, row.id, postname, row.slug)
  if (slug !== row.slug && row.published_at === null) await dropSlug(tx, row.slug, row.id)
  return slug
}
