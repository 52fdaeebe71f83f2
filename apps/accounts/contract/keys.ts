import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { GivenPassword, line } from './fields.ts'

export const KeyName = line(60).pipe(z.string().min(1, 'Give the key a name.').max(60, 'Use at most 60 characters.'))
export const key_scopes = ['read', 'read-write'] as const
export const KeyScope = z.enum(key_scopes)
export type KeyScope = z.infer<typeof KeyScope>

/** Live keys of one account. */
export const max_keys = 25
const longest_days = 3650

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: KeyScope,
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable().meta({ description: 'To within five minutes' }),
  expires_at: z.iso.datetime().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

const noKeys = { 403: 'API keys may not manage keys.' }
const named = { 409: 'A live key of yours has this name.' }

export const listKeys = endpoint({
  name: 'accounts.list_keys',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/keys',
  summary: 'Your live API keys, newest first',
  query: z.object(pageQuery),
  returns: pageOf(ApiKey),
})

export const makeKey = endpoint({
  name: 'accounts.make_key',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/keys',
  summary: 'Make an API key; its secret is shown this once',
  description: `Send it as \`Authorization: Bearer bnyn_…\`. A read key may only GET. An account has at most ${max_keys} live keys. Who signed in more than ten minutes ago sends the password along.`,
  body: z.strictObject({
    name: KeyName,
    scope: KeyScope,
    expires_in_days: z.int('Use whole days.').min(1, 'Use at least one day.').max(longest_days, `Use at most ${longest_days} days.`).nullable().optional(),
    current_password: GivenPassword.optional(),
  }),
  returns: ApiKey.extend({ secret: z.string() }),
  status: 201,
  errors: { ...noKeys, 409: 'A live key of yours has this name, or you have as many as one may have.' },
  example: { name: 'Backup script', scope: 'read', expires_in_days: 90 },
})

export const renameKey = endpoint({
  name: 'accounts.rename_key',
  door: sessionDoor,
  method: 'PATCH',
  path: '/auth/keys/:id',
  summary: 'Give an API key another name',
  body: z.strictObject({ name: KeyName }),
  returns: ApiKey,
  errors: { ...noKeys, ...named },
  example: { name: 'Nightly backup' },
})

export const revokeKey = endpoint({
  name: 'accounts.revoke_key',
  door: sessionDoor,
  method: 'DELETE',
  path: '/auth/keys/:id',
  summary: 'End an API key: its next request is refused',
  status: 204,
  errors: noKeys,
})
