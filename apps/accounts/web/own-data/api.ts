import { api, call } from '#web/api.ts'
import { listExports, requestDeletion, requestExport, undoDeletion } from '../../contract/data.ts'

export const { useListExportsQuery, useRequestExportMutation, useRequestDeletionMutation, useUndoDeletionMutation } = api.injectEndpoints({
  endpoints: (build) => ({
    listExports: build.query(call(listExports)),
    requestExport: build.mutation(call(requestExport)),
    requestDeletion: build.mutation(call(requestDeletion)),
    undoDeletion: build.mutation(call(undoDeletion)),
  }),
})
