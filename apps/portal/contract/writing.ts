import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Author, manyLines, most_text, oneLine, Picture, post_languages, stale, Version } from './fields.ts'
import { Post } from './posts.ts'

const door = portalDoor

/** Where the cover comes from: the id of a picture of one's own, or its address; null for none. */
const image = z.string().max(300).nullable()
const fields = {
  postname: oneLine(most_text.postname, 'Give the post a title.'),
  content: manyLines(most_text.content, 'Write something.'),
  category: oneLine(most_text.category, 'Choose a category.'),
  state: z.string().max(60).nullable(),
  language: z.enum(post_languages),
  image,
}
/** Of a post that nobody else sees yet, everything may still be missing. */
const unfinished = { ...fields, postname: oneLine(most_text.postname), content: manyLines(most_text.content), category: oneLine(most_text.category) }
const when = {
  status: z.enum(['draft', 'scheduled', 'published']).optional(),
  publish_at: z.iso.datetime({ offset: true }).optional().meta({ description: 'With `scheduled`: a time in the future.' }),
}

export const addPost = endpoint({
  name: 'portal.add_post',
  door,
  method: 'POST',
  path: '/api/posts',
  summary: 'Write a post; published at once unless `status` says otherwise',
  description:
    'The same `id` again adds nothing and gives the post it made. `translation_of` names a post of yours in another language. An `Idempotency-Key` works too.',
  body: z.strictObject({
    id: GivenId.optional(),
    postname: unfinished.postname,
    content: unfinished.content,
    category: unfinished.category.default('Travel'),
    state: fields.state.default(null),
    language: fields.language.default('en'),
    image: image.default(null),
    translation_of: GivenId.nullable().default(null),
    ...when,
  }),
  returns: Post,
  status: 201,
  errors: { 404: 'The `id` is that of somebody else’s post.', 409: 'That post has a translation in this language.' },
  example: { postname: 'A slow train to Kanyakumari', content: 'The **last** train leaves at dusk.', category: 'Travel', state: 'tamil-nadu' },
})

const change = { ...fields, translation_of: GivenId.nullable(), version: Version, ...when }
const versioned = { 409: stale }
const says =
  'The `version` that the writer saw may be sent, as `If-Match` or field: a stale one gets 409 and nothing is lost. Without it the last writer wins; every version is kept.'

export const changePost = endpoint({
  name: 'portal.change_post',
  door,
  method: 'PATCH',
  path: '/api/posts/:id',
  summary: 'Change fields of a post, publish, schedule or unpublish it',
  description: `${says} \`status: "draft"\` takes it back from readers.`,
  body: z.strictObject(change).partial(),
  returns: Post,
  errors: versioned,
  example: { category: 'Food' },
})

export const replacePost = endpoint({
  name: 'portal.replace_post',
  door,
  method: 'PUT',
  path: '/api/posts/:id',
  summary: 'Replace the fields of a post',
  description: says,
  body: z.strictObject({
    ...fields,
    state: fields.state.default(null),
    language: fields.language.default('en'),
    image: image.default(null),
    version: Version.optional(),
    ...when,
  }),
  returns: Post,
  errors: versioned,
  example: { postname: 'A slow train to Kanyakumari', content: 'The **last** train leaves at dusk.', category: 'Travel' },
})

export const removePost = endpoint({
  name: 'portal.remove_post',
  door,
  method: 'DELETE',
  path: '/api/posts/:id',
  summary: 'Move a post to the trash, for 30 days',
  returns: z.object({ id: z.uuid() }),
})

export const restorePost = endpoint({
  name: 'portal.restore_post',
  door,
  method: 'POST',
  path: '/api/posts/:id/restore',
  summary: 'Bring a post back from the trash, as it was',
  returns: Post,
})

/** What its author is working on: changes of a post that readers do not see yet, in one place for all their devices. */
export const Draft = z
  .object({
    post_id: z.uuid(),
    postname: z.string(),
    content: z.string(),
    category: z.string(),
    state: z.string().nullable(),
    language: z.enum(post_languages),
    cover: Picture.nullable(),
    version: z.int().meta({ description: '0: nothing but what is published.' }),
    base_version: z.int().meta({ description: 'The version of the post that it began with.' }),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof Draft>

export const getDraft = endpoint({
  name: 'portal.get_draft',
  door,
  method: 'GET',
  path: '/api/posts/:id/draft',
  summary: 'What the author is working on; where there is none, the post as it stands with version 0',
  returns: Draft,
})

export const saveDraft = endpoint({
  name: 'portal.save_draft',
  door,
  method: 'PUT',
  path: '/api/posts/:id/draft',
  summary: 'Keep what the author is working on; readers see it when it is published',
  description: 'Demands the `version` of the draft that the writer saw, 0 for the first. A stale one gets 409 with the present draft.',
  body: z.strictObject({ ...unfinished, version: z.int().min(0) }),
  returns: Draft,
  errors: versioned,
  example: { postname: 'A slow train', content: 'The last train', category: 'Travel', state: null, language: 'en', image: null, version: 0 },
})

export const dropDraft = endpoint({
  name: 'portal.drop_draft',
  door,
  method: 'DELETE',
  path: '/api/posts/:id/draft',
  summary: 'Forget the changes that are not published',
  returns: z.object({ post_id: z.uuid() }),
})

export const publishDraft = endpoint({
  name: 'portal.publish_draft',
  door,
  method: 'POST',
  path: '/api/posts/:id/publish',
  summary: 'Show readers what the draft says, now or at `publish_at`',
  description: 'Demands the draft’s `version` (0 where there is none: the post as it stands). 409 where draft or post has changed meanwhile.',
  body: z.strictObject({ version: z.int().min(0), publish_at: when.publish_at }),
  returns: Post,
  errors: versioned,
  example: { version: 1 },
})

const Revision = z.object({
  number: z.int(),
  postname: z.string(),
  words: z.int(),
  author: Author,
  created_at: z.iso.datetime(),
})
export const listRevisions = endpoint({
  name: 'portal.list_revisions',
  door,
  method: 'GET',
  path: '/api/posts/:id/revisions',
  summary: 'What the post said before, the latest first; for its author and staff',
  query: z.object(pageQuery),
  returns: pageOf(Revision),
})
export const getRevision = endpoint({
  name: 'portal.get_revision',
  door,
  method: 'GET',
  path: '/api/posts/:id/revisions/:number',
  summary: 'One of them, whole',
  returns: Revision.extend({ content: z.string(), category: z.string(), state: z.string().nullable(), cover: Picture.nullable() }),
})
export const restoreRevision = endpoint({
  name: 'portal.restore_revision',
  door,
  method: 'POST',
  path: '/api/posts/:id/revisions/:number/restore',
  summary: 'Make the draft what that revision says; readers see it when it is published',
  description: 'The draft that stood is kept as a revision of its own, so nothing is lost.',
  returns: Draft,
})

export const previewPost = endpoint({
  name: 'portal.preview_post',
  door,
  method: 'POST',
  path: '/api/posts/preview',
  summary: 'Markdown as readers would see it; nothing is stored',
  body: z.strictObject({ content: manyLines(most_text.content) }),
  returns: Post.pick({ html: true, contents: true, reading_minutes: true }),
  example: { content: 'The **last** train leaves at dusk.' },
})
