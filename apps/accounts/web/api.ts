import { api, type CallArgs, call } from '#web/api.ts'
import { signIn, signUp } from '../contract/session-door.ts'

type SignUp = CallArgs<typeof signUp> & { setup_token: string | null }

export const { useSignInMutation, useSignUpMutation } = api.injectEndpoints({
  endpoints: (build) => ({
    signIn: build.mutation(call(signIn)),
    signUp: build.mutation({
      ...call(signUp),
      query: ({ setup_token, ...args }: SignUp) => ({ ...call(signUp).query(args), ...(setup_token ? { headers: { 'x-setup-token': setup_token } } : {}) }),
    }),
  }),
})
