import { z } from 'zod'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { pageOf, pageQuery } from '#contract/page.ts'

/** Every way in that is open: browsers, programs, keys. */

const kinds = ['cookie', 'token', 'jwt', 'pair', 'key'] as const

export const Device = z.object({
  id: z.uuid(),
  kind: z.enum(kinds).meta({ description: 'Which way in: the cookie of a browser, a token, a JSON web token (versioned or pair door), an API key' }),
  current: z.boolean().meta({ description: 'The one that this call is made with' }),
  name: z.string().nullable().meta({ description: 'Of an API key' }),
  browser: z.string().nullable().meta({ description: 'Browser or program, such as Firefox 140 or curl' }),
  system: z.string().nullable().meta({ description: 'Such as Windows or Android' }),
  ip: z.string().meta({ description: 'Where it was used last' }),
  network: z.string().meta({ description: 'The /24 or /48 around that address' }),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().nullable().meta({ description: 'To within five minutes; null for a key that has never been used' }),
  expires_at: z.iso.datetime().nullable().meta({ description: 'null for a key without an end' }),
})
export type Device = z.infer<typeof Device>

export const listSessions = endpoint({
  name: 'accounts.list_sessions',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/sessions',
  summary: 'Every open session of yours, newest first',
  query: z.object(pageQuery),
  returns: pageOf(Device),
})

export const endOtherSessions = endpoint({
  name: 'accounts.end_other_sessions',
  door: sessionDoor,
  method: 'DELETE',
  path: '/auth/sessions',
  summary: 'End every session of yours but this one, API keys included',
  status: 204,
  errors: { 403: 'API keys may not do this.' },
})

export const endOneSession = endpoint({
  name: 'accounts.end_session',
  door: sessionDoor,
  method: 'DELETE',
  path: '/auth/sessions/:id',
  summary: 'End one session of yours: its next request is refused',
  status: 204,
  errors: { 403: 'API keys may not do this.' },
})
