import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'

export const client = { id: 'banyan', secret: 'a secret between the site and its provider' }

/** Claims by the name that is typed at the provider; what is not there signs in with a subject alone. */
type People = Record<string, Record<string, unknown>>

export interface TestProvider {
  issuer: string
  /** What a site is told to use it. */
  settings: Record<string, string>
  people: People
  /** Where it may send browsers back to: said after the site has its port. */
  allow(redirect_uri: string): Promise<void>
  close(): Promise<void>
}

async function configuration(people: People, redirect_uri: string): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return {
    clients: [
      { client_id: client.id, client_secret: client.secret, redirect_uris: [redirect_uri], response_types: ['code'], grant_types: ['authorization_code'] },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'picture'] },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...people[sub], sub }) }),
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    ttl: { Session: 3600, Grant: 3600, Interaction: 3600, IdToken: 3600, AccessToken: 3600 },
    // Its own pages would fetch a font from elsewhere.
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  }
}

/** A certified OpenID provider (oidc-provider) on a free port. Its one page asks for a name; whoever gives one has consented. */
export async function openProvider(people: People = {}): Promise<TestProvider> {
  let provider: Provider | undefined
  const server = createServer((request, response) => {
    if (!provider) response.writeHead(503).end()
    else if (request.url?.startsWith('/interaction/')) void interact(provider, request, response)
    else void provider.callback()(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    people,
    settings: { GOOGLE_CLIENT_ID: client.id, GOOGLE_CLIENT_SECRET: client.secret, OIDC_ISSUER: issuer },
    async allow(redirect_uri) {
      provider = new Provider(issuer, await configuration(people, redirect_uri))
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const { uid, params } = await provider.interactionDetails(request, response)
  if (request.url?.endsWith('/abort')) return provider.interactionFinished(request, response, { error: 'access_denied' })
  if (request.method === 'POST') {
    const accountId = new URLSearchParams(await text(request)).get('login') ?? ''
    const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) })
    grant.addOIDCScope(String(params['scope']))
    return provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId: await grant.save() } })
  }
  const form = `<form method="post"><label>Name <input name="login"></label> <button>Sign in there</button></form>`
  response.setHeader('content-type', 'text/html; charset=utf-8')
  return response.end(
    `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,"><main>${form}<a href="/interaction/${uid}/abort">Cancel</a></main></html>`,
  )
}
