import { api, call } from '#web/api.ts'
import * as moderation from '../../contract/moderation.ts'
import * as contract from '../../contract/posts.ts'

/** `Posts` are lists of posts, `Post` one with all that hangs on it. */
export const blogApi = api.enhanceEndpoints({ addTagTypes: ['Posts', 'Post'] }).injectEndpoints({
  endpoints: (build) => ({
    posts: build.query({ ...call(contract.listPosts), providesTags: ['Posts'] }),
    post: build.query({ ...call(contract.getPost), providesTags: ['Post'] }),
    related: build.query({ ...call(contract.relatedPosts), providesTags: ['Posts'] }),
    author: build.query(call(contract.getAuthor)),
    categories: build.query({ ...call(contract.listCategories), providesTags: ['Posts'] }),
    like: build.mutation(call(contract.likePost)),
    unlike: build.mutation(call(contract.unlikePost)),
    addReport: build.mutation(call(moderation.addReport)),
  }),
})
export const { usePostsQuery, useAuthorQuery, usePostQuery, useRelatedQuery, useCategoriesQuery } = blogApi
