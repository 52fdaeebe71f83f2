import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { linkGoogle } from '../contract/google.ts'
import { changeProfileV1 } from '../contract/profile.ts'
import { getMe, signIn } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { comeBack, continueAs, ProviderPages } from './outside/browser.ts'
import type { TestProvider } from './outside/provider.ts'
import { identitiesOf, mailsTo, openTrips, openWorld, proven, userOf, verify, whoIs } from './outside/world.ts'
import { actions, changeUser, password, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let provider: TestProvider
beforeAll(async () => {
  ;({ t, provider } = await openWorld())
  proven(provider, 'asha', 'asha@gmail.test', { name: 'Asha Rao', given_name: 'Asha', family_name: 'Rao', picture: 'http://127.0.0.1:1/picture' })
  proven(provider, 'unsure', 'unsure@gmail.test', { email_verified: false })
  provider.people['silent'] = { email: 'silent@gmail.test' }
  provider.people['mailless'] = { name: 'No Mail' }
})
afterAll(async () => {
  await t.end()
  await provider.close()
})

describe('somebody new', () => {
  test('gets an account without a password, a session, the names of the provider and a welcome mail, and ends at /profile/', async () => {
    const visitor = t.visitor({ address: '203.0.113.7' })
    expect(await continueAs(visitor, 'asha')).toBe('/profile/')
    const { data: me } = await visitor.call(getMe, {})
    expect(me).toMatchObject({ username: 'asha.rao', first_name: 'Asha', last_name: 'Rao', email: 'asha@gmail.test', email_verified: true, role: 'user' })
    expect((await userOf(t, 'asha.rao')).password_hash).toBeNull()
    expect(await mailsTo(t, 'asha@gmail.test')).toEqual(['Welcome to Pocket India'])
    expect(await actions(t)).toEqual(['accounts.google_sign_up', 'accounts.identity_linked', 'accounts.google_sign_in'])
    expect(await identitiesOf(visitor)).toEqual([
      {
        id: expect.any(String),
        provider: new URL(provider.issuer).host,
        email: 'asha@gmail.test',
        created_at: expect.any(String),
        last_used_at: expect.any(String),
      },
    ])
    expect(await openTrips(t)).toBe(0)
  })

  test('is the same account the next time, also when the address there has changed', async () => {
    provider.people['asha'] = { name: 'Asha Rao-Sen', email: 'new@gmail.test', email_verified: false }
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'asha', '/states/kerala?x=1')).toBe('/states/kerala?x=1')
    expect(await whoIs(visitor)).toBe('asha.rao')
  })

  test('finds the language and the theme that they have chosen, on the page that they wanted', async () => {
    const before = await t.visitor().withCsrf()
    await continueAs(before, 'asha')
    await before.withCsrf()
    const choose = (preferences: object) =>
      before.request('/api/v1/users/profile/', { method: 'PATCH', body: JSON.stringify({ preferences }), headers: { 'content-type': 'application/json' } })
    expect((await choose({ language: 'hi', theme: 'dark' })).status).toBe(200)
    const pages = ['/profile/', '/states/kerala?x=1#food', '/', '/hi/states/goa']
    const there = await Promise.all(pages.map((page) => continueAs(t.visitor(), 'asha', page)))
    expect(there).toEqual(['/hi/profile/', '/hi/states/kerala?x=1#food', '/hi', '/hi/states/goa'])
    const other = t.visitor()
    await continueAs(other, 'asha')
    expect(other.cookies.get('theme')).toBe('dark')
    expect((await choose({ language: 'en', theme: 'system' })).status).toBe(200)
    expect(await continueAs(other, 'asha', '/hi/states/goa')).toBe('/states/goa')
    expect(other.cookies.has('theme')).toBe(false)
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
    proven(provider, 'other', 'other@gmail.test')
    provider.people['other'] = { ...provider.people['other'], name: 'ASHA  RAO' }
    provider.people['hindi'] = { name: 'मीरा देवी', email: 'mira@gmail.test', email_verified: true }
    provider.people['odd'] = { name: '!!', email: '~~@gmail.test', email_verified: true }
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
      proven(provider, 'boss')
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

  test('who sets out from a page in Hindi is greeted in Hindi, and so is the owner of a claimed address, whatever the claimant had chosen', async () => {
    proven(provider, 'hindi-reader')
    await continueAs(t.visitor(), 'hindi-reader', '/hi/profile')
    expect(await mailsTo(t, 'hindi-reader@example.com')).toEqual(['पॉकेट इंडिया में आपका स्वागत है'])
    const claimant = await signedUp(t, 'hindi-claimant')
    expect((await claimant.call(changeProfileV1, { body: { preferences: { language: 'en' } } })).status).toBe(200)
    proven(provider, 'hindi-owner', 'hindi-claimant@example.com')
    await continueAs(t.visitor(), 'hindi-owner', '/hi/profile')
    expect(await mailsTo(t, 'hindi-claimant@example.com')).toContain(`अब आप ${new URL(provider.issuer).host} से साइन इन कर सकते हैं`)
  })
})

describe('an account with the same address', () => {
  test('that is proven is linked, and its owner is told', async () => {
    await signedUp(t, 'proven')
    await verify(t, 'proven')
    proven(provider, 'there', 'PROVEN@example.com')
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'there')).toBe('/profile/')
    expect(await whoIs(visitor)).toBe('proven')
    expect((await userOf(t, 'proven')).password_hash).not.toBeNull()
    expect(await mailsTo(t, 'proven@example.com')).toContain(`You can sign in with ${new URL(provider.issuer).host} now`)
  })

  test('is not given to a second identity of the same provider with that address', async () => {
    proven(provider, 'there-too', 'proven@example.com')
    const visitor = t.visitor()
    expect(await continueAs(visitor, 'there-too')).toBe('/login?problem=other_identity')
    expect(await whoIs(visitor)).toBeUndefined()
  })

  test('that only claims it changes hands: password, sessions, tokens and identities of before end first', async () => {
    const claimer = await signedUp(t, 'claimed')
    const token = await withToken(t, 'claimed')
    proven(provider, 'attacker', 'attacker@gmail.test')
    const { data } = await claimer.call(linkGoogle, {})
    expect(await comeBack(claimer, await new ProviderPages().pass(data.location, 'attacker'))).toBe('/profile/ways-in?linked=google')
    // A trip that the claimer has begun and not ended.
    const begun = await new ProviderPages().pass((await claimer.call(linkGoogle, {})).data.location, 'mailless')

    proven(provider, 'owner', 'claimed@example.com')
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
    expect(await identitiesOf(owner)).toHaveLength(1)
  })

  test('that is disabled or deleted stays shut', async () => {
    for (const [username, change] of [
      ['disabled', { is_active: 0 as const }],
      ['deleted', { deleted_at: new Date().toISOString() }],
    ] as const) {
      await signedUp(t, username)
      await verify(t, username)
      await changeUser(t, username, change)
      proven(provider, username)
      const visitor = t.visitor()
      expect(await continueAs(visitor, username)).toBe('/login?problem=closed')
      expect(await whoIs(visitor)).toBeUndefined()
    }
    await changeUser(t, 'asha.rao', { is_active: 0 })
    expect(await continueAs(t.visitor(), 'asha')).toBe('/login?problem=closed')
    await changeUser(t, 'asha.rao', { is_active: 1 })
  })
})
