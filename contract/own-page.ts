import { languageOf } from './render.ts'

const here = 'https://here.invalid'
const max_length = 2000

/**
 * What somebody asks for in `?next=`, if it is a page of this site: its path (with the language prefix), query and hash. Whatever could
 * lead elsewhere (`//evil.example`, `/\evil.example`, `javascript:`), or to what is no page, gives undefined.
 */
export function ownPage(asked: string | null | undefined): string | undefined {
  if (!asked?.startsWith('/') || asked.length > max_length || /[\\\p{Cc}]/u.test(asked) || asked.startsWith('//')) return undefined
  if (!URL.canParse(asked, here)) return undefined
  const { origin, pathname, search, hash } = new URL(asked, here)
  const { rest } = languageOf(pathname)
  // Dot segments are gone only now: `/..//evil.example`.
  if (origin !== here || pathname.startsWith('//') || rest.startsWith('//') || /^\/(api|auth)(\/|$)/.test(pathname)) return undefined
  return pathname + search + hash
}
