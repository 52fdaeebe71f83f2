/** Every table in the system. Each app adds its own in its `tables.ts` by declaration merging. */
export interface Tables {
  migrations: { name: string; applied_at: string }
  /** One row per thing that may happen only once ever, such as the first admin. */
  claims: { name: string; claimed_at: string }
  audit_entries: AuditEntries
  jobs: Jobs
  sent_mails: SentMails
  repeated_calls: RepeatedCalls
}

export interface AuditEntries {
  id: string
  actor_id: string | null
  action: string
  model: string
  object_id: string
  /** JSON of `{ before, after }` by field; secrets are left out. */
  changes: string
  ip: string | null
  request_id: string | null
  created_at: string
}

export type JobState = 'queued' | 'running' | 'done' | 'dead'

export interface Jobs {
  id: string
  name: string
  payload: string
  /** Two jobs with the same key are one. */
  key: string | null
  state: JobState
  attempts: number
  run_at: string
  /** A worker that died gives its jobs back when the lease ends. */
  leased_until: string | null
  last_error: string | null
  created_at: string
  finished_at: string | null
}

/** Mails as the development inbox shows them; production keeps none. */
export interface SentMails {
  id: string
  recipient: string
  subject: string
  text: string
  html: string
  created_at: string
}

/** A call that brought an `Idempotency-Key`, with its answer for a repeat. */
export interface RepeatedCalls {
  user_id: string
  endpoint: string
  key: string
  body_hash: string
  /** JSON of what the write gave. */
  answer: string
  created_at: string
}
