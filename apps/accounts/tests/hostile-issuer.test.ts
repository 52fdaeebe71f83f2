import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { SignJWT } from 'jose'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { getSession } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { comeBack, press } from './outside/browser.ts'
import { type Forgery, type HostileIssuer, openHostileIssuer } from './outside/hostile-issuer.ts'
import { nobody, signedUp } from './people.ts'

setDefaultTimeout(60_000)
let issuer: HostileIssuer
let t: TestSite
beforeAll(async () => {
  issuer = await openHostileIssuer()
  t = await testSite([accounts], { environment: issuer.settings })
  // An account that a forged token would like to open.
  await signedUp(t, 'victim')
  await t.site.store.write(nobody, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).execute())
})
afterEach(() => {
  issuer.forge({})
  issuer.down = undefined
  issuer.discovery = {}
})
afterAll(async () => {
  await t.end()
  await issuer.close()
})

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)
const as_victim = { email: 'victim@example.com' }

const forgeries: Record<string, () => Forgery> = {
  'alg none': () => ({ sign: async (header, claims) => `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.` }),
  'alg none with a signature': () => ({ sign: async (header, claims) => `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.${encoded('x')}` }),
  'HS256 with the public key': () => ({
    sign: (header, claims) => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(Buffer.from(JSON.stringify(issuer.public_jwk))),
  }),
  'HS256 with the client’s secret': () => ({
    sign: (header, claims) =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(Buffer.from(issuer.settings['GOOGLE_CLIENT_SECRET'] ?? '')),
  }),
  'the key of somebody else': () => ({ sign: (header, claims) => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(issuer.other) }),
  'another kid': () => ({ header: { kid: 'two' } }),
  'a key of its own in the header': () => ({
    header: { jwk: issuer.public_jwk, jku: `${issuer.issuer}/other-jwks`, kid: '../../x' } as never,
    sign: (header, claims) => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(issuer.other),
  }),
  'an edited payload': () => ({
    sign: async (header, claims) => {
      const [head, , signature] = (await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(issuer.other)).split('.')
      return `${head}.${encoded({ ...claims, sub: 'else' })}.${signature}`
    },
  }),
  'an empty signature': () => ({ sign: async (header, claims) => `${encoded(header)}.${encoded(claims)}.` }),
  'wrong iss': () => ({ claims: { iss: 'https://accounts.google.com' } }),
  'iss with a slash': () => ({ claims: { iss: `${issuer.issuer}/` } }),
  'wrong aud': () => ({ claims: { aud: 'somebody-else' } }),
  'aud beside others, without azp': () => ({ claims: { aud: ['banyan', 'somebody-else'] } }),
  'aud beside others, azp of another': () => ({ claims: { aud: ['banyan', 'somebody-else'], azp: 'somebody-else' } }),
  expired: () => ({ claims: { iat: seconds() - 7200, exp: seconds() - 3600 } }),
  'not yet valid': () => ({ claims: { nbf: seconds() + 3600 } }),
  'exp as text': () => ({ claims: { exp: String(seconds() + 300) } }),
  'without exp': () => ({ without: ['exp'] }),
  'without iat': () => ({ without: ['iat'] }),
  'without iss': () => ({ without: ['iss'] }),
  'without aud': () => ({ without: ['aud'] }),
  'wrong nonce': () => ({ claims: { nonce: 'A'.repeat(43) } }),
  'without nonce': () => ({ without: ['nonce'] }),
  'without sub': () => ({ without: ['sub'] }),
  'empty sub': () => ({ claims: { sub: '' } }),
  'sub as number': () => ({ claims: { sub: 1 } }),
  'sub as array': () => ({ claims: { sub: ['someone'] } }),
  'sub of 256 characters': () => ({ claims: { sub: 'x'.repeat(256) } }),
  'sub with NUL': () => ({ claims: { sub: 'someone\0' } }),
  'email as array': () => ({ claims: { email: ['victim@example.com'] } }),
  'email as object': () => ({ claims: { email: { toString: 'victim@example.com' } } }),
  'email with a line break': () => ({ claims: { email: 'victim@example.com\r\nbcc: x@evil.example' } }),
  'two addresses in one': () => ({ claims: { email: 'victim@example.com,attacker@evil.example' } }),
  'email_verified false': () => ({ claims: { ...as_victim, email_verified: false } }),
  'email_verified as text': () => ({ claims: { ...as_victim, email_verified: 'true' } }),
  'email_verified as 1': () => ({ claims: { ...as_victim, email_verified: 1 } }),
  'without email_verified': () => ({ claims: as_victim, without: ['email_verified'] }),
  'address by userinfo of another subject': () => ({ without: ['email'], userinfo: { sub: 'else', ...as_victim, email_verified: true } }),
  'address by userinfo, promise by token': () => ({ without: ['email'], claims: { email_verified: true }, userinfo: { sub: 'someone', ...as_victim } }),
  'no token': () => ({ answer: () => Response.json({ access_token: 'x', token_type: 'Bearer' }) }),
  'a token that is none': () => ({ sign: async () => 'x.y.z' }),
  'a token of 200 kB': () => ({ claims: { filler: 'x'.repeat(200_000) }, header: { kid: 'two' } }),
  'an answer that is no JSON': () => ({ answer: () => new Response('<html>', { headers: { 'content-type': 'text/html' } }) }),
  'an answer without end': () => ({ answer: () => new Response('['.repeat(600_000), { headers: { 'content-type': 'application/json' } }) }),
  'an error': () => ({ answer: () => Response.json({ error: 'invalid_grant' }, { status: 400 }) }),
  'a redirect': () => ({ answer: () => new Response(null, { status: 302, headers: { location: `${issuer.issuer}/elsewhere` } }) }),
  'a broken server': () => ({ answer: () => new Response('', { status: 500 }) }),
}

/** Straight from the issuer, which asks nothing. */
async function way(visitor = t.visitor()) {
  const there = await press(visitor)
  const back = (await fetch(there, { redirect: 'manual' })).headers.get('location') ?? ''
  return { visitor, to: await comeBack(visitor, back) }
}
const users = async () => ({ ...(await rowCounts(t.site)), audit_entries: 0, outside_sign_ins: 0 })

describe('a token that is not what it should be makes no session and no account', () => {
  for (const [name, forge] of Object.entries(forgeries))
    test(name, async () => {
      const before = await users()
      issuer.forge(forge())
      const { visitor, to } = await way()
      expect(to).toMatch(/^\/login\?problem=(unproven|unverified_mail|unreachable)$/)
      expect(visitor.cookies.size).toBe(0)
      expect((await visitor.call(getSession, {})).data.user).toBeNull()
      expect(await users()).toEqual(before)
    })
})

test('the same issuer with a good token is believed: what failed above failed for its reason', async () => {
  const { visitor, to } = await way()
  expect(to).toBe('/profile/')
  expect((await visitor.call(getSession, {})).data.user?.username).toBe('someone')
})

test('each failure is audited, and none was an error of ours', async () => {
  const rows = await t.site.store.db.selectFrom('audit_entries').select('action').where('action', '=', 'accounts.google_sign_in_failed').execute()
  expect(rows.length).toBe(Object.keys(forgeries).length)
  expect(t.logged.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([])
})

test('look-alike addresses take no account', async () => {
  const twins = [
    'VICTIM@EXAMPLE.COM',
    'ｖｉｃｔｉｍ@example.com',
    'victim@example.com.evil.example',
    'victım@example.com',
    'vıctim@example.com',
    'victim+x@example.com',
  ]
  for (const [n, email] of twins.entries()) {
    issuer.forge({ claims: { sub: `twin${n}`, email, email_verified: true } })
    const { visitor, to } = await way()
    const name = (await visitor.call(getSession, {})).data.user?.username
    // The first two are the same address by our own rules, and proven: it is theirs. The provider’s second word for it is not believed.
    if (n === 0) expect({ to, name }).toEqual({ to: '/profile/', name: 'victim' })
    else if (n === 1) expect({ to, name }).toEqual({ to: '/login?problem=other_identity', name: undefined })
    else expect(name).not.toBe('victim')
  }
})

test('pictures and whatever else the token links to are not fetched', async () => {
  issuer.asked.length = 0
  const picture = `${issuer.issuer}/picture`
  issuer.forge({ claims: { sub: 'pictured', email: 'pictured@gmail.test', picture, profile: picture, website: picture } })
  expect((await way()).to).toBe('/profile/')
  expect(issuer.asked.filter((path) => /picture/.test(path))).toEqual([])
  const rows = JSON.stringify([
    await t.site.store.db.selectFrom('users').selectAll().execute(),
    await t.site.store.db.selectFrom('profiles').selectAll().execute(),
  ])
  expect(rows).not.toContain(picture)
})

describe('a provider that is out of order: the browser comes to a page that says so', () => {
  const broken: Record<string, () => Response | Promise<Response>> = {
    'answers 500': () => new Response('', { status: 500 }),
    'answers no JSON': () => new Response('<html>', { headers: { 'content-type': 'application/json' } }),
    'sends elsewhere': () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1:1/' } }),
    'is another issuer': () => Response.json({ issuer: 'https://evil.example' }),
    'answers without end': () => new Response('x'.repeat(300_000), { headers: { 'content-type': 'application/json' } }),
    'does not answer': async () => {
      await Bun.sleep(6000)
      return new Response('', { status: 500 })
    },
  }
  for (const [name, down] of Object.entries(broken))
    test(name, async () => {
      const own = await testSite([accounts], { environment: issuer.settings })
      try {
        issuer.down = down
        expect(await press(own.visitor(), '/compare')).toBe('/login?problem=unreachable&next=%2Fcompare')
        expect(own.logged.some((line) => line.includes('did not succeed'))).toBe(true)
        // What failed is not kept.
        issuer.down = undefined
        expect(await press(own.visitor())).toStartWith(`${issuer.issuer}/authorize?`)
      } finally {
        await own.end()
      }
    })

  test('is not there at all', async () => {
    const own = await testSite([accounts], { environment: { ...issuer.settings, OIDC_ISSUER: 'http://127.0.0.1:1' } })
    expect(await press(own.visitor())).toBe('/login?problem=unreachable')
    await own.end()
  })

  test('sends browsers to what is no web address', async () => {
    issuer.discovery = { authorization_endpoint: 'javascript:alert(1)' }
    const own = await testSite([accounts], { environment: issuer.settings })
    expect(await press(own.visitor())).toBe('/login?problem=unreachable')
    await own.end()
  })

  test('after it was known: its addresses are kept over an outage', async () => {
    t.pass(2 * 3_600_000)
    issuer.down = () => new Response('', { status: 500 })
    expect(await press(t.visitor())).toStartWith(`${issuer.issuer}/authorize?`)
  })
})
