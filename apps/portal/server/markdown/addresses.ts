/** A picture of ours in any of its widths. */
const picture = /^\/media\/posts\/([a-z0-9]+)-(?:1600|800|400)\.webp$/
const page = /^(\/hi)?(\/(?:posts|states)\/[^/?#\s]+)$/

/** The part of an address below this site, or undefined for strangers'. */
export function ownPath(href: string, origin: string): string | undefined {
  if (href.startsWith('/') && !href.startsWith('//')) return href
  return href.startsWith(`${origin}/`) ? href.slice(origin.length) : undefined
}

/** The name of a picture of ours that an address leads to. */
export const pictureName = (href: string, origin: string) => picture.exec(ownPath(href, origin) ?? '')?.[1]

/** A post or state that an address leads to: its path without language, as it is spelled when it is read. */
export function pageNamed(href: string, origin: string): { path: string; hindi: boolean } | undefined {
  const [, hindi, path] = page.exec(ownPath(href, origin) ?? '') ?? []
  const read = path === undefined ? undefined : decoded(path)
  return read === undefined ? undefined : { path: read, hindi: hindi !== undefined }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path).normalize('NFC').toLowerCase()
  } catch {
    return undefined
  }
}

/** What a link may lead to. Strangers' pages by http, mail addresses, our own pages by path, places in the same text; nothing that runs. */
export function mayLink(href: string): boolean {
  if (/\p{Cc}|[\s\\]/u.test(href)) return false
  if (/^(?:https?:\/\/|mailto:)[^/]/i.test(href)) return true
  return /^(?:\/(?!\/)|#)/.test(href) && href.length > 0
}

export const isStrange = (href: string, origin: string) => /^https?:/i.test(href) && ownPath(href, origin) === undefined
/** Search engines count none of them, and the page they lead to learns nothing. */
export const strange_rel = 'nofollow ugc noopener noreferrer'
