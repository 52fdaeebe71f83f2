import { api, call } from '#web/api.ts'
import {
  changeEmail,
  changePassword,
  confirmEmail,
  confirmPasswordReset,
  getSignUpSettings,
  notMe,
  requestPasswordReset,
  resendOtp,
  verifyOtp,
} from '../../contract/codes.ts'

export const codesApi = api.injectEndpoints({
  endpoints: (build) => ({
    signUpSettings: build.query({ ...call(getSignUpSettings), keepUnusedDataFor: 86_400 }),
    verifyOtp: build.mutation(call(verifyOtp)),
    resendOtp: build.mutation(call(resendOtp)),
    requestPasswordReset: build.mutation(call(requestPasswordReset)),
    confirmPasswordReset: build.mutation(call(confirmPasswordReset)),
    changePassword: build.mutation(call(changePassword)),
    changeEmail: build.mutation(call(changeEmail)),
    confirmEmail: build.mutation(call(confirmEmail)),
    notMe: build.mutation(call(notMe)),
  }),
})
