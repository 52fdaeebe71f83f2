import { anyone } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../contract/codes.ts'
import { accountOf, me, signedIn, visitor } from './account.ts'
import { confirmAddress, requestAddress } from './change-address.ts'
import { confirmByCode, resendCode } from './confirmation.ts'
import { notMe } from './not-me.ts'
import { changePassword, requestReset, resetPassword } from './passwords.ts'
import { giveCookie } from './session-cookie.ts'

const told = { detail: 'If this address can be used for that, a mail is on its way to it.' }

export const codesRoutes = new Routes()
  .on(contract.getSignUpSettings, anyone, ({ site: { config } }) => ({
    email_verification: config.EMAIL_VERIFICATION,
    inbox: config.production || config.EMAIL_URL ? null : '/dev/mail',
  }))
  .on(contract.verifyOtp, visitor.counting('auth'), async ({ site, write, request, caller, body, reply }) => {
    const { row, session } = await confirmByCode(site, write, request, caller, body)
    giveCookie(reply, session.secret)
    return me(accountOf(row, session.id, 'cookie'))
  })
  .on(contract.resendOtp, visitor.counting('auth'), async ({ site, write, request, caller, body }) => {
    await resendCode(site, write, request, caller, body)
    return told
  })
  .on(contract.requestPasswordReset, anyone.counting('auth'), async ({ site, write, request, body }) => {
    await requestReset(site, write, request, body.email)
    return told
  })
  .on(contract.confirmPasswordReset, anyone.counting('auth'), async ({ site, write, request, body }) => {
    const { email = '', code = '', token, new_password } = body
    await resetPassword(site, write, request, token === undefined ? { email, code } : { token }, new_password)
    return { detail: 'The password is changed. Sign in with it.' }
  })
  .on(contract.changeEmail, signedIn.notByKey().counting('login'), async ({ site, read, write, request, caller, body }) => {
    await requestAddress(site, read, write, request, caller, body)
    return told
  })
  .on(contract.confirmEmail, signedIn.notByKey().counting('auth'), async ({ site, read, write, request, caller, body }) => {
    const email = await confirmAddress(site, read, write, request, caller, body.code)
    return { ...me(caller), email, email_verified: true }
  })
  .on(contract.changePassword, signedIn.notByKey().counting('login'), async ({ site, read, write, request, caller, body, reply }) => {
    const session = await changePassword(site, read, write, request, caller, body)
    if (session) giveCookie(reply, session.secret)
    return { detail: 'The password is changed. All other sign-ins were ended.' }
  })
  .on(contract.notMe, anyone.counting('auth'), async ({ site, write, body }) => ({ reset_token: await notMe(site, write, body.token) }))
