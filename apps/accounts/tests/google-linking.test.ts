import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { TestSite, Visitor } from '#server/testing.ts'
import { linkGoogle, unlinkIdentity } from '../contract/google.ts'
import { comeBack, continueAs, ProviderPages } from './outside/browser.ts'
import type { TestProvider } from './outside/provider.ts'
import { identitiesOf, mailsTo, openWorld, proven, whoIs } from './outside/world.ts'
import { nobody, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let provider: TestProvider
beforeAll(async () => {
  ;({ t, provider } = await openWorld())
  provider.people['mailless'] = { name: 'No Mail' }
  proven(provider, 'taken')
  await continueAs(t.visitor(), 'taken')
})
afterAll(async () => {
  await t.end()
  await provider.close()
})

describe('linking and unlinking while signed in', () => {
  test('opens the account from then on, is shown, and is taken away again', async () => {
    const lata = await signedUp(t, 'lata')
    proven(provider, 'lata-there', 'somewhere-else@gmail.test')
    const { data } = await lata.call(linkGoogle, {})
    expect(await comeBack(lata, await new ProviderPages().pass(data.location, 'lata-there'))).toBe('/profile/ways-in?linked=google')
    const elsewhere = t.visitor()
    await continueAs(elsewhere, 'lata-there')
    expect(await whoIs(elsewhere)).toBe('lata')
    const [identity] = await identitiesOf(lata)
    expect(identity?.email).toBe('somewhere-else@gmail.test')
    expect((await lata.call(unlinkIdentity, { params: { id: identity?.id ?? '' } })).status).toBe(204)
    expect(await identitiesOf(lata)).toEqual([])
    expect((await lata.call(unlinkIdentity, { params: { id: identity?.id ?? '' } })).status).toBe(404)
    const host = new URL(provider.issuer).host
    expect((await mailsTo(t, 'lata@example.com')).filter((subject) => subject.includes(host))).toEqual([
      `You can sign in with ${host} now`,
      `${host} does not open your account any more`,
    ])
    // What was unlinked is somebody new.
    const stranger = t.visitor()
    await continueAs(stranger, 'lata-there')
    expect(await whoIs(stranger)).toBe('lata-there')
  })

  test('the identity of somebody else is refused, one’s own is no error', async () => {
    const kavi = await signedUp(t, 'kavi')
    const link = async (visitor: Visitor, login: string) =>
      comeBack(visitor, await new ProviderPages().pass((await visitor.call(linkGoogle, {})).data.location, login))
    expect(await link(kavi, 'taken')).toBe('/profile/ways-in?problem=linked_elsewhere')
    proven(provider, 'kavi-there', 'kavi@gmail.test')
    expect(await link(kavi, 'kavi-there')).toBe('/profile/ways-in?linked=google')
    expect(await link(kavi, 'kavi-there')).toBe('/profile/ways-in?linked=google')
    expect(await identitiesOf(kavi)).toHaveLength(1)
    expect(await comeBack(kavi, await new ProviderPages().pass((await kavi.call(linkGoogle, {})).data.location, undefined))).toBe(
      '/profile/ways-in?problem=denied',
    )
  })

  test('the last way in stays; of two that go at the same moment one stays', async () => {
    proven(provider, 'last', 'last@gmail.test')
    proven(provider, 'last-too', 'last-too@gmail.test')
    const last = t.visitor()
    await continueAs(last, 'last')
    await last.withCsrf()
    const [only] = await identitiesOf(last)
    const refused = await last.call(unlinkIdentity, { params: { id: only?.id ?? '' } })
    expect(refused.status).toBe(409)
    await comeBack(last, await new ProviderPages().pass((await last.call(linkGoogle, {})).data.location, 'last-too'))
    const both = await identitiesOf(last)
    expect(both).toHaveLength(2)
    const statuses = await Promise.all(both.map(async ({ id }) => (await last.call(unlinkIdentity, { params: { id } })).status))
    expect(statuses.sort()).toEqual([204, 409])
    expect(await identitiesOf(last)).toHaveLength(1)
  })

  test('an identity at a provider that is not configured any more is listed, but is no way in', async () => {
    proven(provider, 'moved', 'moved@gmail.test')
    const visitor = t.visitor()
    await continueAs(visitor, 'moved')
    await visitor.withCsrf()
    const [now] = await identitiesOf(visitor)
    await t.site.store.write(nobody, async (tx) => {
      const row = await tx
        .selectFrom('identities')
        .selectAll()
        .where('id', '=', now?.id ?? '')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('identities')
        .values({ ...row, id: Bun.randomUUIDv7(), issuer: 'https://old.example/realm' })
        .execute()
    })
    const both = await identitiesOf(visitor)
    expect(both.map((identity) => identity.provider)).toEqual([new URL(provider.issuer).host, 'old.example'])
    expect((await visitor.call(unlinkIdentity, { params: { id: now?.id ?? '' } })).status).toBe(409)
    expect((await visitor.call(unlinkIdentity, { params: { id: both[1]?.id ?? '' } })).status).toBe(204)
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
    proven(provider, 'careful-there', 'careful@gmail.test')
    await comeBack(visitor, await new ProviderPages().pass((await visitor.call(linkGoogle, {})).data.location, 'careful-there'))
    const [identity] = await identitiesOf(visitor)
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
