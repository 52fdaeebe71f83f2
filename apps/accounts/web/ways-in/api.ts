import { api, call } from '#web/api.ts'
import { addPasskey, listPasskeys, passkeyOptions, removePasskey, renamePasskey } from '../../contract/passkeys.ts'
import { confirmTotp, getTotp, newRecoveryCodes, startTotp, turnTotpOff } from '../../contract/totp.ts'

/** Not kept after the page is left: the next one to open it may be somebody else. */
const fresh = { keepUnusedDataFor: 0 } as const

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
} = api.enhanceEndpoints({ addTagTypes: ['Passkeys', 'Totp'] }).injectEndpoints({
  endpoints: (build) => ({
    listPasskeys: build.query({ ...call(listPasskeys), ...fresh, providesTags: ['Passkeys'] }),
    passkeyOptions: build.mutation(call(passkeyOptions)),
    addPasskey: build.mutation({ ...call(addPasskey), invalidatesTags: ['Passkeys'] }),
    renamePasskey: build.mutation({ ...call(renamePasskey), invalidatesTags: ['Passkeys'] }),
    removePasskey: build.mutation({ ...call(removePasskey), invalidatesTags: ['Passkeys'] }),
    getTotp: build.query({ ...call(getTotp), ...fresh, providesTags: ['Totp'] }),
    startTotp: build.mutation(call(startTotp)),
    confirmTotp: build.mutation({ ...call(confirmTotp), invalidatesTags: ['Totp'] }),
    turnTotpOff: build.mutation({ ...call(turnTotpOff), invalidatesTags: ['Totp'] }),
    newRecoveryCodes: build.mutation({ ...call(newRecoveryCodes), invalidatesTags: ['Totp'] }),
  }),
})
