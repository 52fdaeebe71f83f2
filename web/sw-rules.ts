/** What the service worker does with a request. */
export type Rule = 'asset' | 'page' | 'app_page' | 'page_uncached' | 'read' | 'network'

const public_reads = /^\/(api\/states|data)(\/|$)/
// Pages of the signed-in, and what is not the web client's: API docs, guides, the panel, the inbox of developers.
const uncached_pages = /^(\/hi)?\/(login|signup|verify-otp|reset|not-me|profile|chat|notices|moderation|contact|search)(\/|$)/
/** Pages that show what is kept in the browser, once the app itself is kept (see `offline-app.ts`). */
const app_pages = /^(\/hi)?\/(tasks|write)(\/|$)/
const not_ours = /^\/(api|auth|admin|dev|docs|feeds|media|metrics|ws)(\/|$)/

/** The page without anything on it, in which the app makes its pages itself. */
export const bare_page = '/app.html'

/** What the page without network is made of. */
export const offline_parts = ['/offline.css', '/icon.svg']

export function ruleFor(request: { method: string; mode: string; url: string }, origin: string): Rule {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin) return 'network'
  if (url.pathname.startsWith('/assets/') || offline_parts.includes(url.pathname)) return 'asset'
  if (request.mode === 'navigate') {
    if (not_ours.test(url.pathname)) return 'network'
    if (app_pages.test(url.pathname)) return 'app_page'
    return uncached_pages.test(url.pathname) ? 'page_uncached' : 'page'
  }
  return public_reads.test(url.pathname) ? 'read' : 'network'
}

/** Only what the server calls neither private nor secret may lie in the cache of a shared machine. */
export const mayKeep = (response: { ok: boolean; redirected: boolean; headers: Headers }) =>
  response.ok && !response.redirected && !/no-store|private/.test(response.headers.get('cache-control') ?? '')
