import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import type { Db } from '#server/db/db.ts'
import { pageOfFound, readKeyCursor } from '#server/db/keyset.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Comment, listComments } from '../../contract/comments.ts'
import { isStaff } from './rows.ts'
import { type AuthoredRow, authored, commentOf, freshened } from './show.ts'

/** What a post's readers say, each followed by its answers: in the order of the paths. */
export async function commentsOf(
  db: Db,
  caller: Caller | undefined,
  post_id: string,
  { cursor, limit }: z.output<typeof listComments.query>,
  origin: string,
): Promise<Page<Comment>> {
  const start = readKeyCursor(cursor, 'talk', z.string().max(200))
  const up = start?.side === 'before'
  const beyond = start ? `and c.path ${up ? '<' : '>'} ?` : ''
  const others = 'c.held_at is null and c.hidden_at is null'
  const seen = isStaff(caller) ? 'true' : caller ? `((${others}) or c.author_id = ?)` : others
  const sql = `${authored} where c.post_id = ? ${beyond} and (c.answers > 0 or (c.deleted_at is null and ${seen})) order by c.path ${up ? 'desc' : 'asc'} limit ?`
  const values = [post_id, ...(start ? [start.value] : []), ...(caller && !isStaff(caller) ? [caller.id] : []), limit + 1]
  const { rows } = await db.execute<AuthoredRow>(statement(db.dialect, sql, values))
  const page = pageOfFound('talk', start, limit, { rows }, ({ path, id }) => ({ value: path, id }))
  const items: Comment[] = []
  for (const row of page.items) items.push(commentOf(await freshened(db, row, origin), caller))
  return { ...page, items }
}
