import { afterEach, describe, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { register } from '../contract/portal-door.ts'
import { signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { setupToken } from '../server/users.ts'
import { person } from './people.ts'

setDefaultTimeout(60_000)
afterEach(() => mock.restore())

const databases = 20
const at_once = 50

async function onFreshSite(work: (t: TestSite) => Promise<void>, environment: Record<string, string> = {}) {
  const t = await testSite([accounts], { environment })
  try {
    await work(t)
  } finally {
    await t.end()
  }
}

async function isAdmin(t: TestSite, name: string, options: Parameters<TestSite['visitor']>[0]): Promise<boolean> {
  const { status, data } = await t.visitor(options).call(register, { body: person(name) })
  expect(status).toBe(201)
  return data.user.is_admin
}

test(`of ${at_once} simultaneous first sign-ups, through both doors, exactly one is admin, on each of ${databases} fresh databases`, async () => {
  // What races is the write: with one hash for all, the hashing before it does not spread the writes out.
  const hash = await Bun.password.hash(person('user').password)
  spyOn(Bun.password, 'hash').mockImplementation(async () => hash)
  for (let n = 0; n < databases; n++)
    await onFreshSite(async (t) => {
      const calls = Array.from({ length: at_once }, async (_, i) => {
        if (i % 2 === 0) return (await t.visitor().call(register, { body: person(`user${i}`) })).status
        return (await (await t.visitor().withCsrf()).call(signUp, { body: person(`user${i}`) })).status
      })
      expect(await Promise.all(calls)).toEqual(new Array(at_once).fill(201))
      const roles = await t.site.store.db.selectFrom('users').select(['role', 'number']).orderBy('number').execute()
      expect(roles.filter((row) => row.role === 'admin')).toHaveLength(1)
      expect(new Set(roles.map((row) => row.number)).size).toBe(at_once)
      expect(await t.site.store.db.selectFrom('claims').select('name').execute()).toEqual([{ name: 'accounts.first_admin' }])
    })
})

describe('a first sign-up from elsewhere', () => {
  const foreign = '203.0.113.9'

  test('is not admin without the set-up token, nor by claiming to be this machine', () =>
    onFreshSite(async (t) => {
      expect(await isAdmin(t, 'plain', { address: foreign })).toBe(false)
      expect(await isAdmin(t, 'forwarded', { address: foreign, headers: { 'x-forwarded-for': '127.0.0.1' } })).toBe(false)
      expect(await isAdmin(t, 'real', { address: foreign, headers: { 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' } })).toBe(false)
      expect(await isAdmin(t, 'host', { address: foreign, headers: { host: '127.0.0.1' } })).toBe(false)
      expect(await isAdmin(t, 'token', { address: foreign, headers: { 'x-setup-token': `${setupToken(t.site).slice(0, -1)}!` } })).toBe(false)
      expect(await isAdmin(t, 'empty', { address: foreign, headers: { 'x-setup-token': '' } })).toBe(false)
      // Nobody has used the right up: the machine itself still has it.
      expect(await isAdmin(t, 'local', { address: '::1' })).toBe(true)
    }))

  test('is admin with the set-up token, once', () =>
    onFreshSite(async (t) => {
      const options = { address: foreign, headers: { 'x-setup-token': setupToken(t.site) } }
      expect(await isAdmin(t, 'first', options)).toBe(true)
      expect(await isAdmin(t, 'second', options)).toBe(false)
      expect(await isAdmin(t, 'third', { address: '127.0.0.1' })).toBe(false)
    }))

  test('behind a proxy on this machine nobody counts as this machine', () =>
    onFreshSite(
      async (t) => {
        for (const [name, forwarded] of Object.entries({ spoofed: `127.0.0.1, ${foreign}`, looped: '127.0.0.1', mapped: '::ffff:127.0.0.1, ::1' }))
          expect(await isAdmin(t, name, { address: '127.0.0.1', headers: { 'x-forwarded-for': forwarded } })).toBe(false)
      },
      { TRUSTED_PROXIES: 'loopback' },
    ))
})

test('nobody becomes admin by being first where FIRST_USER_IS_ADMIN is off', () =>
  onFreshSite(
    async (t) => {
      expect(await isAdmin(t, 'first', { headers: { 'x-setup-token': setupToken(t.site) } })).toBe(false)
      expect(await t.site.store.db.selectFrom('claims').selectAll().execute()).toEqual([])
    },
    { FIRST_USER_IS_ADMIN: 'off' },
  ))

test('a first sign-up that is refused does not use the right up', () =>
  onFreshSite(async (t) => {
    const bad = await t.visitor().call(register, { body: { ...person('root'), password: 'password1' } })
    expect(bad.status).toBe(400)
    expect(await isAdmin(t, 'second', {})).toBe(true)
  }))
