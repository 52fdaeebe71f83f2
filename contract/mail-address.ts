/** Octets, as mail servers count. */
const most = { local: 64, label: 63, domain: 253, whole: 254 }

/** RFC 5322 without quotation marks and comments, which people never have; RFC 6531 for other scripts. */
const atom = "(?:[\\w!#$%&'*+/=?^`{|}~-]|[^\\0-\\x7f\\s\\p{C}])+"
const local_part = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u')
/** Letters, digits and hyphens inside, with the few signs that names in other scripts may hold (RFC 5892). */
const label = /^(?!-)[\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb-]+(?<!-)$/u

/** Whether mail could be sent to it: its form only, not whether anybody is there. For text that is NFKC and trimmed. */
export function isMailAddress(text: string): boolean {
  if (text.length > most.whole) return false
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const domain = at < 0 ? undefined : inAscii(text.slice(at + 1))
  if (domain === undefined || !local_part.test(local)) return false
  const octets = new TextEncoder().encode(local).length
  return octets <= most.local && octets + 1 + domain.length <= most.whole
}

/** As the name system knows it; undefined for what it cannot know, such as an address of numbers. */
function inAscii(domain: string): string | undefined {
  const labels = domain.split('.')
  if (labels.length < 2 || !labels.every((one) => label.test(one)) || !URL.canParse(`http://${domain}`)) return undefined
  const ascii = new URL(`http://${domain}`).hostname
  const names = ascii.split('.')
  const fits = ascii.length <= most.domain && names.every((name) => name !== '' && name.length <= most.label)
  return fits && !/^\d+$/.test(names.at(-1) ?? '') ? ascii : undefined
}
