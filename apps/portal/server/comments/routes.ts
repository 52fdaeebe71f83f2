import { anyone, user } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import { seenVersion, versionTag } from '#server/http/versions.ts'
import * as contract from '../../contract/comments.ts'
import { tagsOfAuthors } from '../people.ts'
import { requirePublic } from '../posts/rows.ts'
import { postTag } from '../posts/told.ts'
import { addComment } from './add.ts'
import { changeComment, removeComment, restoreComment } from './change.ts'
import { commentsOf } from './list.ts'
import { peopleFor } from './suggest.ts'

export const commentRoutes = new Routes()
  .on(contract.listComments, anyone, async ({ db, caller, params, query, request, reply }) => {
    const { id } = await requirePublic(db, params.id)
    const comments = await commentsOf(db, caller, id, query, request.origin)
    reply.keepUntil(postTag(id), ...tagsOfAuthors(comments.items.map(({ author }) => author)))
    return comments
  })
  .on(contract.suggestPeople, user.atMost('240 per minute'), async ({ db, caller, params, query }) =>
    peopleFor(db, caller, await requirePublic(db, params.id), query.q),
  )
  .on(contract.addComment, user.atMost('60 per hour'), ({ read, write, caller, params, body, request }) =>
    addComment(read, write, caller, params.id, body, request.origin),
  )
  .on(contract.changeComment, user.atMost('120 per hour'), async ({ read, write, caller, params, body: { content, version }, request, reply }) => {
    const given = { content, version: seenVersion(request, version) }
    const comment = await changeComment(read, write, caller, requireId(params.id, 'comment'), given, request.origin)
    reply.header('etag', versionTag(comment.version))
    return comment
  })
  .on(contract.removeComment, user, ({ write, caller, params }) => write((tx) => removeComment(tx, caller, requireId(params.id, 'comment'))))
  .on(contract.restoreComment, user.atMost('120 per hour'), ({ write, caller, params }) =>
    write((tx) => restoreComment(tx, caller, requireId(params.id, 'comment'))),
  )
