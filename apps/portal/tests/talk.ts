import type { TestSite, Visitor } from '#server/testing.ts'
import { addComment, type Comment, listComments } from '../contract/comments.ts'
import type { Post } from '../contract/posts.ts'
import { addPost } from '../contract/writing.ts'
import { good } from './people.ts'

export const newPost = async (who: Visitor, more: object = {}): Promise<Post> =>
  good(await who.call(addPost, { body: { postname: 'A slow train', content: 'The **last** train leaves at dusk.', category: 'Travel', ...more } }), 201)

export const say = (who: Visitor, post_id: string, content: string, more: object = {}) =>
  who.call(addComment, { params: { id: post_id }, body: { content, ...more } })
export const said = async (who: Visitor, post_id: string, content: string, more: object = {}): Promise<Comment> =>
  good(await say(who, post_id, content, more), 201)

export const talkOf = async (who: Visitor, post_id: string, query: object = {}) =>
  good(await who.call(listComments, { params: { id: post_id }, query: { limit: 100, ...query } }))

export const countOn = async (t: TestSite, post_id: string) =>
  (await t.site.store.db.selectFrom('portal_posts').select('comments').where('id', '=', post_id).executeTakeFirstOrThrow()).comments
