import type { Secret } from '#server/crypto/secret.ts'
import type { Role } from '../contract/fields.ts'

type SecretColumn = Secret<string>

export interface AccountsTables {
  users: {
    id: string
    /** Counts up; only the portal's contract shows it. The database gives it. */
    number: number
    username: string
    /** What makes two names the same: see names.ts. */
    username_key: string
    email: string
    email_key: string
    password_hash: SecretColumn | null
    first_name: string
    last_name: string
    role: Role
    is_active: 0 | 1
    email_verified_at: string | null
    date_joined: string
    last_login: string | null
    /** Closed: nobody finds it and nobody gets in. */
    deleted_at: string | null
    /** Closed by its owner, who may keep it until then; empty again once it is erased. */
    erase_at: string | null
    created_at: string
    updated_at: string
  }
  profiles: {
    id: string
    user_id: string
    phone: string
    address: string
    bio: string
    preferences: string
    metadata: string
    created_at: string
    updated_at: string
  }
  sessions: {
    id: string
    user_id: string
    kind: SessionKind
    /** SHA-256 of the secret: a stolen database opens nothing. */
    secret_hash: SecretColumn
    ip_created: string
    user_agent_created: string
    ip_last: string
    user_agent_last: string
    last_seen_at: string
    expires_at: string
    /** Of the refresh token that the present one replaced, and when. */
    previous_hash: SecretColumn | null
    rotated_at: string | null
    ended_at: string | null
    end_reason: string | null
    created_at: string
    updated_at: string
  }
  signing_keys: {
    id: string
    purpose: KeyPurpose
    public_jwk: string
    /** The private key, encrypted by a key made from SECRET_KEY. */
    private_wrapped: SecretColumn
    created_at: string
    retired_at: string | null
  }
  /** Who somebody is elsewhere: the issuer's own name for them, never the mail. */
  identities: {
    id: string
    user_id: string
    issuer: string
    subject: string
    /** As the issuer gave it when this was linked: for the owner to tell accounts apart, nothing is decided by it. */
    email: string | null
    last_used_at: string
    created_at: string
    updated_at: string
  }
  /** Browsers that have been sent to the issuer and are not back yet. */
  outside_sign_ins: {
    /** Digest of the key in the browser's cookie. */
    id: string
    /** The page of ours to go to in the end. */
    next: string
    /** Set where somebody who is signed in links an identity: to this account, in this session only. */
    user_id: string | null
    session_id: string | null
    expires_at: string
  }
  data_exports: {
    id: string
    user_id: string
    state: ExportState
    /** Of the archive, in bytes. */
    size: number | null
    ready_at: string | null
    expires_at: string | null
    created_at: string
    updated_at: string
  }
  /** Who was brought over from a Django database. */
  imported_users: {
    id: string
    user_id: string
    /** Digest of what stays the same of that user in their old database, wherever that lies. */
    source_key: string
    /** Digests by field of what was taken last: a field that still has this value here was not changed by its owner since. */
    taken: string
    created_at: string
    updated_at: string
  }
  /** Failed sign-ins in a row, by account or by the name that was tried. */
  login_failures: {
    subject: string
    failures: number
    last_failed_at: string
  }
}

export type SessionKind = 'cookie' | 'token' | 'jwt' | 'pair'
/** A failed one may be asked for again. */
export type ExportState = 'queued' | 'ready' | 'expired' | 'failed'
export type KeyPurpose = 'access' | 'refresh'

declare module '#server/db/tables.ts' {
  interface Tables extends AccountsTables {}
}
