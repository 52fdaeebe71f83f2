import { api, call } from '#web/api.ts'
import { load, once } from '#web/load.ts'
import type { AppStore } from '#web/store.ts'
import { addPasskey, listPasskeys, passkeyOptions, removePasskey, renamePasskey } from '../../contract/passkeys.ts'
import { confirmTotp, getTotp, newRecoveryCodes, startTotp, turnTotpOff } from '../../contract/totp.ts'
import { loadIdentities, loadProviders } from '../google/api.ts'

/** Asked anew for each visit; kept only from the loader to the page, and dropped when somebody else signs in (`Session`). */
const fresh = { keepUnusedDataFor: 10 } as const

const waysInApi = api.enhanceEndpoints({ addTagTypes: ['Passkeys', 'Totp'] }).injectEndpoints({
  endpoints: (build) => ({
    listPasskeys: build.query({ ...call(listPasskeys), ...fresh, providesTags: ['Passkeys', 'Session'] }),
    passkeyOptions: build.mutation(call(passkeyOptions)),
    addPasskey: build.mutation({ ...call(addPasskey), invalidatesTags: ['Passkeys'] }),
    renamePasskey: build.mutation({ ...call(renamePasskey), invalidatesTags: ['Passkeys'] }),
    removePasskey: build.mutation({ ...call(removePasskey), invalidatesTags: ['Passkeys'] }),
    getTotp: build.query({ ...call(getTotp), ...fresh, providesTags: ['Totp', 'Session'] }),
    startTotp: build.mutation(call(startTotp)),
    confirmTotp: build.mutation({ ...call(confirmTotp), invalidatesTags: ['Totp'] }),
    turnTotpOff: build.mutation({ ...call(turnTotpOff), invalidatesTags: ['Totp'] }),
    newRecoveryCodes: build.mutation({ ...call(newRecoveryCodes), invalidatesTags: ['Totp'] }),
  }),
})

export const {
  useListPasskeysQuery,
  usePasskeyOptionsMutation,
  useAddPasskeyMutation,
  useRenamePasskeyMutation,
  useRemovePasskeyMutation,
  useGetTotpQuery,
  useStartTotpMutation,
  useConfirmTotpMutation,
  useTurnTotpOffMutation,
  useNewRecoveryCodesMutation,
} = waysInApi

/** A section that does not come says so itself; only who is not signed in any more sees no page. */
export async function loadWaysIn(store: AppStore): Promise<void> {
  const anew = { ...once, forceRefetch: true }
  const { listPasskeys, getTotp } = waysInApi.endpoints
  const asked = [store.dispatch(listPasskeys.initiate(undefined, anew)), store.dispatch(getTotp.initiate(undefined, anew))]
  await Promise.all([...asked.map((one) => load<unknown>(one)), loadIdentities(store), loadProviders(store)].map((one) => one.catch(unlessSignedOut)))
}

function unlessSignedOut(error: unknown): void {
  if (error instanceof Response && error.status === 401) throw error
}
