import type { z } from 'zod'
import { newId } from '#contract/ids.ts'
import { invalid, notFound } from '#contract/problem.ts'
import type { Read, Tx, Write } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Post } from '../../contract/posts.ts'
import type { addPost as endpoint } from '../../contract/writing.ts'
import { trackPictures } from '../images/uses.ts'
import { factsOf } from './facts.ts'
import { changedFields, type Fields, momentOf, requireComplete } from './fields.ts'
import { columnsOf, type Layout, layOut } from './layout.ts'
import { mustBeHeld } from './newcomers.ts'
import { addRevision } from './revisions.ts'
import { findPost, mayChange, type PostRow } from './rows.ts'
import { enqueuePublishing } from './schedule.ts'
import { postOf } from './show.ts'
import { tellOfPost } from './told.ts'
import { insertPost, refusingTwins } from './writes.ts'

type Given = z.output<typeof endpoint.body>
const blank: Fields = { postname: '', content: '', category: '', state: null, language: 'en', cover_id: null }

export async function addPost(read: Read, write: Write, caller: Caller, given: Given, origin: string): Promise<Post> {
  const layout = await layOut(read, given.content, origin)
  return refusingTwins(() => write((tx) => add(tx, caller, given, layout, origin)))
}

async function add(tx: Tx, caller: Caller, given: Given, layout: Layout, origin: string): Promise<Post> {
  const { id: given_id = newId(), translation_of, status = 'published', publish_at, ...texts } = given
  const id = given_id.toLowerCase()
  const sent = await findPost(tx, id)
  if (sent) return sentBefore(tx, caller, sent)
  const moment = momentOf({ status, publish_at }, { status: 'draft', publish_at: null }, tx.now)
  const fields = await changedFields(tx, caller, blank, texts, caller.id, origin)
  if (moment.status !== 'draft') requireComplete(fields)
  const group = translation_of === null ? id : await groupOf(tx, caller, translation_of, caller.id)
  const held = moment.status !== 'draft' && (await mustBeHeld(tx, caller.id, layout.strange_links, tx.now))
  const row = await insertPost(tx, { ...newRow(tx.now, id, caller.id, group), ...fields, ...columnsOf(layout), ...moment, held_at: held ? tx.now : null })
  // Somebody was quicker with the same id: it is a retry, or a mistake.
  if (!row) return sentBefore(tx, caller, await findPost(tx, id))
  await finishNew(tx, row, caller.id)
  return postOf(tx, caller, row)
}

export const newRow = (now: string, id: string, author_id: string | null, translation_group: string) => ({
  ...{ id, author_id, translation_group, slug: '', category_key: '', published_at: null, held_at: null, approved_at: null, hidden_at: null },
  ...{ hidden_reason: null, deleted_at: null, public: 0 as const, likes: 0, comments: 0, version: 1, draft_version: 0, created_at: now, updated_at: now },
})

/** What belongs to a new post beside its row; `writer_id` is null for the site itself. */
export async function finishNew(tx: Tx, row: PostRow, writer_id: string | null): Promise<void> {
  await addRevision(tx, row, writer_id)
  await trackPictures(tx, row.id, row)
  if (row.status === 'scheduled') await enqueuePublishing(tx, row)
  await tx.audit({ action: 'portal.post_added', model: 'portal_posts', object_id: row.id, after: factsOf(row) })
  await tellOfPost(tx, row, undefined)
}

/** A retry after a lost answer gets the post that it made. Somebody else's id is as good as none. */
async function sentBefore(tx: Tx, caller: Caller, row: PostRow | undefined): Promise<Post> {
  if (!row || row.author_id !== caller.id || !mayChange(row, caller)) throw notFound('post')
  return postOf(tx, caller, row)
}

/** The group of a post that this one translates. Throws a field error for one that is not there, or another author's. */
export async function groupOf(tx: Tx, caller: Caller, translation_of: string, author_id: string | null): Promise<string> {
  const other = await findPost(tx, translation_of)
  if (!other || other.deleted_at !== null || other.author_id !== author_id || !mayChange(other, caller))
    throw invalid({ translation_of: ['No such post of yours.'] })
  return other.translation_group
}
