import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { linkGoogle, listIdentities, listProviders, unlinkIdentity } from '../contract/google.ts'
import { getMe, getSession, signIn } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { comeBack, continueAs, ProviderPages, pathOf, press } from './outside/browser.ts'
import { openProvider, type TestProvider } from './outside/provider.ts'
import { actions, changeUser, nobody, password, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let provider: TestProvider
let t: TestSite
beforeAll(async () => {
  provider = await openProvider({
    asha: { name: 'Asha Rao', given_name: 'Asha', family_name: 'Rao', email: 'asha@gmail.test', email_verified: true, picture: 'http://127.0.0.1:1/picture' },
    unsure: { name: 'Un Sure', email: 'unsure@gmail.test', email_verified: false },
    silent: { email: 'silent@gmail.test' },
    mailless: { name: 'No Mail' },
  })
  await provider.allow('http://localhost/auth/google/callback/')
  t = await testSite([accounts], { environment: provider.settings })
})
afterAll(async () => {
  await t.end()
  await provider.close()
})

/** Somebody at the provider with a proven address. */
function proven(name: string, email = `${name}@example.com`) {
  provider.people[name] = { name, email, email_verified: true }
}
const userOf = (username: string) => t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()
const verify = (username: string) =>
  t.site.store.write(nobody, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).where('username', '=', username).execute())
const mailsTo = async (email: string) => {
  const jobs = await t.site.store.db.selectFrom('jobs').select(['name', 'payload']).where('name', '=', 'kernel.send_mail').execute()
  return jobs
    .map(({ payload }) => JSON.parse(payload) as { to: string; subject: string })
    .filter(({ to }) => to === email)
    .map(({ subject }) => subject)
}
const whoIs = async (visitor: Visitor) => (await visitor.call(getSession, {})).data.user?.username
const identities = async (visitor: Visitor) => (await visitor.call(listIdentities, {})).data.identities
const openTrips = async () => (await t.site.store.db.selectFrom('outside_sign_ins').selectAll().execute()).length

describe('somebody new', () => {
  test('gets an account without a password, a session, the names of the provider and a welcome mail, and ends at /profile/', async () => {
    const visitor = t.visitor({ address: '203.0.113.7' })
    expect(await continueAs(visitor, 'asha')).toBe('/profile/')
    const { data: me } = await visitor.call(getMe, {})
    expect(me).toMatchObject({ username: 'asha.rao', first_name: 'Asha', last_name: 'Rao', email: 'asha@gmail.test', email_verified: true, role: 'user' })
    expect((await userOf('asha.rao')).password_hash).toBeNull()
    expect(await mailsTo('asha@gmail.test')).toEqual(['Welcome to Pocket India'])
    expect(await actions(t)).toEqual(['accounts.google_sign_up', 'accounts.identity_linked', 'accounts.google_sign_in'])
    expect(await identities(visitor)).toEqual([
      {
        id: expect.any(String),
        provider: new URL(provider.issuer).host,
        email: 'asha@gmail.test',
        created_at: expect.any(String),
        last_used_at: expect.any(String),
      },
    ])
    expect(await openTrips()).toBe(0)
  })

  test('is the same account the next time, also when the address there has changed', async () => {
    provider.people['asha'] = { name: 'Asha Rao-Sen', email: 'new@gmail.test', email_verified: false }
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'asha', '/states/kerala?x=1')).toBe('/states/kerala?x=1')
    expect(await whoIs(visitor)).toBe('asha.rao')
  })

  test('whose address the provider does not vouch for gets nothing', async () => {
    for (const login of ['unsure', 'silent', 'mailless', 'nothing-known']) {
      const visitor = t.visitor()
      expect(await continueAs(visitor, login)).toBe('/login?problem=unverified_mail')
      expect(await whoIs(visitor)).toBeUndefined()
    }
    const users = await t.site.store.db.selectFrom('users').select('username').execute()
    expect(users).toEqual([{ username: 'asha.rao' }])
  })

  test('gets a name that nobody has, in any script', async () => {
    proven('other', 'other@gmail.test')
    provider.people['other'] = { ...provider.people['other'], name: 'ASHA  RAO' }
    provider.people['hindi'] = { name: 'मीरा देवी', email: 'mira@gmail.test', email_verified: true }
    provider.people['odd'] = { name: '!!', email: '..@gmail.test', email_verified: true }
    const names = []
    for (const login of ['other', 'hindi', 'odd']) {
      const visitor = t.visitor()
      await continueAs(visitor, login)
      names.push(await whoIs(visitor))
    }
    expect(names).toEqual(['asha.rao2', 'मीरा.देवी', 'traveller'])
  })
})

describe('first admin', () => {
  const first = async (address: string) => {
    const own = await testSite([accounts], { environment: provider.settings })
    try {
      proven('boss')
      const visitor = own.visitor({ address })
      await continueAs(visitor, 'boss')
      return (await visitor.call(getMe, {})).data.role
    } finally {
      await own.end()
    }
  }
  test('by the provider from the machine itself, never from elsewhere', async () => {
    expect(await first('127.0.0.1')).toBe('admin')
    expect(await first('203.0.113.7')).toBe('user')
  })
})

describe('an account with the same address', () => {
  test('that is proven is linked, and its owner is told', async () => {
    await signedUp(t, 'proven')
    await verify('proven')
    proven('there', 'PROVEN@example.com')
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'there')).toBe('/profile/')
    expect(await whoIs(visitor)).toBe('proven')
    expect((await userOf('proven')).password_hash).not.toBeNull()
    expect(await mailsTo('proven@example.com')).toEqual(['Welcome to Pocket India', `You can sign in with ${new URL(provider.issuer).host} now`])
  })

  test('is not given to a second identity of the same provider with that address', async () => {
    proven('there-too', 'proven@example.com')
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'there-too')).toBe('/login?problem=other_identity')
    expect(await whoIs(visitor)).toBeUndefined()
  })

  test('that only claims it changes hands: password, sessions, tokens and identities of before end first', async () => {
    const claimer = await signedUp(t, 'claimed')
    const token = await withToken(t, 'claimed')
    proven('attacker', 'attacker@gmail.test')
    const { data } = await claimer.call(linkGoogle, {})
    expect(await comeBack(claimer, await new ProviderPages().pass(data.location, 'attacker'))).toBe('/profile/ways-in?linked=google')
    // A trip that the claimer has begun and not ended.
    const begun = await new ProviderPages().pass((await claimer.call(linkGoogle, {})).data.location, 'mailless')

    proven('owner', 'claimed@example.com')
    const owner = t.visitor()
    expect(await continueAs(owner, 'owner')).toBe('/profile/')
    expect((await owner.call(getMe, {})).data).toMatchObject({ username: 'claimed', email_verified: true })
    expect((await claimer.call(getMe, {})).status).toBe(401)
    expect((await token.call(getMe, {})).status).toBe(401)
    const again = await (await t.visitor().withCsrf()).call(signIn, { body: { username: 'claimed', password } })
    expect(again.status).toBe(401)
    expect((await comeBack(claimer, begun)).startsWith('/login?problem=expired')).toBe(true)
    const stranger = t.visitor()
    await continueAs(stranger, 'attacker')
    expect(await whoIs(stranger)).not.toBe('claimed')
    expect(await identities(owner)).toHaveLength(1)
  })

  test('that is disabled or deleted stays shut', async () => {
    for (const [username, change] of [
      ['disabled', { is_active: 0 as const }],
      ['deleted', { deleted_at: new Date().toISOString() }],
    ] as const) {
      await signedUp(t, username)
      await verify(username)
      await changeUser(t, username, change)
      proven(username)
      const visitor = t.visitor()
      expect(await continueAs(visitor, username)).toBe('/login?problem=closed')
      expect(await whoIs(visitor)).toBeUndefined()
    }
    await changeUser(t, 'asha.rao', { is_active: 0 })
    expect(await continueAs(t.visitor(), 'asha')).toBe('/login?problem=closed')
    await changeUser(t, 'asha.rao', { is_active: 1 })
  })
})

describe('linking and unlinking while signed in', () => {
  test('opens the account from then on, is shown, and is taken away again', async () => {
    const lata = await signedUp(t, 'lata')
    proven('lata-there', 'somewhere-else@gmail.test')
    const { data } = await lata.call(linkGoogle, {})
    expect(await comeBack(lata, await new ProviderPages().pass(data.location, 'lata-there'))).toBe('/profile/ways-in?linked=google')
    const elsewhere = t.visitor()
    await continueAs(elsewhere, 'lata-there')
    expect(await whoIs(elsewhere)).toBe('lata')
    const [identity] = await identities(lata)
    expect(identity?.email).toBe('somewhere-else@gmail.test')
    expect((await lata.call(unlinkIdentity, { params: { id: identity?.id ?? '' } })).status).toBe(204)
    expect(await identities(lata)).toEqual([])
    expect((await lata.call(unlinkIdentity, { params: { id: identity?.id ?? '' } })).status).toBe(404)
    const host = new URL(provider.issuer).host
    expect((await mailsTo('lata@example.com')).slice(1)).toEqual([`You can sign in with ${host} now`, `${host} does not open your account any more`])
    // What was unlinked is somebody new.
    const stranger = t.visitor()
    await continueAs(stranger, 'lata-there')
    expect(await whoIs(stranger)).toBe('lata-there')
  })

  test('the identity of somebody else is refused, one’s own is no error', async () => {
    const kavi = await signedUp(t, 'kavi')
    const link = async (visitor: Visitor, login: string) =>
      comeBack(visitor, await new ProviderPages().pass((await visitor.call(linkGoogle, {})).data.location, login))
    expect(await link(kavi, 'asha')).toBe('/profile/ways-in?problem=linked_elsewhere')
    proven('kavi-there', 'kavi@gmail.test')
    expect(await link(kavi, 'kavi-there')).toBe('/profile/ways-in?linked=google')
    expect(await link(kavi, 'kavi-there')).toBe('/profile/ways-in?linked=google')
    expect(await identities(kavi)).toHaveLength(1)
    expect(await comeBack(kavi, await new ProviderPages().pass((await kavi.call(linkGoogle, {})).data.location, undefined))).toBe(
      '/profile/ways-in?problem=denied',
    )
  })

  test('the last way in stays; of two that go at the same moment one stays', async () => {
    proven('last', 'last@gmail.test')
    proven('last-too', 'last-too@gmail.test')
    const last = t.visitor()
    await continueAs(last, 'last')
    await last.withCsrf()
    const [only] = await identities(last)
    const refused = await last.call(unlinkIdentity, { params: { id: only?.id ?? '' } })
    expect(refused.status).toBe(409)
    await comeBack(last, await new ProviderPages().pass((await last.call(linkGoogle, {})).data.location, 'last-too'))
    const both = await identities(last)
    expect(both).toHaveLength(2)
    const statuses = await Promise.all(both.map(async ({ id }) => (await last.call(unlinkIdentity, { params: { id } })).status))
    expect(statuses.sort()).toEqual([204, 409])
    expect(await identities(last)).toHaveLength(1)
  })

  test('somebody else’s identity is not there', async () => {
    const stranger = await signedUp(t, 'stranger')
    const theirs = await t.site.store.db.selectFrom('identities').select('id').executeTakeFirstOrThrow()
    expect((await stranger.call(unlinkIdentity, { params: { id: theirs.id } })).status).toBe(404)
  })

  test('needs the CSRF token, a cookie, and a session that began a short while ago', async () => {
    const visitor = await signedUp(t, 'careful')
    const forged = await visitor.request('/auth/google/link/', { method: 'POST', headers: { 'x-csrftoken': 'forged' } })
    expect(forged.status).toBe(403)
    const program = await withToken(t, 'careful')
    expect((await program.call(linkGoogle, {})).status).toBe(403)
    proven('careful-there', 'careful@gmail.test')
    await comeBack(visitor, await new ProviderPages().pass((await visitor.call(linkGoogle, {})).data.location, 'careful-there'))
    const [identity] = await identities(visitor)
    t.pass(11 * 60_000)
    expect((await visitor.call(linkGoogle, {})).status).toBe(403)
    expect((await visitor.call(unlinkIdentity, { params: { id: identity?.id ?? '' } })).status).toBe(403)
  })

  test('ends with the session that began it: signed out meanwhile, or signed in as somebody else, links nothing', async () => {
    const first = await signedUp(t, 'first-here')
    const back = await new ProviderPages().pass((await first.call(linkGoogle, {})).data.location, 'mailless')
    await first.request('/auth/logout/', { method: 'POST' })
    first.cookies.set('sessionid', (await signedUp(t, 'second-here')).cookies.get('sessionid') ?? '')
    expect(await comeBack(first, back)).toBe('/profile/ways-in?problem=session_changed')
    const rows = await t.site.store.db.selectFrom('identities').select('id').where('subject', '=', 'mailless').execute()
    expect(rows).toEqual([])
  })
})

describe('a trip', () => {
  test('that is refused at the provider ends with a message', async () => {
    expect(await continueAs(t.visitor(), undefined, '/compare')).toBe('/login?problem=denied&next=%2Fcompare')
    expect(await continueAs(t.visitor(), undefined, '/hi/compare')).toBe('/hi/login?problem=denied&next=%2Fhi%2Fcompare')
  })

  test('is worth nothing in another browser, and is still good in its own', async () => {
    proven('mine')
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
    proven('stately')
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
    proven('many')
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
    proven('rush')
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
    proven('open')
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
  expect(await openTrips()).toBeGreaterThan(0)
  t.pass(11 * 60_000)
  const { jobs } = await import('../server/jobs.ts')
  await jobs.find(({ name }) => name === 'accounts.tidy')?.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  expect(await openTrips()).toBe(0)
})

test('secrets of a trip are in no log line', async () => {
  const visitor = t.visitor()
  const back = await new ProviderPages().pass(await press(visitor), 'stately')
  const key = visitor.cookies.get('outside') ?? ''
  await comeBack(visitor, back)
  const log = t.logged.join('\n')
  for (const secret of [key, new URL(back).searchParams.get('code'), provider.settings['GOOGLE_CLIENT_SECRET']]) expect(log).not.toContain(secret ?? '')
})

test('without a provider there is no button, and its addresses are not there', async () => {
  const own = await testSite([accounts])
  try {
    expect((await own.visitor().call(listProviders, {})).body).toEqual({ providers: [] })
    for (const path of ['/auth/google/login/', '/auth/google/callback/?code=x&state=y']) {
      const response = await own.visitor().request(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ detail: 'No such provider.', code: 'not_found' })
    }
    expect((await (await signedUp(own, 'nobody')).call(linkGoogle, {})).status).toBe(404)
  } finally {
    await own.end()
  }
})

test('the button is called Google, by the issuer’s host, or as the operator says', async () => {
  const named = async (environment: Record<string, string>) => {
    const own = await testSite([accounts], { environment: { GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'y', ...environment } })
    const { data } = await own.visitor().call(listProviders, {})
    await own.end()
    return data.providers
  }
  expect(await named({})).toEqual([{ id: 'google', name: 'Google' }])
  expect(await named({ OIDC_ISSUER: 'https://id.example.org/realms/x' })).toEqual([{ id: 'google', name: 'id.example.org' }])
  expect(await named({ OIDC_ISSUER: 'https://id.example.org', OIDC_NAME: 'Example' })).toEqual([{ id: 'google', name: 'Example' }])
})
