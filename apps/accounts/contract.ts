import { z } from 'zod'
import { pairDoor, portalDoor, sessionDoor, versionedDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'

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

const byNameOrEmail = z
  .strictObject({ username: z.string().max(254).optional(), email: z.string().max(254).optional(), password: GivenPassword })
  .refine((body) => Boolean(body.username?.trim() || body.email?.trim()), { path: ['username'], message: 'Enter your username or e-mail address.' })
const refused = { 401: 'Unknown user or wrong password: the same answer for both.' }

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

/* The versioned door: JSON web tokens with a refresh cookie, profiles. */

/** A user as they see themselves, and as staff see them. */
const User = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  role: Role,
  is_active: z.boolean(),
  is_staff: z.boolean(),
  date_joined: z.iso.datetime(),
})

const loginExample = { email: someone.email, password: someone.password }

export const registerV1 = endpoint({
  name: 'accounts.register_v1',
  door: versionedDoor,
  method: 'POST',
  path: '/api/v1/auth/register',
  summary: 'Make an account',
  description: setupNote,
  body: Registration.extend({ first_name: line(100).optional(), last_name: line(100).optional() }),
  returns: User,
  status: 201,
  errors: { 409: 'The username or the e-mail address is taken.' },
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
    'By cookie (an empty object as body) the answer holds only the access token and sets the new cookie; by body it holds both. A repeat within ten seconds gets the same successor; a later one ends the session.',
  body: z.strictObject({ refresh: z.string().max(4096).optional() }),
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
  body: z.strictObject({ refresh: z.string().max(4096).optional() }),
  example: {},
})

const Preferences = z
  .strictObject({ language: z.enum(['en', 'hi']).optional(), theme: z.enum(['system', 'light', 'dark']).optional(), newsletter: z.boolean().optional() })
  .meta({ description: 'Known keys only' })
const Profile = User.extend({ phone: z.string(), address: z.string(), bio: z.string(), preferences: Preferences })

export const getProfileV1 = endpoint({
  name: 'accounts.get_profile_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/users/profile',
  summary: 'Your own profile',
  returns: Profile,
})

export const changeProfileV1 = endpoint({
  name: 'accounts.change_profile_v1',
  door: versionedDoor,
  method: 'PATCH',
  path: '/api/v1/users/profile',
  summary: 'Change parts of your own profile',
  body: z.strictObject({
    first_name: line(100).optional(),
    last_name: line(100).optional(),
    phone: line(32)
      .refine((phone) => /^(\+?[\d\s()-]{4,32})?$/.test(phone), 'Enter a telephone number, such as +91 98765 43210.')
      .optional(),
    address: z.string().max(500).optional(),
    bio: z.string().max(1000).optional(),
    preferences: Preferences.optional(),
  }),
  returns: Profile,
  example: { first_name: 'John', bio: 'Walks, trains, mangoes.' },
})

export const getUserV1 = endpoint({
  name: 'accounts.get_user_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/users/:id',
  summary: 'What everybody may know of somebody',
  returns: z.object({ id: z.uuid(), username: z.string(), first_name: z.string(), last_name: z.string(), bio: z.string(), date_joined: z.iso.datetime() }),
})

export const listUsersV1 = endpoint({
  name: 'accounts.list_users_v1',
  door: versionedDoor,
  method: 'GET',
  path: '/api/v1/users',
  summary: 'All users, newest first (staff)',
  query: z.object({ ...pageQuery, q: z.string().max(100).optional(), role: Role.optional() }),
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

/* The token-pair door: SimpleJWT's shapes. */

export const obtainPair = endpoint({
  name: 'accounts.obtain_token_pair',
  door: pairDoor,
  method: 'POST',
  path: '/api/token',
  summary: 'Get an access token (60 minutes) and a refresh token (1 day)',
  body: z.strictObject({ username: z.string().min(1, 'This field may not be blank.').max(254), password: GivenPassword }),
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
  description: setupNote,
  body: Registration.extend({ password2: z.string().max(512) }).refine((body) => body.password === body.password2, {
    path: ['password2'],
    message: 'The two passwords differ.',
  }),
  returns: z.object({ message: z.string() }),
  status: 201,
  example: { ...someone, password2: someone.password },
})

const PairProfile = z.object({ username: z.string(), email: z.string(), first_name: z.string(), last_name: z.string() })
const pairProfileBody = z.strictObject({ email: Email.optional(), first_name: line(100).optional(), last_name: line(100).optional() })
const changed = z.object({ message: z.string(), data: PairProfile })
const pairProfile = { door: pairDoor, path: '/api/users/profile' } as const

export const getPairProfile = endpoint({ ...pairProfile, name: 'accounts.get_pair_profile', method: 'GET', summary: 'Your own profile', returns: PairProfile })
export const putPairProfile = endpoint({
  ...pairProfile,
  name: 'accounts.put_pair_profile',
  method: 'PUT',
  summary: 'Change your own profile',
  description: 'The e-mail address is changed by confirming the new one, which this call cannot do yet: send the present one or none.',
  body: pairProfileBody,
  returns: changed,
  example: { first_name: 'John', last_name: 'Mathai' },
})
export const patchPairProfile = endpoint({ ...putPairProfile, name: 'accounts.patch_pair_profile', method: 'PATCH', body: pairProfileBody, returns: changed })
