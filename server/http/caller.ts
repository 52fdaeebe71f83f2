import type { Site } from '../site.ts'

/** Who calls, as far as the kernel needs to know; the accounts app makes it. */
export interface Caller {
  id: string
  role: 'user' | 'staff' | 'admin'
  /** The mail is confirmed. */
  verified: boolean
  /** The row in `sessions` that the credential belongs to. */
  session_id: string
  /** Which way in: a cookie needs CSRF protection, the others do not. */
  via: 'cookie' | 'token' | 'jwt' | 'key'
  /** The credential may only read, whatever its owner may. */
  read_only?: true
}

/** What a request brings to prove who it is. */
export interface Credential {
  kind: 'bearer' | 'cookie'
  secret: string
}

/** The one function that the accounts app hands the kernel: undefined for a credential that is not, or no longer, good. */
export type Authenticate<C extends Caller = Caller> = (
  credential: Credential,
  facts: { address: string; user_agent: string },
) => C | undefined | Promise<C | undefined>

/** `access_changed` names the event (with `user_id`) after which a user's open sockets are looked at again. */
export type MakeAuthenticate = (site: Site) => { authenticate: Authenticate; forget: () => void; access_changed: string }
