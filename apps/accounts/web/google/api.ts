import { api, call } from '#web/api.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { linkGoogle, listIdentities, listProviders, unlinkIdentity } from '../../contract/google.ts'

const google = api.injectEndpoints({
  endpoints: (build) => ({
    // It changes only with the server's settings.
    listProviders: build.query({ ...call(listProviders), keepUnusedDataFor: 86_400 }),
    // Another account's list must not show after signing in as somebody else.
    listIdentities: build.query({ ...call(listIdentities), providesTags: ['Session'] }),
    linkGoogle: build.mutation(call(linkGoogle)),
    unlinkIdentity: build.mutation({ ...call(unlinkIdentity), invalidatesTags: ['Session'] }),
  }),
})

export const { useListProvidersQuery, useListIdentitiesQuery, useLinkGoogleMutation, useUnlinkIdentityMutation } = google

/** Without an answer the page shows no button: the password still works. */
export const loadProviders = (store: AppStore) => load(store.dispatch(google.endpoints.listProviders.initiate(undefined, once))).catch(() => undefined)

export const loadIdentities = (store: AppStore) => load(store.dispatch(google.endpoints.listIdentities.initiate(undefined, { ...once, forceRefetch: true })))
