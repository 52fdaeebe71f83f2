import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { Author, Picture, post_languages } from './fields.ts'

const door = portalDoor

/** `held`: waits for staff, since somebody new has put links into it. `hidden`: taken away by staff. Only author and staff see other than published posts. */
export const statuses = ['draft', 'scheduled', 'published', 'held', 'hidden'] as const
export const PostStatus = z.enum(statuses)
export type PostStatus = z.infer<typeof PostStatus>

export const PostSummary = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    postname: z.string(),
    category: z.string(),
    category_key: z.string().meta({ description: 'What `?category=` takes: the category in lower case, blanks as hyphens.' }),
    state: z.string().nullable().meta({ description: 'Slug of the state that it is about.' }),
    language: z.enum(post_languages),
    excerpt: z.string(),
    image: z.string().nullable().meta({ description: 'Address of the cover picture; `cover` has its sizes.' }),
    cover: Picture.nullable(),
    likes: z.int(),
    comments: z.int(),
    reading_minutes: z.int(),
    author: Author,
    status: PostStatus,
    published_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'PostSummary' })
export type PostSummary = z.infer<typeof PostSummary>

const Heading = z.object({ id: z.string(), text: z.string(), level: z.int().min(2).max(4) })
const Translation = z.object({ language: z.enum(post_languages), slug: z.string(), postname: z.string() })

export const Post = PostSummary.extend({
  content: z.string().meta({ description: 'Markdown, as it was written.' }),
  html: z.string().meta({ description: 'The same, made safe to show.' }),
  contents: z.array(Heading).meta({ description: 'Its headings; empty for a short one.' }),
  translations: z.array(Translation),
  version: z.int(),
  publish_at: z.iso.datetime().nullable().meta({ description: 'When a scheduled one goes out.' }),
  /** Whether the caller likes it. */
  liked: z.boolean(),
  /** Whether the caller may change it. */
  editable: z.boolean(),
  /** For its author and staff: there are changes that are not published. */
  has_draft: z.boolean(),
  /** Why staff has hidden it; for its author and staff. */
  hidden_reason: z.string().nullable(),
  created_at: z.iso.datetime(),
  deleted_at: z.iso.datetime().nullable(),
}).meta({ id: 'Post' })
export type Post = z.infer<typeof Post>

export const listPosts = endpoint({
  name: 'portal.list_posts',
  door,
  method: 'GET',
  path: '/api/posts',
  summary: 'Published posts, the newest first',
  description: 'With `mine=true` your own in every status, last changed first; `status` narrows them, `trash=true` gives those you have removed.',
  query: z.object({
    ...pageQuery,
    category: z.string().max(200).optional(),
    state: z.string().max(200).optional(),
    author: z.string().max(120).optional().meta({ description: 'A username.' }),
    language: z.enum(post_languages).optional(),
    reader: z.enum(post_languages).optional().meta({
      description:
        'A reader’s language: of a post in several languages the list has one version, in theirs where there is one, else English, else the first by its code.',
    }),
    mine: z.enum(['true', 'false']).optional(),
    status: PostStatus.optional(),
    trash: z.enum(['true', 'false']).optional(),
  }),
  returns: pageOf(PostSummary),
})

export const getAuthor = endpoint({
  name: 'portal.get_author',
  door,
  method: 'GET',
  path: '/api/authors/:username',
  summary: 'A person as lists of posts name them, by their username in any spelling',
  returns: Author.unwrap(),
})

export const getPost = endpoint({
  name: 'portal.get_post',
  door,
  method: 'GET',
  path: '/api/posts/:id',
  summary: 'A post by id or slug',
  description: 'An earlier slug of a post finds it too: compare `slug`.',
  returns: Post,
})

export const relatedPosts = endpoint({
  name: 'portal.related_posts',
  door,
  method: 'GET',
  path: '/api/posts/:id/related',
  summary: 'At most four posts that a reader of this one may like: of the same state, category, author',
  returns: z.array(PostSummary),
})

const Likes = z.object({ likes: z.int(), liked: z.boolean() })
export const likePost = endpoint({
  name: 'portal.like_post',
  door,
  method: 'POST',
  path: '/api/posts/:id/like',
  summary: 'Like a post; twice is once',
  returns: Likes,
})
export const unlikePost = endpoint({
  name: 'portal.unlike_post',
  door,
  method: 'DELETE',
  path: '/api/posts/:id/like',
  summary: 'Like it no more',
  returns: Likes,
})

export const listCategories = endpoint({
  name: 'portal.list_categories',
  door,
  method: 'GET',
  path: '/api/categories',
  summary: 'Categories that have published posts, the fullest first; at most 50',
  returns: z.array(z.object({ key: z.string(), name: z.string(), posts: z.int() })),
})
