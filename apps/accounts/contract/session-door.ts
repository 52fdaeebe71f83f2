import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { addressNote, byNameOrEmail, Me, Registration, refused, setupNote, someone } from './fields.ts'

export const getCsrfToken = endpoint({
  name: 'accounts.get_csrf_token',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/csrf',
  summary: 'The token that unsafe calls send as X-CSRFToken',
  description: 'It is bound to the session (or to the csrftoken cookie of a visitor), so fetch it again after signing in or out.',
  returns: z.object({ csrfToken: z.string() }),
})

export const getSession = endpoint({
  name: 'accounts.get_session',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/session',
  summary: 'Who is signed in, if anybody: never an error, so pages can ask quietly',
  returns: z.object({ user: Me.nullable() }),
})

export const getMe = endpoint({
  name: 'accounts.get_me',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/me',
  summary: 'Who is signed in',
  returns: Me,
})

export const signUp = endpoint({
  name: 'accounts.sign_up',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/register',
  summary: 'Make an account; a code to confirm its address is mailed',
  description: `Signs in as well, unless EMAIL_VERIFICATION is mandatory: then /auth/verify-otp/ does. ${addressNote} ${setupNote}`,
  body: Registration,
  returns: Me,
  status: 201,
  errors: { 400: 'A field is wrong, or the username is taken.' },
  example: someone,
})

export const signIn = endpoint({
  name: 'accounts.sign_in',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/login',
  summary: 'Sign in with a cookie session',
  body: byNameOrEmail,
  returns: Me,
  errors: refused,
  example: { username: someone.username, password: someone.password },
})

export const signOut = endpoint({
  name: 'accounts.sign_out',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/logout',
  summary: 'End this session',
  status: 204,
})
