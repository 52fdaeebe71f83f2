/** Stable names of what can go wrong; each door shows them in its own shape. */
export type ProblemCode =
  | 'invalid'
  | 'malformed'
  | 'unauthenticated'
  | 'bad_credentials'
  | 'token_not_valid'
  | 'code_not_valid'
  | 'email_not_verified'
  | 'csrf'
  | 'forbidden'
  | 'second_factor_required'
  | 'proof_needed'
  | 'being_deleted'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'stale'
  | 'gone'
  | 'too_large'
  | 'unsupported_media_type'
  | 'upgrade_required'
  | 'precondition_required'
  | 'too_many_requests'
  | 'internal'
  | 'unavailable'
  | 'insufficient_storage'

export const statusOf: Record<ProblemCode, number> = {
  invalid: 400,
  malformed: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  token_not_valid: 401,
  code_not_valid: 400,
  email_not_verified: 403,
  csrf: 403,
  forbidden: 403,
  second_factor_required: 403,
  proof_needed: 403,
  being_deleted: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  upgrade_required: 426,
  precondition_required: 428,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  insufficient_storage: 507,
}

/** Messages by field name; what concerns no single field stands under `non_field_errors`. */
export type FieldErrors = Record<string, string[]>

export interface ProblemDetails {
  fields?: FieldErrors
  /** Whole seconds after which trying again makes sense: becomes `Retry-After`. */
  retry_after?: number
  /** What the client needs to go on, such as the current row of a stale write. */
  current?: unknown
  headers?: Record<string, string>
  /** For the log only. */
  cause?: unknown
}

/** What a caller may be told: a stable code and a public sentence. The cause goes to the log only. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: ProblemDetails
  constructor(code: ProblemCode, message: string, details: ProblemDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }
  get status(): number {
    return statusOf[this.code]
  }
}

export const notFound = (what: string) => new Problem('not_found', `No such ${what}.`)
export const unauthenticated = () => new Problem('unauthenticated', 'Sign in first.')
/** In the words of SimpleJWT, whose clients fetch the next token when they read this code. */
export const tokenNotValid = () => new Problem('token_not_valid', 'Token is invalid or expired')
export const forbidden = (message = 'You may not do that.') => new Problem('forbidden', message)
/** One or more fields are wrong; the message is the first of theirs, for doors that show a single sentence. */
export const invalid = (fields: FieldErrors) => new Problem('invalid', firstMessage(fields), { fields })
/** The value is fine but somebody else has it, such as a taken username. */
export const taken = (fields: FieldErrors) => new Problem('conflict', firstMessage(fields), { fields })

function firstMessage(fields: FieldErrors): string {
  return Object.values(fields)[0]?.[0] ?? 'Check what you sent.'
}
