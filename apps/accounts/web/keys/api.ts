import { api, call, pagesOf } from '#web/api.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { type ApiKey, listKeys, makeKey, revokeKey } from '../../contract/keys.ts'

const page_size = 50

const keysApi = api.injectEndpoints({
  endpoints: (build) => ({
    keys: build.infiniteQuery({ ...pagesOf(listKeys, page_size), providesTags: ['Session'] }),
    makeKey: build.mutation(call(makeKey)),
    revokeKey: build.mutation(call(revokeKey)),
  }),
})

export const { useKeysInfiniteQuery, useMakeKeyMutation, useRevokeKeyMutation } = keysApi

export const loadKeys = (store: AppStore, user_id: string) => load(store.dispatch(keysApi.endpoints.keys.initiate(user_id, { ...once, forceRefetch: true })))

export const showKey = (user_id: string, key: ApiKey) =>
  keysApi.util.updateQueryData('keys', user_id, ({ pages }) => {
    pages[0]?.items.unshift(key)
  })

export const dropKey = (user_id: string, id: string) =>
  keysApi.util.updateQueryData('keys', user_id, ({ pages }) => {
    for (const page of pages) page.items = page.items.filter((key) => key.id !== id)
  })
