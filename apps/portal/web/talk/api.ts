import { api, call } from '#web/api.ts'
import * as contract from '../../contract/comments.ts'
import type { CommentPage } from './thread.ts'

const page_size = 50
const list = call(contract.listComments)

/** Whose comments, and where the first part begins: elsewhere than at the beginning only for readers without scripts. */
export interface Asked {
  post_id: string
  from: string | null
}

export const talkApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** The parts of a conversation that were read, as one list that grows. */
    comments: build.infiniteQuery<CommentPage, Asked, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ next }) => next },
      query: ({ queryArg: { post_id, from }, pageParam }) => {
        const cursor = pageParam ?? from
        return list.query({ params: { id: post_id }, query: { limit: page_size, ...(cursor ? { cursor } : {}) } })
      },
    }),
    suggestedPeople: build.query(call(contract.suggestPeople)),
    addComment: build.mutation(call(contract.addComment)),
    changeComment: build.mutation(call(contract.changeComment)),
    removeComment: build.mutation(call(contract.removeComment)),
    restoreComment: build.mutation(call(contract.restoreComment)),
  }),
})
export const { useCommentsInfiniteQuery, useSuggestedPeopleQuery } = talkApi
