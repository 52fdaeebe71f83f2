import { api, pagesOf } from '#web/api.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { listHistory } from '../../contract/history.ts'

const page_size = 30

const historyApi = api.injectEndpoints({ endpoints: (build) => ({ history: build.infiniteQuery({ ...pagesOf(listHistory, page_size) }) }) })

export const { useHistoryInfiniteQuery } = historyApi

export const loadHistory = (store: AppStore, user_id: string) =>
  load(store.dispatch(historyApi.endpoints.history.initiate(user_id, { ...once, forceRefetch: true })))
