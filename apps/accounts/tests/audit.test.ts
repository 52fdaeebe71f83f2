import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { login, logout, register } from '../contract/portal-door.ts'
import { signIn, signOut, signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { addUser } from '../server/users.ts'
import { nobody, password, person, withToken } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

let seen = 0
/** What has been audited since it was asked last, oldest first. */
async function audited() {
  const rows = await t.site.store.db.selectFrom('audit_entries').selectAll().orderBy('id').execute()
  const fresh = rows.slice(seen)
  seen = rows.length
  return fresh.map(({ id, created_at, changes, ...row }) => ({ ...row, changes: JSON.parse(changes) as unknown }))
}
const idOf = async (username: string) => (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id
const address = '203.0.113.7'
const asked = (headers: Headers) => ({ ip: address, request_id: headers.get('x-request-id') ?? 'none' })
const session = expect.stringMatching(/^[0-9a-f-]{36}$/)

test('portal door: register, login, failed login, logout, each exactly once with who, where and which request', async () => {
  const visitor = t.visitor({ address })
  const made = await visitor.call(register, { body: person('usha') })
  const id = await idOf('usha')
  expect(await audited()).toEqual([
    {
      actor_id: id,
      action: 'accounts.register',
      model: 'users',
      object_id: id,
      changes: { after: { username: 'usha', email: 'usha@example.com', role: 'user' } },
      ...asked(made.headers),
    },
  ])
  const got = await visitor.call(login, { body: { username: 'usha', password } })
  expect(await audited()).toEqual([
    { actor_id: id, action: 'accounts.login', model: 'sessions', object_id: session, changes: { after: { kind: 'token' } }, ...asked(got.headers) },
  ])
  const failed = await visitor.call(login, { body: { username: 'usha', password: 'wrong' } })
  expect(await audited()).toEqual([{ actor_id: null, action: 'accounts.login_failed', model: 'users', object_id: id, changes: {}, ...asked(failed.headers) }])
  const unknown = await visitor.call(login, { body: { username: 'nobody-here', password } })
  expect(await audited()).toEqual([
    {
      actor_id: null,
      action: 'accounts.login_failed',
      model: 'users',
      object_id: expect.stringMatching(/^name:[\w-]{43}$/),
      changes: {},
      ...asked(unknown.headers),
    },
  ])
  visitor.token = got.data.access_token
  const left = await visitor.call(logout, {})
  expect(await audited()).toEqual([{ actor_id: id, action: 'accounts.logout', model: 'sessions', object_id: session, changes: {}, ...asked(left.headers) }])
})

test('session door: sign-up, sign-in, failed sign-in, sign-out', async () => {
  const visitor = await t.visitor({ address }).withCsrf()
  await visitor.call(signUp, { body: person('vani') })
  expect((await audited()).map(({ action, model }) => [action, model])).toEqual([
    ['accounts.sign_up', 'users'],
    ['accounts.sign_in', 'sessions'],
  ])
  await (await visitor.withCsrf()).call(signIn, { body: { username: 'vani', password: 'wrong' } })
  await visitor.call(signIn, { body: { username: 'vani', password } })
  await (await visitor.withCsrf()).call(signOut, {})
  expect((await audited()).map(({ action }) => action)).toEqual(['accounts.sign_in_failed', 'accounts.sign_in', 'accounts.sign_out'])
})

test('what is refused before it does anything is not audited', async () => {
  const visitor = t.visitor({ address })
  await visitor.call(register, { body: person('usha') })
  await visitor.call(register, { body: { ...person('weak'), password: 'password' } })
  await visitor.call(logout, {})
  await visitor.request('/auth/login', { method: 'POST' })
  expect(await audited()).toEqual([])
})

test('an entry belongs to its write: what rolls back leaves no user, no profile, no job and no entry', async () => {
  const before = await rowCounts(t.site)
  const user = { username: 'halfway', email: 'halfway@example.com', password_hash: '$argon2id$', may_be_first_admin: true }
  const failing = t.site.store.write(nobody, async (tx) => {
    await addUser(tx, t.site, user, 'http://localhost', 'accounts.register')
    throw new Error('after all of it')
  })
  expect(failing).rejects.toThrow('after all of it')
  await failing.catch(() => {})
  expect(await rowCounts(t.site)).toEqual(before)
})

test('a new token publishes that access has changed, to its owner alone, and only after the commit', async () => {
  await withToken(t, 'vani')
  t.published.length = 0
  await withToken(t, 'vani')
  const id = await idOf('vani')
  expect(t.published).toEqual([{ event: 'accounts.access_changed', to: [id], data: { user_id: id } }])
  t.published.length = 0
  await t.visitor().call(login, { body: { username: 'vani', password: 'wrong' } })
  expect(t.published).toEqual([])
})
