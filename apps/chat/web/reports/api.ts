import { api, call } from '#web/api.ts'
import { handleReport, listReports, type Report, reopenReport } from '../../contract/reports.ts'

const page_size = 20
export type ReportState = 'open' | 'handled'

/** Whose list it is, so that nobody who signs in after them at this screen finds it there. */
interface Asked {
  who: string
  state: ReportState
}

interface Part {
  items: Report[]
  next: string | null
  previous: string | null
}

export const reportsApi = api.injectEndpoints({
  endpoints: (build) => ({
    reports: build.infiniteQuery<Part, Asked, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: ({ next }) => next },
      query: ({ queryArg: { state }, pageParam: cursor }) => ({ endpoint: listReports, args: { query: { limit: page_size, cursor, state } } }),
    }),
    handleReport: build.mutation(call(handleReport)),
    reopenReport: build.mutation(call(reopenReport)),
  }),
})
export const { useReportsInfiniteQuery } = reportsApi
