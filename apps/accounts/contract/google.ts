import { z } from 'zod'
import { redirect } from '#contract/answer.ts'
import { sessionDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'

/** What can go wrong between here and the provider; the pages say it in words. */
export const outside_problems = [
  'denied',
  'expired',
  'unreachable',
  'unproven',
  'unverified_mail',
  'closed',
  'other_identity',
  'linked_elsewhere',
  'session_changed',
] as const
export type OutsideProblem = (typeof outside_problems)[number]

const unset = { 404: 'This site has no such provider: its operator sets GOOGLE_CLIENT_ID.' }
const back = 'Where it ends badly the browser comes to /login (or /profile/ways-in) with `?problem=` and a code.'

export const listProviders = endpoint({
  name: 'accounts.list_providers',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/providers',
  summary: 'Where else people can have signed in: a button for each',
  returns: z.object({ providers: z.array(z.object({ id: z.literal('google'), name: z.string() })) }),
})

export const startGoogle = endpoint({
  name: 'accounts.start_google',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/google/login',
  summary: 'Send the browser to the OpenID provider',
  description: `Code flow with PKCE, state and nonce, bound to this browser for ten minutes. \`next\` is the page of this site to end at, by default /profile/. ${back}`,
  query: z.object({ next: z.string().optional() }),
  returns: redirect,
  errors: unset,
})

export const finishGoogle = endpoint({
  name: 'accounts.finish_google',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/google/callback',
  summary: 'Where the provider sends the browser back: starts a cookie session and goes on',
  description: `Works once, in the browser that was sent. ${back}`,
  query: z.object({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional(), iss: z.string().optional() }),
  returns: redirect,
  errors: unset,
})

export const linkGoogle = endpoint({
  name: 'accounts.link_google',
  door: sessionDoor,
  method: 'POST',
  path: '/auth/google/link',
  summary: 'The address that links an identity of the provider to one’s account',
  description: 'Only with a cookie session that began within the last ten minutes. The browser goes to `location` and comes back to /profile/ways-in.',
  returns: z.object({ location: z.string() }),
  errors: { ...unset, 403: 'Not with a cookie session, or one that began more than ten minutes ago.', 503: 'The provider cannot be reached.' },
})

export const Identity = z.object({
  id: z.uuid(),
  provider: z.string(),
  email: z.string().nullable().meta({ description: 'As the provider said when it was linked' }),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime(),
})

export const listIdentities = endpoint({
  name: 'accounts.list_identities',
  door: sessionDoor,
  method: 'GET',
  path: '/auth/identities',
  summary: 'Your identities at outside providers that open this account',
  returns: z.object({ identities: z.array(Identity) }),
})

export const unlinkIdentity = endpoint({
  name: 'accounts.unlink_identity',
  door: sessionDoor,
  method: 'DELETE',
  path: '/auth/identities/:id',
  summary: 'It opens this account no more',
  status: 204,
  errors: { 403: 'The session began more than ten minutes ago.', 409: 'It is the last way into the account.' },
})
