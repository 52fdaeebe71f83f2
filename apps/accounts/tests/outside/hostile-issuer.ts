import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { client } from './provider.ts'

type Json = Record<string, unknown>

/** What the next ID token is made of; what is not given is as it should be. */
export interface Forgery {
  claims?: Json
  /** Left out of the claims. */
  without?: string[]
  header?: Partial<JWTHeaderParameters>
  /** Signs by itself instead of with the issuer's key. */
  sign?: (header: Json, claims: Json) => Promise<string>
  /** Instead of the whole token answer. */
  answer?: () => Response | Promise<Response>
  /** Instead of the userinfo. */
  userinfo?: Json
}

export interface HostileIssuer {
  issuer: string
  settings: Record<string, string>
  forge(forgery: Forgery): void
  /** Instead of the discovery document, its own values. */
  discovery: Json
  /** Set, each request gets this answer. */
  down: (() => Response | Promise<Response>) | undefined
  public_jwk: Json
  other: CryptoKey
  /** What it was asked for, path by path. */
  asked: string[]
  close(): Promise<void>
}

/** An issuer that signs what it is told. It asks nobody anything: browsers are sent straight back with a code. */
export async function openHostileIssuer(): Promise<HostileIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const other = (await generateKeyPair('RS256')).privateKey
  const public_jwk: Json = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  let forgery: Forgery = {}
  const nonces = new Map<string, string>()

  const token = async (nonce: string | undefined) => {
    const now = Math.floor(Date.now() / 1000)
    const claims: Json = {
      iss: self.issuer,
      sub: 'someone',
      aud: client.id,
      iat: now,
      exp: now + 300,
      nonce,
      email: 'someone@gmail.test',
      email_verified: true,
      ...forgery.claims,
    }
    for (const name of forgery.without ?? []) delete claims[name]
    const header = { alg: 'RS256', kid: 'one', ...forgery.header }
    return forgery.sign ? forgery.sign(header, claims) : new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  }
  const answers: Record<string, (url: URL, body: URLSearchParams) => Response | Promise<Response>> = {
    '/.well-known/openid-configuration': () =>
      Response.json({
        issuer: self.issuer,
        authorization_endpoint: `${self.issuer}/authorize`,
        token_endpoint: `${self.issuer}/token`,
        jwks_uri: `${self.issuer}/jwks`,
        userinfo_endpoint: `${self.issuer}/userinfo`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...self.discovery,
      }),
    '/jwks': () => Response.json({ keys: [public_jwk] }),
    '/authorize': ({ searchParams }) => {
      const code = crypto.randomUUID()
      nonces.set(code, searchParams.get('nonce') ?? '')
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString()
      return new Response(null, { status: 302, headers: { location: back.href } })
    },
    '/token': async (_, body) =>
      (await forgery.answer?.()) ??
      Response.json({ access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token: await token(nonces.get(body.get('code') ?? '')) }),
    '/userinfo': () => Response.json(forgery.userinfo ?? {}),
  }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const url = new URL(request.url)
      self.asked.push(url.pathname)
      if (self.down) return self.down()
      return (await answers[url.pathname]?.(url, new URLSearchParams(await request.text()))) ?? new Response(null, { status: 404 })
    },
  })
  const issuer = `http://127.0.0.1:${server.port}`
  const self: HostileIssuer = {
    issuer,
    settings: { GOOGLE_CLIENT_ID: client.id, GOOGLE_CLIENT_SECRET: client.secret, OIDC_ISSUER: issuer },
    forge(next) {
      forgery = next
    },
    discovery: {},
    down: undefined,
    public_jwk,
    other,
    asked: [],
    close: () => server.stop(true),
  }
  return self
}
