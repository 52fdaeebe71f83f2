import { ownPage } from '#contract/own-page.ts'
import { languageOf } from '#contract/render.ts'

/** Where to go after signing in, from `?next=`: only a page of this site, below the language prefix. What leads round in a circle leads home. */
export function safeNext(asked: string | null): string {
  const [path = '/', search = ''] = (ownPage(asked) ?? '/').split(/(?=[?#])(.*)/s)
  const { rest } = languageOf(path)
  return /^\/(login|signup|verify-otp|reset|not-me)\/?$/.test(rest) ? '/' : rest + search
}
