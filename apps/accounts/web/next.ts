import { languageOf } from '#contract/render.ts'

const here = 'https://here.invalid'

/**
 * Where to go after signing in, from `?next=`: only a page of this site, below the language prefix. Whatever could lead elsewhere
 * (`//evil.example`, `/\evil.example`, `javascript:`) or round in a circle leads home.
 */
export function safeNext(asked: string | null): string {
  if (!asked?.startsWith('/') || /[\\\p{Cc}]/u.test(asked) || asked.startsWith('//')) return '/'
  if (!URL.canParse(asked, here)) return '/'
  const { origin, pathname, search, hash } = new URL(asked, here)
  const { rest } = languageOf(pathname)
  if (origin !== here || rest.startsWith('//') || /^\/(login|signup)\/?$/.test(rest)) return '/'
  return rest + search + hash
}
