import { call } from '#web/api.ts'
import * as images from '../../contract/images.ts'
import * as contract from '../../contract/posts.ts'
import { blogApi } from '../blog/api.ts'

/** What only writers call. What readers see of a post is asked for anew when it has changed. */
export const writeApi = blogApi.injectEndpoints({
  endpoints: (build) => ({
    draft: build.query(call(contract.getDraft)),
    ownPosts: build.query({ ...call(contract.listPosts), providesTags: ['Posts'] }),
    addPost: build.mutation({ ...call(contract.addPost), invalidatesTags: ['Posts'] }),
    changePost: build.mutation({ ...call(contract.changePost), invalidatesTags: ['Posts', 'Post'] }),
    removePost: build.mutation({ ...call(contract.removePost), invalidatesTags: ['Posts', 'Post'] }),
    restorePost: build.mutation({ ...call(contract.restorePost), invalidatesTags: ['Posts', 'Post'] }),
    saveDraft: build.mutation({ ...call(contract.saveDraft), invalidatesTags: ['Posts'] }),
    dropDraft: build.mutation({ ...call(contract.dropDraft), invalidatesTags: ['Posts', 'Post'] }),
    publishDraft: build.mutation({ ...call(contract.publishDraft), invalidatesTags: ['Posts', 'Post'] }),
    revisions: build.query(call(contract.listRevisions)),
    revision: build.query(call(contract.getRevision)),
    restoreRevision: build.mutation({ ...call(contract.restoreRevision), invalidatesTags: ['Posts', 'Post'] }),
    preview: build.mutation(call(contract.previewPost)),
    changeImage: build.mutation(call(images.changeImage)),
  }),
})
export const { useDraftQuery, useOwnPostsQuery, useRevisionsQuery, useRevisionQuery } = writeApi
