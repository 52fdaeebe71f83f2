import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { accounts } from '../server/index.ts'
import { comeBack, continueAs, ProviderPages, pathOf, press } from './outside/browser.ts'
import type { TestProvider } from './outside/provider.ts'
import { openTrips, openWorld, proven, whoIs } from './outside/world.ts'
import { signedUp } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let provider: TestProvider
beforeAll(async () => {
  ;({ t, provider } = await openWorld())
})
afterAll(async () => {
  await t.end()
  await provider.close()
})

describe('a trip', () => {
  test('that is refused at the provider ends with a message', async () => {
    expect(await continueAs(t.visitor(), undefined, '/compare')).toBe('/login?problem=denied&next=%2Fcompare')
    expect(await continueAs(t.visitor(), undefined, '/hi/compare')).toBe('/hi/login?problem=denied&next=%2Fhi%2Fcompare')
  })

  test('is worth nothing in another browser, and is still good in its own', async () => {
    proven(provider, 'mine')
    const own = t.visitor()
    const back = await new ProviderPages().pass(await press(own), 'mine')
    const other = t.visitor()
    expect(await comeBack(other, back)).toBe('/login?problem=expired')
    await press(other)
    expect(await comeBack(other, back)).toBe('/login?problem=expired')
    expect(await whoIs(other)).toBeUndefined()
    expect(await comeBack(own, back)).toBe('/profile/')
  })

  test('with another state, or none, leads nowhere', async () => {
    proven(provider, 'stately')
    const visitor = t.visitor()
    const back = new URL(await new ProviderPages().pass(await press(visitor), 'stately'))
    for (const state of ['', 'A'.repeat(43), `${back.searchParams.get('state')}x`]) {
      const wrong = new URL(back)
      wrong.searchParams.set('state', state)
      expect(await comeBack(visitor, wrong.href)).toBe('/login?problem=expired')
    }
    const twice = `${back.href}&state=${back.searchParams.get('state')}`
    expect(await comeBack(visitor, twice)).toBe('/login?problem=unproven')
    expect(await whoIs(visitor)).toBeUndefined()
  })

  test('is good for ten minutes', async () => {
    const visitor = t.visitor()
    const back = await new ProviderPages().pass(await press(visitor), 'stately')
    t.pass(10 * 60_000 + 1)
    expect(await comeBack(visitor, back)).toBe('/login?problem=expired')
  })

  test('ends the session that the browser had, and gives a new one', async () => {
    const visitor = await signedUp(t, 'before')
    const planted = visitor.cookies.get('sessionid') ?? ''
    await continueAs(visitor, 'stately')
    expect(visitor.cookies.get('sessionid')).not.toBe(planted)
    expect(await whoIs(t.visitor({ headers: { cookie: `sessionid=${planted}` } }))).toBeUndefined()
  })

  test('10 at once come back with the same address: one gets in, 20 times', async () => {
    proven(provider, 'many')
    const pages = new ProviderPages()
    for (let round = 0; round < 20; round++) {
      const visitor = t.visitor()
      const back = pathOf(await pages.pass(await press(visitor), 'many'))
      const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const ends = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const response = await t.visitor().request(back, { headers: { cookie } })
          return { to: response.headers.get('location'), session: response.headers.getSetCookie().some((line) => line.startsWith('sessionid=')) }
        }),
      )
      expect(ends.filter(({ session }) => session)).toEqual([{ to: '/profile/', session: true }])
      expect(ends.filter(({ to }) => to === '/login?problem=expired')).toHaveLength(9)
    }
  })

  test('of somebody new, in 10 browsers at the same moment, makes one account', async () => {
    proven(provider, 'rush')
    const browsers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const visitor = t.visitor()
        return { visitor, back: await new ProviderPages().pass(await press(visitor), 'rush') }
      }),
    )
    const ends = await Promise.all(browsers.map(({ visitor, back }) => comeBack(visitor, back)))
    expect(ends).toEqual(new Array(10).fill('/profile/'))
    expect(new Set(await Promise.all(browsers.map(({ visitor }) => whoIs(visitor))))).toEqual(new Set(['rush']))
  })

  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    '/..//evil.example',
    '/%2e%2e//evil.example',
    '/hi//evil.example',
    '/hi/..//evil.example',
    '/\t/evil.example',
    '/\r\nset-cookie:x=1',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    '.evil.example',
    '/auth/logout/',
    '/api/states',
    ' /x',
    `/${'x'.repeat(2001)}`,
  ]
  test('ends on a page of ours whatever `next` says', async () => {
    proven(provider, 'open')
    const pages = new ProviderPages()
    for (const next of elsewhere) {
      const visitor = t.visitor()
      expect(await comeBack(visitor, await pages.pass(await press(visitor, next), 'open'))).toBe('/profile/')
      expect(await continueAs(t.visitor(), undefined, next)).toBe('/login?problem=denied')
    }
  })
})

test('the address at the provider: code flow, S256, state and nonce of 256 bits, and the way back to the checked host', async () => {
  const to = new URL(await press(t.visitor()))
  expect(to.origin).toBe(provider.issuer)
  const { state, nonce, code_challenge, ...rest } = Object.fromEntries(to.searchParams)
  expect(rest).toEqual({
    client_id: 'banyan',
    response_type: 'code',
    redirect_uri: 'http://localhost/auth/google/callback/',
    scope: 'openid email profile',
    code_challenge_method: 'S256',
  })
  for (const value of [state, nonce, code_challenge]) expect(value).toMatch(/^[\w-]{43}$/)
  const poisoned = await t.visitor().request('/auth/google/login/', { headers: { host: 'evil.example' } })
  expect(poisoned.status).toBe(400)
})

test('the cookie of a trip: HttpOnly, Lax, ten minutes, `__Host-` on https; the database holds no secret of it', async () => {
  const visitor = t.visitor()
  const response = await visitor.request('/auth/google/login/')
  expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^outside=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/)])
  const stored = JSON.stringify(await t.site.store.db.selectFrom('outside_sign_ins').selectAll().execute())
  const { state, nonce } = Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams)
  for (const secret of [visitor.cookies.get('outside'), state, nonce]) expect(stored).not.toContain(secret ?? '')
  const own = await testSite([accounts], { environment: { ...provider.settings, TRUSTED_PROXIES: '127.0.0.1', PUBLIC_URL: 'https://pocket.example' } })
  try {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5' }
    const secure = await own.visitor({ headers }).request('/auth/google/login/')
    expect(secure.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-outside=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/)])
    expect(new URL(secure.headers.get('location') ?? '').searchParams.get('redirect_uri')).toBe('https://pocket.example/auth/google/callback/')
  } finally {
    await own.end()
  }
})

test('trips that were not ended are cleared away', async () => {
  await press(t.visitor())
  expect(await openTrips(t)).toBeGreaterThan(0)
  t.pass(11 * 60_000)
  const { jobs } = await import('../server/jobs.ts')
  await jobs.find(({ name }) => name === 'accounts.tidy')?.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  expect(await openTrips(t)).toBe(0)
})

test('secrets of a trip are in no log line', async () => {
  const visitor = t.visitor()
  const back = await new ProviderPages().pass(await press(visitor), 'stately')
  const key = visitor.cookies.get('outside') ?? ''
  await comeBack(visitor, back)
  const log = t.logged.join('\n')
  for (const secret of [key, new URL(back).searchParams.get('code'), provider.settings['GOOGLE_CLIENT_SECRET']]) expect(log).not.toContain(secret ?? '')
})
