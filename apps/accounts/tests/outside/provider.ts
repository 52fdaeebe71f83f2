import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

export const client = { id: 'banyan', secret: 'a secret between the site and its provider' }

/** Claims by the name that is typed at the provider; what is not there signs in with a subject alone. */
export type People = Record<string, Record<string, unknown>>

export interface TestProvider {
  issuer: string
  /** What a site is told to use it. */
  settings: Record<string, string>
  people: People
  /** Where it may send browsers back to: said after the site has its port. */
  allow(redirect_uri: string): void
  close(): Promise<void>
}

const configuration = (people: People, redirect_uri: string): Configuration => ({
  clients: [
    { client_id: client.id, client_secret: client.secret, redirect_uris: [redirect_uri], response_types: ['code'], grant_types: ['authorization_code'] },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'picture'] },
  findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...people[sub], sub }) }),
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  ttl: { Session: 3600, Grant: 3600, Interaction: 3600, IdToken: 3600, AccessToken: 3600 },
})

/** A certified OpenID provider (oidc-provider) on a free port: its own pages ask for a name and for consent, any password will do. */
export async function openProvider(people: People = {}): Promise<TestProvider> {
  let answer: ReturnType<Provider['callback']> | undefined
  const server = createServer((request, response) => (answer ? void answer(request, response) : response.writeHead(503).end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    people,
    settings: { GOOGLE_CLIENT_ID: client.id, GOOGLE_CLIENT_SECRET: client.secret, OIDC_ISSUER: issuer },
    allow(redirect_uri) {
      answer = new Provider(issuer, configuration(people, redirect_uri)).callback()
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
