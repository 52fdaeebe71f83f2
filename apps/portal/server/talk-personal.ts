import type { Db, Tx } from '#server/db/db.ts'
import { lockAnyTalk } from './comments/rows.ts'
import { alterComment } from './comments/standing.ts'
import { sweepVocabulary } from './search/documents.ts'
import { scopeOf } from './search/vocabulary.ts'

/** What somebody has said, reported and written to us, and what they were told. */
export async function ownTalk(db: Db, user_id: string): Promise<Record<string, unknown>> {
  const comments = await db
    .selectFrom('portal_comments')
    .select(['id', 'post_id', 'parent_id', 'content', 'created_at', 'edited_at', 'hidden_reason', 'deleted_at'])
    .where('author_id', '=', user_id)
    .orderBy('id')
    .execute()
  const notices = await db
    .selectFrom('portal_notices')
    .select(['kind', 'post_id', 'comment_id', 'created_at', 'read_at'])
    .where('user_id', '=', user_id)
    .orderBy('id')
    .execute()
  const notice_settings = await db.selectFrom('portal_notice_settings').select(['mail', 'updated_at']).where('user_id', '=', user_id).execute()
  const reports = await db
    .selectFrom('portal_reports')
    .select(['kind', 'object_id', 'reason', 'note', 'created_at'])
    .where('reporter_id', '=', user_id)
    .orderBy('id')
    .execute()
  const messages = await db
    .selectFrom('portal_contacts')
    .select(['reference', 'name', 'email', 'subject', 'message', 'created_at'])
    .where('user_id', '=', user_id)
    .orderBy('created_at')
    .execute()
  return { comments, notices, notice_settings, reports, messages }
}

/** What they said is gone; where somebody has answered, an empty place with no name stays. */
export async function eraseTalk(tx: Tx, user_id: string): Promise<string[]> {
  const said = await tx.selectFrom('portal_comments').selectAll().where('author_id', '=', user_id).orderBy('post_id').execute()
  for (const { id, post_id } of said) {
    await lockAnyTalk(tx, post_id)
    const row = await tx.selectFrom('portal_comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const gone = { content: '', html: '', hidden_reason: null, deleted_at: row.deleted_at ?? tx.now, deleted_by: null, version: row.version + 1 }
    await alterComment(tx, row, gone)
  }
  await tx.updateTable('portal_comments').set({ author_id: null }).where('author_id', '=', user_id).execute()
  await tx.deleteFrom('portal_notices').where('user_id', '=', user_id).execute()
  await tx.updateTable('portal_notices').set({ actor_id: null }).where('actor_id', '=', user_id).execute()
  await tx.deleteFrom('portal_notice_settings').where('user_id', '=', user_id).execute()
  await tx.updateTable('portal_reports').set({ reporter_id: null, note: '', updated_at: tx.now }).where('reporter_id', '=', user_id).execute()
  await eraseMessages(tx, user_id)
  await tx.deleteFrom('portal_words').where('scope', '=', scopeOf(user_id)).execute()
  await tx.deleteFrom('portal_word_remains').where('scope', '=', scopeOf(user_id)).execute()
  // Of words that only they have used nothing stays either; which ones they were no job shall say.
  await tx.enqueue(sweepVocabulary, {})
  return []
}

/** Those they sent signed in, and those that came from the address that they had confirmed. */
async function eraseMessages(tx: Tx, user_id: string): Promise<void> {
  const person = await tx.selectFrom('users').select('email').where('id', '=', user_id).where('email_verified_at', 'is not', null).executeTakeFirst()
  await tx
    .deleteFrom('portal_contacts')
    .where((e) => e.or([e('user_id', '=', user_id), ...(person?.email ? [e('email', '=', person.email)] : [])]))
    .execute()
}
