import { weakTag } from '#server/http/etag.ts'
import { anyone } from '#server/http/guard.ts'
import { type Reply, Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/feeds.ts'
import { asFile, authorFeed, categoryFeed, postFeed, stateFeed } from './feeds.ts'

/** Readers ask again and again, and mostly nothing is new. */
function tagged(reply: Reply, text: string) {
  reply.header('etag', weakTag(text))
  reply.header('cache-control', 'no-cache')
  return asFile(text)
}

export const feedRoutes = new Routes()
  .on(contract.postFeed, anyone, async ({ db, request, reply }) => tagged(reply, await postFeed(db, request.origin)))
  .on(contract.categoryFeed, anyone, async ({ db, request, params, reply }) => tagged(reply, await categoryFeed(db, request.origin, params.key)))
  .on(contract.authorFeed, anyone, async ({ db, request, params, reply }) => tagged(reply, await authorFeed(db, request.origin, params.username)))
  .on(contract.stateFeed, anyone, async ({ db, request, params, reply }) => tagged(reply, await stateFeed(db, request.origin, params.slug)))
