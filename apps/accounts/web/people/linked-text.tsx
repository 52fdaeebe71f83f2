import { Fragment } from 'react'

const address = /https?:\/\/[^\s<>"'“”‘’]+/giu

/** Text as somebody wrote it, with its web addresses as links: nothing else of it means anything to the browser, and search engines do not follow. */
export function LinkedText({ text, className }: { text: string; className?: string }) {
  return (
    <p className={className}>
      {partsOf(text).map(({ at, part, href }) =>
        href ? (
          <a key={at} href={href} rel="ugc nofollow noopener noreferrer" className="link break-words">
            {part}
          </a>
        ) : (
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </p>
  )
}

interface Part {
  at: number
  part: string
  href?: string
}

/** Exported for tests. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    // A full stop or a bracket after an address belongs to the sentence.
    const link = found.replace(/[.,;:!?)\]}।…]+$/u, '')
    if (!URL.canParse(link) || !new URL(link).hostname.includes('.')) continue
    if (index > at) parts.push({ at, part: text.slice(at, index) })
    parts.push({ at: index, part: link, href: new URL(link).href })
    at = index + link.length
  }
  if (at < text.length) parts.push({ at, part: text.slice(at) })
  return parts
}
