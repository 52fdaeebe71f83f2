import { z } from 'zod'
import { portalDoor, sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'

/** Text as people type it, in one Unicode form: no stray blanks, nothing that cannot be seen (it would make look-alikes of a name). */
const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFKC').trim())
    .refine((text) => !/[\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text), 'Leave out control characters.')

export const Username = line(30).pipe(
  z
    .string()
    .min(3, 'Use at least 3 characters.')
    .max(30, 'Use at most 30 characters.')
    .regex(/^[\p{L}\p{M}\p{N}._-]+$/u, 'Use only letters, digits, dots, hyphens and underscores.')
    .regex(/[\p{L}\p{N}]/u, 'Use at least one letter or digit.'),
)
export const Email = line(254).pipe(
  z
    .string()
    .min(1, 'Enter your e-mail address.')
    .max(254, 'Use at most 254 characters.')
    .regex(/^[^\s@<>(),;:"[\]\\]+@[^\s@.<>(),;:"[\]\\]+(\.[^\s@.<>(),;:"[\]\\]+)+$/u, 'Enter an e-mail address, such as name@example.com.'),
)
const characters = (text: string) => [...text.normalize('NFC')].length
/** Counted in characters, not in code units; what is too common or too close to the user's own data the server says. */
export const NewPassword = z
  .string()
  .max(512, 'Use at most 128 characters.')
  .refine((text) => characters(text) >= 8, 'Use at least 8 characters.')
  .refine((text) => characters(text) <= 128, 'Use at most 128 characters.')
/** Nothing is trimmed or judged when signing in: only the comparison tells. */
const GivenPassword = z.string().min(1, 'Enter your password.').max(512, 'Use at most 128 characters.')

export const Role = z.enum(['user', 'staff', 'admin'])
export type Role = z.infer<typeof Role>

/** The signed-in person as the web client sees them. */
export const Me = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  role: Role,
  email_verified: z.boolean(),
  date_joined: z.iso.datetime(),
})
export type Me = z.infer<typeof Me>

const Registration = z.strictObject({ username: Username, email: Email, password: NewPassword })
const someone = { username: 'john', email: 'john@example.com', password: 'Peepal-tree-7' }
const setupNote =
  'The first account becomes admin where FIRST_USER_IS_ADMIN is on; from elsewhere than the machine itself it needs the token that the start prints, in the header `X-Setup-Token`.'

/* The portal door: Pocket India's token login. */

const PortalUser = z.object({ id: z.int(), username: z.string(), email: z.string(), is_admin: z.boolean() })

export const register = endpoint({
  name: 'accounts.register',
  door: portalDoor,
  method: 'POST',
  path: '/api/auth/register',
  summary: 'Make an account',
  description: setupNote,
  body: Registration,
  returns: z.object({ ok: z.literal(true), user: PortalUser.omit({ email: true }) }),
  status: 201,
  bare: true,
  errors: { 409: 'The username or the e-mail address is taken.' },
  example: someone,
})

export const login = endpoint({
  name: 'accounts.login',
  door: portalDoor,
  method: 'POST',
  path: '/api/auth/login',
  summary: 'Get a token for twelve hours; it ends the one before',
  body: z.strictObject({ username: z.string().min(1, 'Enter your username or e-mail address.').max(254), password: GivenPassword }),
  returns: z.object({ access_token: z.string(), expires_at: z.iso.datetime(), user: PortalUser }),
  bare: true,
  errors: { 401: 'Unknown user or wrong password: the same answer for both.' },
  example: { username: someone.username, password: someone.password },
})

export const getProfile = endpoint({
  name: 'accounts.get_profile',
  door: portalDoor,
  method: 'GET',
  path: '/api/auth/profile',
  summary: 'Who the token belongs to',
  returns: PortalUser,
  bare: true,
})

export const logout = endpoint({
  name: 'accounts.logout',
  door: portalDoor,
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End the session that this call is made with',
  returns: z.object({ ok: z.literal(true) }),
  bare: true,
})

/* The session door: what the web client signs in with. */

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
  summary: 'Make an account and sign in to it',
  description: setupNote,
  body: Registration,
  returns: Me,
  status: 201,
  errors: { 400: 'A field is wrong, or the username or the e-mail address is taken.' },
  example: someone,
})

export const signIn = endpoint({
  name: 'accounts.sign_in',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/login',
  summary: 'Sign in with a cookie session',
  body: z
    .strictObject({ username: z.string().max(254).optional(), email: z.string().max(254).optional(), password: GivenPassword })
    .refine((body) => Boolean(body.username?.trim() || body.email?.trim()), { path: ['username'], message: 'Enter your username or e-mail address.' }),
  returns: Me,
  errors: { 401: 'Unknown user or wrong password: the same answer for both.' },
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
