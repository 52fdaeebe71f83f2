import { Problem } from '#contract/problem.ts'

/** Somebody was quicker: a unique index refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

const full = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', '53100', 'ENOSPC', 'EDQUOT', 'EFBIG'])
const busy = new Set([
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_LOCKED',
  '53300',
  '57P01',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'CONNECTION_DESTROYED',
])

/** What the caller is told of a database's failure; undefined when the error is something else. */
export function storeProblem(error: unknown): Problem | undefined {
  const code = (error as { code?: string } | null)?.code ?? ''
  if (full.has(code)) return new Problem('insufficient_storage', 'There is no room left to store this. Reading still works.', { cause: error })
  if (busy.has(code)) return new Problem('unavailable', 'The database cannot be reached just now. Try again in a moment.', { retry_after: 2, cause: error })
  return
}
