import { type LoaderFunctionArgs, redirect } from 'react-router'
import { type Language, languageOf } from '#contract/render.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { portalApi } from '../api.ts'
import { talkApi } from '../talk/api.ts'
import { type Filters, listPath, postPath, readFilters } from './addresses.ts'
import { blogApi } from './api.ts'

const { posts, author, post, related, categories } = blogApi.endpoints
const page_size = 12

/** The call that a list makes; the loader and the page must ask for the same. */
export const postsOf = (reader: Language, filters: Filters, cursor?: string) => ({
  query: { ...filters, reader, limit: page_size, ...(cursor ? { cursor } : {}) },
})
/** What somebody reads when what they wanted is not there. */
export const newest = (reader: Language) => ({ query: { limit: 3, reader } })

/** The states give names and covers; without them a list still is one. */
const states = (store: AppStore) => store.dispatch(portalApi.endpoints.listStates.initiate({}, once))

/** Posts of a person stand at their name as they write it; of a name that nobody has there is no page. */
export async function loadList(store: AppStore, { request, params: { username } }: LoaderFunctionArgs): Promise<null> {
  const { searchParams, pathname } = new URL(request.url)
  const filters = readFilters(searchParams, username)
  const { language, rest } = languageOf(pathname)
  const cursor = searchParams.get('cursor') ?? undefined
  if (username !== undefined) {
    const written = (await load(store.dispatch(author.initiate({ params: { username } }, once)))).username
    if (written !== username) throw redirect(listPath({ ...filters, author: written }, cursor), 301)
  }
  await Promise.all([
    load(store.dispatch(posts.initiate(postsOf(language, filters, cursor), once))).catch((error: unknown) => {
      // A place that is none any more: the list begins anew.
      if (cursor === undefined || !(error instanceof Response) || error.status !== 400) throw error
      searchParams.delete('cursor')
      throw redirect(`${rest}${searchParams.size > 0 ? `?${searchParams}` : ''}`)
    }),
    store.dispatch(categories.initiate(undefined, once)),
    states(store),
  ])
  return null
}

/** An earlier slug, and the id, lead to the address that a post has today. */
export async function loadPost(store: AppStore, { params, request }: LoaderFunctionArgs): Promise<null> {
  const { slug = '' } = params
  const asked = { params: { id: slug } }
  await states(store)
  const found = await load(store.dispatch(post.initiate(asked, once))).catch(async (error: unknown) => {
    // The page for an unknown address suggests others.
    await store.dispatch(posts.initiate(newest(languageOf(new URL(request.url).pathname).language), once))
    throw error
  })
  if (found.slug !== slug) throw redirect(postPath(found.slug), 301)
  const from = new URL(request.url).searchParams.get('comments')
  const silent = found.status === 'draft' || found.status === 'scheduled'
  await Promise.all([
    silent ? undefined : store.dispatch(talkApi.endpoints.comments.initiate({ post_id: found.id, from }, once)),
    store.dispatch(related.initiate({ params: { id: found.id } }, once)),
    found.state && !found.cover ? store.dispatch(portalApi.endpoints.getState.initiate({ params: { slug: found.state } }, once)) : undefined,
  ])
  return null
}
