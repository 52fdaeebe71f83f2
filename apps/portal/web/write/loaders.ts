import { type LoaderFunctionArgs, redirect } from 'react-router'
import { load, once } from '#web/load.ts'
import type { Person } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { post_languages } from '../../contract/fields.ts'
import { portalApi } from '../api.ts'
import { blogApi } from '../blog/api.ts'
import { requireSignedIn } from '../signed-in.ts'
import { writeApi } from './api.ts'
import { isOffline, openKept } from './offline.ts'
import { ownList, tabOf } from './own-list.ts'
import { seenPost } from './seen.ts'

const { draft, revisions, ownPosts } = writeApi.endpoints
const { post, categories } = blogApi.endpoints
const fresh = { subscribe: false, forceRefetch: true } as const

type Loader = (store: AppStore, args: LoaderFunctionArgs, user: Person) => Promise<Response | null>

/** Visitors sign in first, and come back to where they wanted to write. */
const signedIn =
  (loader: Loader) =>
  (store: AppStore, args: LoaderFunctionArgs): Promise<Response | null> =>
    requireSignedIn(store, args, (user) => loader(store, args, user))

/** A new post has its id from the first moment, so that nothing that is typed is ever without a place. */
export const loadNew = signedIn(async (_store, { request }) => {
  const { searchParams } = new URL(request.url)
  searchParams.set('new', '1')
  return redirect(`/write/${crypto.randomUUID()}?${searchParams}`)
})

export const loadEditor = signedIn(async (store, { request, params }, user) => {
  const id = params['id'] ?? ''
  const is_new = new URL(request.url).searchParams.has('new')
  const asked = { params: { id } }
  const sides = [store.dispatch(portalApi.endpoints.listStates.initiate({}, once)), store.dispatch(categories.initiate(undefined, once))]
  const in_browser = typeof window !== 'undefined'
  // In the browser nobody but it knows a new one, until its first save has made it; a reload asks.
  if (is_new && in_browser && (await seenPost(user.id, id))) return redirect(`/write/${id}`)
  if (!is_new || !in_browser) {
    const found = store.dispatch(post.initiate(asked, fresh))
    if (in_browser && isOffline((await found).error) && (await openKept(store, user, id))) return null
    const known = is_new ? (await found).data : await load(found)
    if (known && (is_new || known.id !== id)) return redirect(`/write/${known.id}`)
    if (known) await load(store.dispatch(draft.initiate(asked, fresh)))
  }
  await Promise.all(sides)
  return null
})

export const loadHistory = signedIn(async (store, { params }) => {
  const asked = { params: { id: params['id'] ?? '' } }
  await Promise.all([load(store.dispatch(post.initiate(asked, once))), load(store.dispatch(revisions.initiate({ ...asked, query: { limit: 100 } }, fresh)))])
  return null
})

export const loadOwnPosts = signedIn(async (store, { request }) => {
  const { searchParams } = new URL(request.url)
  const found = store.dispatch(ownPosts.initiate(ownList(tabOf(searchParams), searchParams.get('cursor')), fresh))
  // The page then shows what this browser has.
  if (!isOffline((await found).error)) await load(found)
  return null
})

/** What an address for a new post asks for. */
export function wishesIn(search: URLSearchParams) {
  const language = post_languages.find((one) => one === search.get('language'))
  const state = search.get('state')
  const translation_of = search.get('of') ?? undefined
  return { ...(language ? { language } : {}), ...(state ? { state } : {}), translation_of }
}
