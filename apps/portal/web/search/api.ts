import { api, call } from '#web/api.ts'
import { search } from '../../contract/search.ts'

export const searchApi = api.injectEndpoints({ endpoints: (build) => ({ search: build.query({ ...call(search), keepUnusedDataFor: 30 }) }) })
export const { useSearchQuery } = searchApi
