import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Post } from '../../contract/posts.ts'
import { layOutPost } from '../markdown/render.ts'
import { renderer } from '../markdown/renderer.ts'
import { knownOf } from './known.ts'
import { mayChange, type PostRow, seesInside } from './rows.ts'
import { readingMinutes, type SummaryRow, summaries, summaryOf } from './summaries.ts'

/** A post as the caller sees it. The caller may see it: that is asked before. */
export async function postOf(db: Db, caller: Caller | undefined, row: PostRow): Promise<Post> {
  const { rows } = await db.execute<SummaryRow>(statement(db.dialect, `${summaries} where p.id = ?`, [row.id]))
  const summary = summaryOf({ ...(rows[0] as SummaryRow), ...row })
  const inside = seesInside(row, caller)
  return {
    ...summary,
    reading_minutes: readingMinutes(row.words),
    content: row.content,
    html: row.html,
    contents: JSON.parse(row.contents) as Post['contents'],
    translations: await translationsOf(db, caller, row),
    version: row.version,
    publish_at: inside ? row.publish_at : null,
    liked: caller !== undefined && (await likes(db, caller, row.id)),
    editable: mayChange(row, caller) && row.deleted_at === null,
    has_draft: inside && (await hasDraft(db, row.id)),
    hidden_reason: inside ? row.hidden_reason : null,
    created_at: row.created_at,
    deleted_at: inside ? row.deleted_at : null,
  }
}

/** The same for readers of a page, made anew where an earlier renderer has left it. */
export async function freshPostOf(db: Db, caller: Caller | undefined, row: PostRow, origin: string): Promise<Post> {
  if (row.renderer === renderer) return postOf(db, caller, row)
  const { html, contents } = await layOutPost(row.content, await knownOf(db, row.content, origin))
  return postOf(db, caller, { ...row, html, contents: JSON.stringify(contents) })
}

/** The others of its group that the caller may see. */
async function translationsOf(db: Db, caller: Caller | undefined, row: PostRow): Promise<Post['translations']> {
  const sql = 'select language, slug, postname, public from portal_posts where translation_group = ? and id <> ? and deleted_at is null order by language'
  const { rows: others } = await db.execute<Post['translations'][number] & { public: number }>(statement(db.dialect, sql, [row.translation_group, row.id]))
  const inside = seesInside(row, caller)
  return others.filter((other) => inside || other.public === 1).map(({ public: _, ...shown }) => shown)
}

async function likes(db: Db, caller: Caller, post_id: string): Promise<boolean> {
  const { rows } = await db.execute(statement(db.dialect, 'select 1 as one from portal_likes where post_id = ? and user_id = ?', [post_id, caller.id]))
  return rows.length > 0
}

async function hasDraft(db: Db, post_id: string): Promise<boolean> {
  const { rows } = await db.execute(statement(db.dialect, 'select 1 as one from portal_drafts where post_id = ?', [post_id]))
  return rows.length > 0
}
