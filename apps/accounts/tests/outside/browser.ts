import type { Visitor } from '#server/testing.ts'

/** Cookies and pages of the provider, in the same browser as a visitor of the site. */
export class ProviderPages {
  readonly #cookies = new Map<string, string>()

  async #ask(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) this.#cookies.set(name, value)
      else this.#cookies.delete(name)
    }
    return response
  }

  /** Signs in there as this person and says yes; gives the address of the site where it sends the browser. With nobody it is refused there. */
  async pass(address: string, login: string | undefined): Promise<string> {
    let response = await this.#ask(address)
    let at = address
    for (let steps = 0; steps < 20; steps++) {
      const to = response.headers.get('location')
      if (to) {
        at = new URL(to, at).href
        if (at.includes('/auth/google/callback')) return at
        response = await this.#ask(at)
        continue
      }
      if (response.status !== 200) throw new Error(`${at}: ${response.status}: ${await response.text()}`)
      const form = { method: 'POST', body: `login=${encodeURIComponent(login ?? '')}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
      response = await (login === undefined ? this.#ask(`${at}/abort`) : this.#ask(at, form))
    }
    throw new Error(`the provider sends the browser round in a circle at ${at}`)
  }
}

export const pathOf = (address: string) => address.replace(/^https?:\/\/[^/]+/, '')

/** Presses the button; gives the provider's address, or the page with a message. */
export async function press(visitor: Visitor, next?: string): Promise<string> {
  const response = await visitor.request(`/auth/google/login/${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`)
  if (response.status !== 302) throw new Error(`/auth/google/login/ gave ${response.status}: ${await response.text()}`)
  return response.headers.get('location') ?? ''
}

/** The page where the browser ends, having come back. */
export async function comeBack(visitor: Visitor, address: string): Promise<string> {
  const response = await visitor.request(pathOf(address))
  if (response.status !== 302) throw new Error(`${address} gave ${response.status}: ${await response.text()}`)
  return response.headers.get('location') ?? ''
}

/** The whole way: button, provider, back. */
export async function continueAs(visitor: Visitor, login: string | undefined, next?: string): Promise<string> {
  return comeBack(visitor, await new ProviderPages().pass(await press(visitor, next), login))
}
