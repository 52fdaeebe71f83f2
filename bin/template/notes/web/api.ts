import { api, call } from '#web/api.ts'
import { addNote, listNotes, removeNote } from '../contract.ts'

const tagged = api.enhanceEndpoints({ addTagTypes: ['Notes'] })

export const notesApi = tagged.injectEndpoints({
  endpoints: (build) => ({
    listNotes: build.query({ ...call(listNotes), providesTags: ['Notes'] }),
    addNote: build.mutation({ ...call(addNote), invalidatesTags: ['Notes'] }),
    removeNote: build.mutation({ ...call(removeNote), invalidatesTags: ['Notes'] }),
  }),
})

export const { useListNotesQuery, useAddNoteMutation, useRemoveNoteMutation } = notesApi
