import { anyone, user } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import { seenVersion, versionTag } from '#server/http/versions.ts'
import * as contract from '../../contract/posts.ts'
import * as writing from '../../contract/writing.ts'
import { requireAuthor, tagsOfAuthors } from '../people.ts'
import { addPost } from './add.ts'
import { categoriesOf } from './categories.ts'
import { changePost } from './change.ts'
import { draftOf, dropDraft, saveDraft } from './drafts.ts'
import { likePost, unlikePost } from './likes.ts'
import { postsOf } from './lists.ts'
import { previewOf } from './preview.ts'
import { publishDraft } from './publish.ts'
import { relatedTo } from './related.ts'
import { restoreRevision } from './restore.ts'
import { requireRevision, revisionOf, revisionsOf } from './revisions.ts'
import { requireInside, requireOwn, requirePost, requirePublic } from './rows.ts'
import { freshPostOf } from './show.ts'
import { posts_tag, postTag } from './told.ts'
import { removePost, restorePost } from './trash.ts'
import { refusingTwins } from './writes.ts'

const readRoutes = new Routes()
  .on(contract.listPosts, anyone, async ({ db, caller, query, reply }) => {
    const posts = await postsOf(db, caller, query)
    reply.keepUntil(posts_tag, ...tagsOfAuthors(posts.items.map(({ author }) => author)))
    return posts
  })
  .on(contract.getAuthor, anyone, async ({ db, params, reply }) => {
    const author = await requireAuthor(db, params.username)
    reply.keepUntil(...tagsOfAuthors([author]))
    return author
  })
  .on(contract.listCategories, anyone, async ({ db, reply }) => {
    reply.keepUntil(posts_tag)
    return categoriesOf(db)
  })
  .on(contract.getPost, anyone, async ({ db, caller, params, request, reply }) => {
    const row = await requirePost(db, caller, params.id)
    const post = await freshPostOf(db, caller, row, request.origin)
    reply.keepUntil(postTag(row.id), ...tagsOfAuthors([post.author]))
    return post
  })
  .on(contract.relatedPosts, anyone, async ({ db, caller, params, reply }) => {
    const posts = await relatedTo(db, await requirePost(db, caller, params.id))
    reply.keepUntil(posts_tag, ...tagsOfAuthors(posts.map(({ author }) => author)))
    return posts
  })

const writeRoutes = new Routes()
  .on(writing.addPost, user, ({ read, write, caller, body, request }) => addPost(read, write, caller, body, request.origin), { repeatable: true })
  .on(writing.changePost, user, async ({ read, write, caller, params, body: { version, ...change }, request, reply }) => {
    const post = await changePost(read, write, { caller, origin: request.origin }, params.id, change, seenVersion(request, version))
    reply.header('etag', versionTag(post.version))
    return post
  })
  .on(writing.replacePost, user, async ({ read, write, caller, params, body: { version, ...change }, request, reply }) => {
    const post = await changePost(read, write, { caller, origin: request.origin }, params.id, change, seenVersion(request, version))
    reply.header('etag', versionTag(post.version))
    return post
  })
  .on(writing.removePost, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requireOwn(db, caller, params.id))
    return write((tx) => removePost(tx, caller, id))
  })
  .on(writing.restorePost, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requireOwn(db, caller, params.id))
    return refusingTwins(() => write((tx) => restorePost(tx, caller, id)))
  })
  .on(writing.previewPost, user, ({ read, body, request }) => previewOf(read, body.content, request.origin))
  .on(contract.likePost, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requirePublic(db, params.id))
    return write((tx) => likePost(tx, caller, id))
  })
  .on(contract.unlikePost, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requirePublic(db, params.id))
    return write((tx) => unlikePost(tx, caller, id))
  })

const draftRoutes = new Routes()
  .on(writing.getDraft, user, async ({ db, caller, params }) => draftOf(db, await requireOwn(db, caller, params.id)))
  .on(writing.saveDraft, user, async ({ read, write, caller, params, body, request }) => {
    const { id } = await read((db) => requireOwn(db, caller, params.id))
    return write((tx) => saveDraft(tx, { caller, origin: request.origin }, id, body))
  })
  .on(writing.dropDraft, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requireOwn(db, caller, params.id))
    return write((tx) => dropDraft(tx, caller, id))
  })
  .on(writing.publishDraft, user, ({ read, write, caller, params, body, request }) =>
    publishDraft(read, write, { caller, origin: request.origin }, params.id, body.version, body.publish_at),
  )
  .on(writing.listRevisions, user, async ({ db, caller, params, query }) => revisionsOf(db, (await requireInside(db, caller, params.id)).id, query))
  .on(writing.getRevision, user, async ({ db, caller, params }) => {
    const { id } = await requireInside(db, caller, params.id)
    return revisionOf(db, await requireRevision(db, id, params.number))
  })
  .on(writing.restoreRevision, user, async ({ read, write, caller, params }) => {
    const { id } = await read((db) => requireOwn(db, caller, params.id))
    return write((tx) => restoreRevision(tx, caller, id, params.number))
  })

export const postRoutes = new Routes().including(readRoutes).including(writeRoutes).including(draftRoutes)
