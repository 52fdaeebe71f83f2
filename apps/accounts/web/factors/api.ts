import { api, call } from '#web/api.ts'
import { confirm, confirmOptions, getProofWays } from '../../contract/confirm.ts'
import { passkeySignIn, passkeySignInOptions } from '../../contract/passkeys.ts'

export const { useGetProofWaysQuery, useConfirmMutation, useConfirmOptionsMutation, usePasskeySignInMutation, usePasskeySignInOptionsMutation } =
  api.injectEndpoints({
    endpoints: (build) => ({
      // Asked anew each time: it may be somebody else's turn at this browser.
      getProofWays: build.query({ ...call(getProofWays), keepUnusedDataFor: 0 }),
      confirm: build.mutation(call(confirm)),
      confirmOptions: build.mutation(call(confirmOptions)),
      passkeySignIn: build.mutation(call(passkeySignIn)),
      passkeySignInOptions: build.mutation(call(passkeySignInOptions)),
    }),
  })
