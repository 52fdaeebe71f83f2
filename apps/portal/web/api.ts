import { portalDoor } from '#contract/door.ts'
import type { Language } from '#contract/render.ts'
import { api, call } from '#web/api.ts'
import type { Wire } from '#web/transport.ts'
import type { PostSummary } from '../contract/posts.ts'
import { getState, listStates } from '../contract/states.ts'

// Named here once more: the contract of posts as a whole would be weight on every first visit.
const listPosts: Wire = { door: portalDoor, method: 'GET', path: '/api/posts', bare: false, paged: true }

export const portalApi = api.injectEndpoints({
  endpoints: (build) => ({
    listStates: build.query(call(listStates)),
    getState: build.query(call(getState)),
    /** The newest posts about a state, for its page; all else about posts is in `blog/api.ts`. */
    statePosts: build.query<{ items: PostSummary[]; next: string | null }, { state: string; reader: Language }>({
      query: (asked) => ({ endpoint: listPosts, args: { query: { ...asked, limit: 4 } } }),
    }),
  }),
})
export const { useListStatesQuery, useGetStateQuery, useStatePostsQuery } = portalApi
