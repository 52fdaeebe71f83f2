import { z } from 'zod'
import { versionedDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { addressNote, byNameOrEmail, line, moment, Registration, Role, refused, setupNote, someone, User } from './fields.ts'
import { PublicUser } from './profile.ts'

/** Whoever has the cookie needs no body. */
const MaybeRefresh = z.strictObject({ refresh: z.string().max(4096).optional() }).prefault({})
const loginExample = { email: someone.email, password: someone.password }

export const registerV1 = endpoint({
  name: 'accounts.register_v1',
  door: versionedDoor,
  method: 'POST',
  path: '/api/v1/auth/register',
  summary: 'Make an account',
  description: `${addressNote} ${setupNote}`,
  body: Registration.extend({ first_name: line(100).optional(), last_name: line(100).optional() }),
  returns: User,
  status: 201,
  errors: { 409: 'The username is taken.' },
  example: { ...someone, first_name: 'John', last_name: 'Mathai' },
})

export const loginV1 = endpoint({
  name: 'accounts.login_v1',
  door: versionedDoor,
  method: 'POST',
  path: '/api/v1/auth/login',
  summary: 'Get an access token (15 minutes) and a refresh token (7 days), the latter also as an HttpOnly cookie',
  body: byNameOrEmail,
  returns: z.object({ access: z.string(), refresh: z.string(), user: User }),
  errors: refused,
  example: loginExample,
})

export const refreshV1 = endpoint({
  name: 'accounts.refresh_v1',
  door: versionedDoor,
  method: 'POST',
  path: '/api/v1/auth/refresh',
  summary: 'Exchange the refresh token for the next one',
  description:
    'By cookie (no body, or an empty object) the answer holds only the access token and sets the new cookie; by body it holds both. A repeat within ten seconds gets the same successor; a later one ends the session.',
  body: MaybeRefresh,
  returns: z.object({ access: z.string(), refresh: z.string().optional() }),
  errors: { 401: 'The token is not valid, expired, or was used before.' },
  example: {},
})

export const logoutV1 = endpoint({
  name: 'accounts.logout_v1',
  door: versionedDoor,
  method: 'POST',
  path: '/api/v1/auth/logout',
  summary: 'End the session, by its access token, refresh cookie or refresh token',
  body: MaybeRefresh,
  example: {},
})

export const getUserV1 = endpoint({
  name: 'accounts.get_user_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/users/:id',
  summary: 'What everybody may know of somebody',
  returns: PublicUser,
})

export const listUsersV1 = endpoint({
  name: 'accounts.list_users_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/users',
  summary: 'All users, newest first (staff)',
  description: 'Fields narrow it down as they are or, with `__gte` and `__lte`, as from and until; `q` is the beginning of a name or address.',
  query: z.object({
    ...pageQuery,
    q: z.string().max(100).optional(),
    username: z.string().max(254).optional(),
    email: z.string().max(254).optional(),
    role: Role.optional(),
    is_active: z.enum(['true', 'false']).optional(),
    date_joined__gte: moment.optional(),
    date_joined__lte: moment.optional(),
    ordering: z.enum(['-date_joined', 'date_joined', 'username', '-username']).default('-date_joined'),
  }),
  returns: pageOf(User),
})

export const getJwks = endpoint({
  name: 'accounts.get_jwks',
  door: versionedDoor,
  method: 'GET',
  path: '/.well-known/jwks.json',
  summary: 'The public keys that access tokens are signed with',
  returns: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  bare: true,
})
