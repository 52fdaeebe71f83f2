import { invalid, Problem } from '#contract/problem.ts'
import type { RequestFacts } from './request.ts'

/** The tag of a row that is nothing but its version's. */
export const versionTag = (version: number) => `"${version}"`

/**
 * The version that a writer saw, from `If-Match: "7"` or a field; undefined when neither is there. `*` names no version. A socket's headers are
 * those of its handshake and say nothing about one of its calls.
 */
export function seenVersion({ raw, method }: RequestFacts, field: number | undefined): number | undefined {
  const header = method === 'WS' ? null : raw.headers.get('if-match')
  if (header === null || header.trim() === '*') return field
  const version = Number(/^\s*"?(\d{1,15})"?\s*$/.exec(header)?.[1] ?? Number.NaN)
  if (!Number.isSafeInteger(version)) throw invalid({ version: ['Write If-Match as the version in quotation marks, such as "7".'] })
  if (field !== undefined && field !== version) throw invalid({ version: ['If-Match names another version.'] })
  return version
}

/** Throws `precondition_required` (428) when the writer does not say what it saw. */
export function requireVersion(request: RequestFacts, field: number | undefined): number {
  const version = seenVersion(request, field)
  if (version !== undefined) return version
  throw new Problem('precondition_required', 'Say which version you saw: in the header If-Match or the field version.')
}
