import type { z } from 'zod'
import type { Called, TestSite, Visitor } from '#server/testing.ts'
import type { Post } from '../contract/posts.ts'
import { addPost, changePost } from '../contract/writing.ts'

type Fields = Partial<z.input<typeof addPost.body>>

/** What came of a call that must have gone well. */
export function good<T>({ status, data, body }: Called<T>, expected = 200): T {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${JSON.stringify(body)}`)
  return data
}

export const write = (who: Visitor, fields: Fields = {}) =>
  who.call(addPost, { body: { postname: 'A slow train', content: 'The **last** train leaves at dusk.', category: 'Travel', ...fields } })
export const newPost = async (who: Visitor, fields: Fields = {}): Promise<Post> => good(await write(who, fields), 201)
export const patch = (who: Visitor, id: string, body: z.input<typeof changePost.body>) => who.call(changePost, { params: { id }, body })

export const idOf = async (t: TestSite, username: string) =>
  (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id

/** Entries of the audit log about something, the oldest first. */
export async function entriesOf(t: TestSite, object_id: string): Promise<string[]> {
  const rows = await t.site.store.db.selectFrom('audit_entries').select('action').where('object_id', '=', object_id).orderBy('id').execute()
  return rows.map(({ action }) => action)
}
