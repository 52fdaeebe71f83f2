import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { Email, GivenPassword, line, Me, NewPassword, someone } from './fields.ts'

/** Codes and links by mail: confirming an address, a new password, a new address. */

/** Blanks are how people copy it from a mail. */
const Code = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'Enter the six digits from the mail.'))
const LinkToken = z.string().min(1, 'The link is not whole. Copy all of it.').max(200)
/** With a name nobody can be led to confirm an account that somebody else has made with their address. */
const username = line(30).optional().meta({ description: 'the account meant, where several claim the address' })
const Told = z.object({ detail: z.string() })
const notValid = { 400: 'The code or link is wrong, has expired or was used: the same answer for all.' }
const tooOften = 'The answer and its time are the same whoever has the address. One mail a minute, five an hour for an address.'

export const getSignUpSettings = endpoint({
  name: 'accounts.get_sign_up_settings',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/settings',
  summary: 'What the pages for signing up need to know of this site',
  returns: z.object({
    email_verification: z.enum(['optional', 'mandatory']),
    inbox: z.string().nullable().meta({ description: 'where mails are shown, on a site that does not send them' }),
  }),
})

export const verifyOtp = endpoint({
  name: 'accounts.verify_otp',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/verify-otp',
  summary: 'Confirm an address by the code from the mail, and sign in',
  body: z.strictObject({ email: Email, code: Code, username }),
  returns: Me,
  errors: notValid,
  example: { email: someone.email, code: '123456' },
})

export const resendOtp = endpoint({
  name: 'accounts.resend_otp',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/resend-otp',
  summary: 'Mail another code to confirm an address; the earlier one is dead',
  description: tooOften,
  body: z.strictObject({ email: Email, username }),
  returns: Told,
  example: { email: someone.email },
})

export const requestPasswordReset = endpoint({
  name: 'accounts.request_password_reset',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/password-reset',
  summary: 'Mail a code and a link to choose a new password',
  description: tooOften,
  body: z.strictObject({ email: Email }),
  returns: Told,
  example: { email: someone.email },
})

export const confirmPasswordReset = endpoint({
  name: 'accounts.confirm_password_reset',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/password-reset/confirm',
  summary: 'Choose a new password by code (email and code) or by link (token)',
  description: 'Ends every session of the account and confirms its address.',
  body: z
    .strictObject({ email: Email.optional(), code: Code.optional(), token: LinkToken.optional(), new_password: NewPassword })
    .refine(({ email, code, token }) => token !== undefined || (email !== undefined && code !== undefined), {
      path: ['code'],
      message: 'Enter the six digits from the mail.',
    }),
  returns: Told,
  errors: notValid,
  example: { email: someone.email, code: '123456', new_password: someone.password },
})

export const changePassword = endpoint({
  name: 'accounts.change_password',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/password-change',
  summary: 'Change your own password',
  description: 'Ends all other sessions; this one goes on, a cookie session with a new cookie.',
  body: z.strictObject({ current_password: GivenPassword, new_password: NewPassword }),
  returns: Told,
  example: { current_password: someone.password, new_password: 'Banyan-roots-8' },
})

export const changeEmail = endpoint({
  name: 'accounts.change_email',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/email-change',
  summary: 'Ask to move to another address: a code goes there, a notice to the present one',
  description: tooOften,
  body: z.strictObject({ email: Email, current_password: GivenPassword }),
  returns: Told,
  example: { email: 'john.mathai@example.com', current_password: someone.password },
})

export const confirmEmail = endpoint({
  name: 'accounts.confirm_email',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/email-change/confirm',
  summary: 'Move to the address that the code was sent to',
  body: z.strictObject({ code: Code }),
  returns: Me,
  errors: notValid,
  example: { code: '123456' },
})

export const notMe = endpoint({
  name: 'accounts.not_me',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/not-me',
  summary: 'Undo what a mail told of: a sign-in, a change of address',
  description: 'By the link of the mail, once, for seven days. The old password is void; the answer is a token to choose another with.',
  body: z.strictObject({ token: LinkToken }),
  returns: z.object({ reset_token: z.string() }),
  errors: notValid,
  example: { token: 'the token of the link' },
})
