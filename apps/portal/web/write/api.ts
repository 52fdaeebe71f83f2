import { call } from '#web/api.ts'
import * as images from '../../contract/images.ts'
import * as contract from '../../contract/posts.ts'
import * as writing from '../../contract/writing.ts'
import { blogApi } from '../blog/api.ts'

/** What only writers call. What readers see of a post is asked for anew when it has changed. */
export const writeApi = blogApi.injectEndpoints({
  endpoints: (build) => ({
    draft: build.query(call(writing.getDraft)),
    ownPosts: build.query({ ...call(contract.listPosts), providesTags: ['Posts'] }),
    addPost: build.mutation({ ...call(writing.addPost), invalidatesTags: ['Posts'] }),
    changePost: build.mutation({ ...call(writing.changePost), invalidatesTags: ['Posts', 'Post'] }),
    removePost: build.mutation({ ...call(writing.removePost), invalidatesTags: ['Posts', 'Post'] }),
    restorePost: build.mutation({ ...call(writing.restorePost), invalidatesTags: ['Posts', 'Post'] }),
    saveDraft: build.mutation({ ...call(writing.saveDraft), invalidatesTags: ['Posts'] }),
    dropDraft: build.mutation({ ...call(writing.dropDraft), invalidatesTags: ['Posts', 'Post'] }),
    publishDraft: build.mutation({ ...call(writing.publishDraft), invalidatesTags: ['Posts', 'Post'] }),
    revisions: build.query(call(writing.listRevisions)),
    revision: build.query(call(writing.getRevision)),
    restoreRevision: build.mutation({ ...call(writing.restoreRevision), invalidatesTags: ['Posts', 'Post'] }),
    preview: build.mutation(call(writing.previewPost)),
    changeImage: build.mutation(call(images.changeImage)),
  }),
})
export const { useDraftQuery, useOwnPostsQuery, useRevisionsQuery, useRevisionQuery } = writeApi
