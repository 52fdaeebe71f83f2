import type { Tx } from '#server/db/db.ts'
import type { Site } from '#server/site.ts'
import { most_text } from '../../contract/fields.ts'
import { placeUnder } from '../comments/add.ts'
import { type CommentRow, findComment, lockAnyTalk } from '../comments/rows.ts'
import { followNew } from '../comments/standing.ts'
import { layOutComment } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { knownToComment } from '../posts/known.ts'
import { homeOf } from './posts.ts'

export interface NewComment {
  id: string
  parent_id: string | null
  author_id: string | null
  content: string
  at: string
  /** It had not been let through there: staff look at it here. */
  held: boolean
}

const nobody = { actor_id: null, ip: null, request_id: null }
/** So many in one write: who talks below the post waits no longer. */
const batch = 200

/** Comments of one post, parents before their answers; gives how many were not here yet. Nobody is told of them. */
export async function importComments(site: Site, post_id: string, comments: NewComment[]): Promise<number> {
  let made = 0
  for (let start = 0; start < comments.length; start += batch) {
    const laid: (NewComment & { html: string })[] = []
    for (const comment of comments.slice(start, start + batch)) {
      const content = comment.content.slice(0, most_text.comment).toWellFormed()
      const { html } = await layOutComment(content, await knownToComment(site.store.db, content, homeOf(site)))
      laid.push({ ...comment, content, html })
    }
    made += await site.store.write(nobody, (tx) => storeAll(tx, post_id, laid))
  }
  return made
}

async function storeAll(tx: Tx, post_id: string, comments: (NewComment & { html: string })[]): Promise<number> {
  if (!(await lockAnyTalk(tx, post_id))) return 0
  let made = 0
  for (const { parent_id, at, held, ...comment } of comments) {
    if (await findComment(tx, comment.id)) continue
    const answered = parent_id === null ? undefined : await findComment(tx, parent_id)
    const row: CommentRow = {
      ...{ ...comment, post_id, renderer, version: 1, answers: 0 },
      ...placeUnder(Date.parse(at), answered?.post_id === post_id ? answered : undefined),
      ...{ edited_at: null, held_at: held ? tx.now : null, approved_at: null, hidden_at: null, hidden_reason: null, deleted_at: null, deleted_by: null },
      ...{ created_at: at, updated_at: tx.now },
    }
    await tx.insertInto('portal_comments').values(row).execute()
    await followNew(tx, row)
    made++
  }
  if (made > 0) await tx.audit({ action: 'portal.comments_imported', model: 'portal_posts', object_id: post_id, after: { comments: made } })
  return made
}
