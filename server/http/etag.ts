/** Does `If-None-Match` name what would be sent? Compared weakly, as RFC 9110 says for reading. */
export function isKnown(if_none_match: string | null, etag: string): boolean {
  if (if_none_match === null) return false
  if (if_none_match.trim() === '*') return true
  const bare = etag.replace(/^W\//, '')
  return if_none_match.split(',').some((one) => one.trim().replace(/^W\//, '') === bare)
}

/** The tag of a text: the same bytes have the same. */
export const weakTag = (text: string) => `W/"${Bun.hash(text).toString(36)}"`
