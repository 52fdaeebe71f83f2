import { api, call } from '#web/api.ts'
import { listPosts } from '../contract/posts.ts'
import { getState, listStates } from '../contract/states.ts'

export const portalApi = api.injectEndpoints({
  endpoints: (build) => ({
    listStates: build.query(call(listStates)),
    getState: build.query(call(getState)),
    /** The newest posts about a state, for its page; all else about posts is in `blog/api.ts`. */
    statePosts: build.query(call(listPosts)),
  }),
})
export const { useListStatesQuery, useGetStateQuery, useStatePostsQuery } = portalApi

/** The call for the few that a state's own page shows. */
export const postsOfState = (state: string) => ({ query: { state, limit: 4 } })
