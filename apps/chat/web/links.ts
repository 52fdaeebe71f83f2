export interface Part {
  text: string
  href?: string
}

const address = /https?:\/\/[^\s<>"']+/giu
/** What follows an address in a sentence does not belong to it. */
const trailing = /[.,;:!?…।॥'"»”’*_~]+$/u

/** Text cut at its links. Only http and https, by the URL parser's own word; everything else stays text. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    const shown = trimmed(found)
    const href = hrefOf(shown)
    if (!href) continue
    if (index > from) parts.push({ text: text.slice(from, index) })
    parts.push({ text: shown, href })
    from = index + shown.length
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from) })
  return parts
}

function trimmed(found: string): string {
  const cut = found.replace(trailing, '')
  // A closing bracket belongs to the address only if it opened there.
  const extra = cut.split(')').length > cut.split('(').length && cut.endsWith(')')
  return extra ? trimmed(cut.slice(0, -1)) : cut
}

function hrefOf(text: string): string | undefined {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && url.hostname ? url.href : undefined
}

/** A message of one to three emoji and nothing else, which are shown large. */
export const onlyEmoji = (text: string) => /^(?:\p{RGI_Emoji}\s?){1,3}$/v.test(text)
