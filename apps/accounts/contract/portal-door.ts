import { z } from 'zod'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { addressNote, GivenPassword, Otp, Registration, refused, setupNote, someone } from './fields.ts'

/** Pocket India's token login. */

const PortalUser = z.object({ id: z.int(), username: z.string(), email: z.string(), is_admin: z.boolean() })

export const register = endpoint({
  name: 'accounts.register',
  door: portalDoor,
  method: 'POST',
  path: '/api/auth/register',
  summary: 'Make an account',
  description: `${addressNote} ${setupNote}`,
  body: Registration,
  returns: z.object({ ok: z.literal(true), user: PortalUser.omit({ email: true }) }),
  status: 201,
  bare: true,
  errors: { 409: 'The username is taken.' },
  example: someone,
})

export const login = endpoint({
  name: 'accounts.login',
  door: portalDoor,
  method: 'POST',
  path: '/api/auth/login',
  summary: 'Get a token for twelve hours; it ends the one before',
  body: z.strictObject({ username: z.string().min(1, 'Enter your username or e-mail address.').max(254), password: GivenPassword, otp: Otp }),
  returns: z.object({ access_token: z.string(), expires_at: z.iso.datetime(), user: PortalUser }),
  bare: true,
  errors: refused,
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
