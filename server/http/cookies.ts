export interface CookieOptions {
  /** Seconds; 0 removes it, none makes it end with the browser. */
  max_age?: number
  http_only?: boolean
  /** Without `__Host-` on https, for what the page itself writes too. */
  plain_name?: boolean
  same_site?: 'Lax' | 'Strict'
  path?: string
}

/** On https a cookie carries `__Host-`, so that no sub-domain and no plain-http page can plant it; one for a part of the site `__Secure-`. */
export function cookieName(name: string, secure: boolean, path = '/'): string {
  return secure ? `${path === '/' ? '__Host-' : '__Secure-'}${name}` : name
}

/** The first cookie of that name, undefined when there is none. */
export function readCookie(header: string | null, name: string): string | undefined {
  if (!header) return
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return
}

/** A Set-Cookie value; ours are tokens and words, so a value that would need escaping is a mistake. */
export function writeCookie(
  name: string,
  value: string,
  secure: boolean,
  { max_age, http_only = true, same_site = 'Lax', path = '/', plain_name }: CookieOptions,
): string {
  if (!/^[\w.~-]*$/.test(value)) throw new Error(`cookie ${name}: value needs escaping`)
  return [
    `${plain_name ? name : cookieName(name, secure, path)}=${value}`,
    `Path=${path}`,
    ...(max_age === undefined ? [] : [`Max-Age=${max_age}`]),
    ...(http_only ? ['HttpOnly'] : []),
    ...(secure ? ['Secure'] : []),
    `SameSite=${same_site}`,
  ].join('; ')
}
