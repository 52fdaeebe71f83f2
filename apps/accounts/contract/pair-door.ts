import { z } from 'zod'
import { pairDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { addressNote, Email, GivenPassword, line, Otp, Registration, refused, setupNote, someone } from './fields.ts'

export const obtainPair = endpoint({
  name: 'accounts.obtain_token_pair',
  door: pairDoor,
  method: 'POST',
  path: '/api/token',
  summary: 'Get an access token (60 minutes) and a refresh token (1 day)',
  body: z.strictObject({ username: z.string().min(1, 'This field may not be blank.').max(254), password: GivenPassword, otp: Otp }),
  returns: z.object({ access: z.string(), refresh: z.string() }),
  errors: refused,
  example: { username: someone.username, password: someone.password },
})

export const refreshPair = endpoint({
  name: 'accounts.refresh_token_pair',
  door: pairDoor,
  method: 'POST',
  path: '/api/token/refresh',
  summary: 'Exchange a refresh token for the next pair',
  body: z.strictObject({ refresh: z.string().min(1, 'This field may not be blank.').max(4096) }),
  returns: z.object({ access: z.string(), refresh: z.string().optional() }),
  errors: { 401: 'The token is not valid, expired, or was used before.' },
  example: { refresh: 'the refresh token' },
})

export const verifyToken = endpoint({
  name: 'accounts.verify_token',
  door: pairDoor,
  method: 'POST',
  path: '/api/token/verify',
  summary: 'Tell whether a token, access or refresh, is good',
  body: z.strictObject({ token: z.string().min(1, 'This field may not be blank.').max(4096) }),
  returns: z.object({}),
  errors: { 401: 'It is not.' },
  example: { token: 'the access token' },
})

export const blacklistToken = endpoint({
  name: 'accounts.blacklist_token',
  door: pairDoor,
  method: 'POST',
  path: '/api/token/blacklist',
  summary: 'End the session of a refresh token',
  body: z.strictObject({ refresh: z.string().min(1, 'This field may not be blank.').max(4096) }),
  returns: z.object({}),
  errors: { 401: 'The token is not valid or has ended already.' },
  example: { refresh: 'the refresh token' },
})

export const registerPair = endpoint({
  name: 'accounts.register_pair',
  door: pairDoor,
  method: 'POST',
  path: '/api/users/register',
  summary: 'Make an account',
  description: `${addressNote} ${setupNote}`,
  body: Registration.extend({ password2: z.string().max(512) }).refine((body) => body.password === body.password2, {
    path: ['password2'],
    message: 'The two passwords differ.',
  }),
  returns: z.object({ message: z.string() }),
  status: 201,
  example: { ...someone, password2: someone.password },
})

const PairProfile = z.object({ username: z.string(), email: z.string(), first_name: z.string(), last_name: z.string() })
const pairProfileBody = z.strictObject({
  email: Email.optional(),
  first_name: line(100).optional(),
  last_name: line(100).optional(),
  current_password: GivenPassword.optional(),
})
const changed = z.object({ message: z.string(), data: PairProfile })
const pairProfile = { door: pairDoor, path: '/api/users/profile' } as const

export const getPairProfile = endpoint({ ...pairProfile, name: 'accounts.get_pair_profile', method: 'GET', summary: 'Your own profile', returns: PairProfile })
export const putPairProfile = endpoint({
  ...pairProfile,
  name: 'accounts.put_pair_profile',
  method: 'PUT',
  summary: 'Change your own profile',
  description:
    'A new e-mail address needs current_password, and shows once it is confirmed by the code that is mailed there (/auth/email-change/confirm/); a notice goes to the present one.',
  body: pairProfileBody,
  returns: changed,
  example: { first_name: 'John', last_name: 'Mathai' },
})
export const patchPairProfile = endpoint({ ...putPairProfile, name: 'accounts.patch_pair_profile', method: 'PATCH', body: pairProfileBody, returns: changed })
