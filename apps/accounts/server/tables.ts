import type { Secret } from '#server/crypto/secret.ts'
import type { Role } from '../contract/fields.ts'
import type { KeyScope } from '../contract/keys.ts'

type SecretColumn = Secret<string>

export interface AccountsTables {
  users: {
    id: string
    /** Counts up; only the portal's contract shows it. The database gives it. */
    number: number
    username: string
    /** What makes two names the same: see server/canonical.ts. */
    username_key: string
    /** What makes two names look the same: see skeleton.ts. Null where an older account has taken the look. */
    username_skeleton: string | null
    email: string
    /** Whose the address is: the one who has confirmed it, else the first who claims it. Null for who claims it beside them. */
    email_key: string | null
    /** The address of somebody who claims one that another holds. */
    email_claim: string | null
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
    /** The name under which `site.files` keeps the picture: see avatars.ts. */
    avatar: string | null
    /** Counts changes, so that a second tab cannot overwrite unseen ones. */
    version: number
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
    /** When its holder last proved who they are: by signing in, or by confirming since. */
    proved_at: string | null
    ended_at: string | null
    end_reason: string | null
    /** Of a key only. */
    name: string | null
    scope: KeyScope | null
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
  /** Six digits and links that went out by mail: the last of each purpose and subject. */
  codes: {
    id: string
    purpose: CodePurpose
    /** What there is one open code for: the HMAC of an address; for links the session or account. */
    subject: string
    /** Null where nobody can use it: the mail told that there is no such account. */
    user_id: string | null
    /** The new address, or the one to go back to. */
    address: string | null
    session_id: string | null
    code_hash: SecretColumn
    link_hash: SecretColumn
    tries: number
    code_expires_at: string
    link_expires_at: string
    used_at: string | null
    created_at: string
    updated_at: string
  }
  /** Where somebody has signed in before: browser, system and network as one HMAC. */
  known_devices: {
    id: string
    user_id: string
    device_hash: string
    created_at: string
    updated_at: string
  }
  /** Codes of an authenticator app, at most one a user; it counts for sign-ins once a first code has confirmed it. */
  totp_factors: {
    id: string
    user_id: string
    /** The shared secret, encrypted by a key made from SECRET_KEY. */
    secret_wrapped: SecretColumn
    confirmed_at: string | null
    /** The time step of the last code that was used: each works once. */
    last_step: number
    created_at: string
    updated_at: string
  }
  recovery_codes: {
    id: string
    user_id: string
    /** HMAC of user and code. */
    code_hash: SecretColumn
    used_at: string | null
    created_at: string
    updated_at: string
  }
  passkeys: {
    id: string
    user_id: string
    /** Base64url, as the browser gives it. */
    credential_id: string
    /** COSE, in base64url. */
    public_key: string
    /** How often the device says that it was used; 0 where it does not count. */
    counter: number
    transports: string
    name: string
    /** Its provider keeps a copy, so that other devices of the same person have it too. */
    synced: 0 | 1
    last_used_at: string | null
    created_at: string
    updated_at: string
  }
  /** Challenges that a passkey has answered, until they would have expired: none is answered twice. */
  used_challenges: {
    challenge_hash: string
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

export type SessionKind = 'cookie' | 'token' | 'jwt' | 'pair' | 'key'
export type CodePurpose = 'verify' | 'reset' | 'mail_change' | 'mail_change_undo' | 'new_device'
/** A failed one may be asked for again. */
export type ExportState = 'queued' | 'ready' | 'expired' | 'failed'
export type KeyPurpose = 'access' | 'refresh'

declare module '#server/db/tables.ts' {
  interface Tables extends AccountsTables {}
}
