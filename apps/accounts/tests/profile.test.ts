import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { getPerson } from '../contract/people.ts'
import { changeProfileV1, getProfileV1 } from '../contract/profile.ts'
import { getMe } from '../contract/session-door.ts'
import { getUserV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { changeUser, nobody, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite([accounts])
  asha = await t.person('asha')
})
afterAll(() => t.end())

const change = (body: Parameters<typeof asha.call<typeof changeProfileV1>>[1]['body']) => asha.call(changeProfileV1, { body })
const profile = async () => (await asha.call(getProfileV1, {})).data
const person = (username: string) => t.visitor().call(getPerson, { params: { username } })
const entries = () => t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'accounts.profile_changed').orderBy('id').execute()

test('each field by itself: what is not sent stays, what did not change is not written', async () => {
  const first = await profile()
  expect(first).toMatchObject({ first_name: '', phone: '', address: '', bio: '', avatar: null, preferences: {}, version: 1 })
  await change({ first_name: ' Asha ', last_name: 'Rao' })
  await change({ phone: '+91 98765 43210', address: '1 Park Street\r\nKolkata' })
  await change({ bio: 'Walks.\n\nTrains.' })
  expect(await profile()).toMatchObject({
    first_name: 'Asha',
    last_name: 'Rao',
    phone: '+91 98765 43210',
    address: '1 Park Street\nKolkata',
    bio: 'Walks.\n\nTrains.',
    version: 4,
  })
  const before = await entries()
  expect((await change({ bio: 'Walks.\n\nTrains.' })).data.version).toBe(4)
  expect(await entries()).toHaveLength(before.length)
  expect(JSON.parse(String(before.at(-1)?.changes))).toEqual({ before: { bio: '' }, after: { bio: 'Walks.\n\nTrains.' } })
})

test('the next answer of every door knows it', async () => {
  await change({ first_name: 'Aasha', preferences: { theme: 'dark' } })
  expect((await asha.call(getMe, {})).data).toMatchObject({ first_name: 'Aasha', preferences: { theme: 'dark' } })
})

test('a cookie session needs the CSRF token here too, a token does not', async () => {
  const send = (who: Visitor, headers: Record<string, string>) =>
    who.request('/api/v1/users/profile/', { method: 'PATCH', headers: { 'content-type': 'application/json', ...headers }, body: '{"bio":"x"}' })
  const refused = await send(asha, { 'x-csrftoken': 'wrong' })
  expect(refused.status).toBe(403)
  expect(((await refused.json()) as { error: { code: string } }).error.code).toBe('CSRF')
  expect((await send(await withToken(t, 'asha'), {})).status).toBe(200)
})

test('metadata is kept for one’s own programs as it is, as a whole, and nobody else sees it', async () => {
  const metadata = { shop: { size: 'M', last: [1, 2.5, null] }, अ: 'आ', z: true, a: 1e2 }
  const first = await change({ metadata })
  expect(first.data.metadata).toEqual(metadata)
  expect((await profile()).metadata).toEqual(metadata)
  expect((await change({ metadata: structuredClone(metadata) })).data.version).toBe(first.data.version)
  expect((await change({ metadata: { theme: 'dark' } })).data.metadata).toEqual({ theme: 'dark' })
  expect((await change({ bio: 'Walks.' })).data.metadata).toEqual({ theme: 'dark' })
  const { id } = await profile()
  expect(JSON.stringify((await t.visitor().call(getUserV1, { params: { id } })).body)).not.toContain('metadata')
})

test('what a field cannot be is told at the field', async () => {
  const wrong: [object, string, string][] = [
    [{ first_name: 'x'.repeat(101) }, 'first_name', 'Use at most 100 characters.'],
    [{ phone: 'call me' }, 'phone', 'Enter a telephone number, such as +91 98765 43210.'],
    [{ bio: 'अ'.repeat(1001) }, 'bio', 'Use at most 1000 characters.'],
    [{ address: 'a\u0007b' }, 'address', 'Leave out control characters.'],
    [{ bio: 'a\u202eb' }, 'bio', 'Leave out control characters.'],
    [{ first_name: 'a\u200bb' }, 'first_name', 'Leave out control characters.'],
    [{ preferences: { theme: 'pink' } }, 'preferences.theme', 'Use one of: system, light, dark.'],
    [{ preferences: { tracking: true } }, 'preferences.tracking', 'Unknown field.'],
    [{ metadata: { note: 'x'.repeat(4000) } }, 'metadata', 'Use at most 4000 characters of JSON.'],
    [{ metadata: ['a'] } as object, 'metadata', 'Expected an object.'],
    [{ avatar: '/media/avatars/x.webp' }, 'avatar', 'Unknown field.'],
    [{ version: 0 }, 'version', 'Use a number of at least 1.'],
  ]
  const before = await profile()
  for (const [body, field, message] of wrong) {
    const { status, body: answer } = await asha.call(changeProfileV1, { body })
    expect({ status, details: (answer as { error: { details: object } }).error.details }).toEqual({ status: 400, details: { [field]: [message] } })
  }
  expect(await profile()).toEqual(before)
  // A thousand characters, not code units.
  expect((await change({ bio: '🙏'.repeat(1000) })).status).toBe(200)
})

test('a second tab that has not seen the last change is told, and gets the present profile', async () => {
  const { version } = await profile()
  expect((await change({ version, bio: 'From the first tab.' })).data.version).toBe(version + 1)
  const late = await change({ version, bio: 'From the second tab.', phone: '12345' })
  expect(late.status).toBe(409)
  const { error } = late.body as { error: { code: string; details: object } }
  expect(error).toMatchObject({ code: 'STALE', details: { bio: 'From the first tab.', version: version + 1 } })
  expect(await profile()).toMatchObject({ bio: 'From the first tab.', version: version + 1 })
  // Saying the same again with a stale version is told as well: nobody is to believe that they saw it all.
  expect((await change({ version, bio: 'From the first tab.' })).status).toBe(409)
})

test('of twenty tabs at once with one version one is written', async () => {
  for (let round = 0; round < 5; round++) {
    const { version } = await profile()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => change({ version, bio: `round ${round}, tab ${n}` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array(19).fill(409)])
    const won = answers.findIndex(({ status }) => status === 200)
    expect(await profile()).toMatchObject({ bio: `round ${round}, tab ${won}`, version: version + 1 })
  }
})

test('everybody sees the name only when its owner says so, and the bio unless they say not', async () => {
  await change({
    first_name: 'Asha',
    last_name: 'Rao',
    bio: 'Walks.',
    phone: '+91 98765 43210',
    address: 'Kolkata',
    preferences: { show_name: false, show_bio: true },
  })
  const shown = await person('asha')
  expect(shown.status).toBe(200)
  expect(shown.body).toEqual({
    ok: true,
    data: { username: 'asha', name: '', bio: 'Walks.', avatar: null, reachable: false, joined: expect.stringMatching(/^\d{4}-\d\d$/), listed: false },
  })
  const { id } = await profile()
  expect((await t.visitor().call(getUserV1, { params: { id } })).data).toMatchObject({ first_name: '', last_name: '', bio: 'Walks.' })
  await change({ preferences: { show_name: true, show_bio: false } })
  expect((await person('ASHA')).data).toMatchObject({ username: 'asha', name: 'Asha Rao', bio: '' })
  expect((await t.visitor().call(getUserV1, { params: { id } })).data).toMatchObject({ first_name: 'Asha', last_name: 'Rao', bio: '' })
  await change({ preferences: { show_bio: true } })
  await t.site.store.write(nobody, (tx) => tx.updateTable('users').set({ email_verified_at: tx.now }).where('username', '=', 'asha').execute())
  expect((await person('asha')).data.listed).toBe(true)
})

test('nobody is who does not exist, is disabled or deleted: one answer', async () => {
  await t.person('disabled')
  await t.person('deleted')
  await changeUser(t, 'disabled', { is_active: 0 })
  await changeUser(t, 'deleted', { deleted_at: t.site.now().toISOString() })
  const answers = await Promise.all(['nobody-here', 'disabled', 'deleted', 'x'].map(person))
  for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 404, body: { error: 'No such person.' } })
})
