import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Author, manyLines, most_text } from './fields.ts'

const door = portalDoor

/** Answers deeper than this stand beside the one they answer. */
export const max_depth = 5

export const Comment = z
  .object({
    id: z.uuid(),
    post_id: z.uuid(),
    parent_id: z.uuid().nullable(),
    /** 0 for what is said to the post itself. */
    depth: z.int().min(0).max(max_depth),
    /** `removed` and `hidden` ones stay as an empty place while somebody has answered them; `held` ones only their author and staff see. */
    status: z.enum(['visible', 'held', 'hidden', 'removed']),
    content: z.string().meta({ description: 'As it was written; empty where it is not shown.' }),
    html: z.string().meta({ description: 'The same, made safe to show: paragraphs, emphasis, code, links, mentions.' }),
    author: Author,
    created_at: z.iso.datetime(),
    edited_at: z.iso.datetime().nullable(),
    version: z.int(),
    /** Whether the caller may change it, and remove it. */
    editable: z.boolean(),
    removable: z.boolean(),
  })
  .meta({ id: 'Comment' })
export type Comment = z.infer<typeof Comment>

export const listComments = endpoint({
  name: 'portal.list_comments',
  door,
  method: 'GET',
  path: '/api/posts/:id/comments',
  summary: 'What people say to a post, in the order of the conversation: each followed by its answers',
  query: z.object(pageQuery),
  returns: pageOf(Comment),
})

/** So many are suggested at once. */
export const most_suggested = 6

export const suggestPeople = endpoint({
  name: 'portal.suggest_people',
  door,
  method: 'GET',
  path: '/api/posts/:id/people',
  summary: 'Whom a comment on this post may mean by `@` and these letters: those who write and talk here first, then others who have published something',
  query: z.object({ q: z.string().max(30).default('') }),
  returns: z.array(Author.unwrap()).max(most_suggested),
})

const Content = manyLines(most_text.comment, 'Write something.')

export const addComment = endpoint({
  name: 'portal.add_comment',
  door,
  method: 'POST',
  path: '/api/posts/:id/comments',
  summary: 'Say something to a post, or answer a comment of it',
  description: '`@username` tells that person. The same `id` again adds nothing.',
  body: z.strictObject({ id: GivenId.optional(), content: Content, parent_id: GivenId.nullable().default(null) }),
  returns: Comment,
  status: 201,
  example: { content: 'Is the *last* train on time in the monsoon?' },
})

export const changeComment = endpoint({
  name: 'portal.change_comment',
  door,
  method: 'PATCH',
  path: '/api/comments/:id',
  summary: 'Change your own comment; it is marked as edited',
  body: z.strictObject({ content: Content, version: z.int().min(1).optional() }),
  returns: Comment,
  errors: { 409: 'It has changed since: `current` is what it is now.' },
  example: { content: 'Is the last train on time?' },
})

export const removeComment = endpoint({
  name: 'portal.remove_comment',
  door,
  method: 'DELETE',
  path: '/api/comments/:id',
  summary: 'Remove your own comment, or as staff any',
  returns: z.object({ id: z.uuid() }),
})

export const restoreComment = endpoint({
  name: 'portal.restore_comment',
  door,
  method: 'POST',
  path: '/api/comments/:id/restore',
  summary: 'Bring back a comment that you have removed',
  returns: Comment,
})
