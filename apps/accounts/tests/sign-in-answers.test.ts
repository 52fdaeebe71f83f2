import { afterAll, beforeAll, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { login, register } from '../contract/portal-door.ts'
import { signIn } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { nobodysHash } from '../server/password-queue.ts'
import { changeUser, password, person } from './people.ts'

fullHashes()

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
  for (const name of ['known', 'disabled', 'deleted', 'oauth']) expect((await t.visitor().call(register, { body: person(name) })).status).toBe(201)
  await changeUser(t, 'disabled', { is_active: 0 })
  await changeUser(t, 'deleted', { deleted_at: new Date().toISOString() })
  await changeUser(t, 'oauth', { password_hash: null })
})
afterAll(() => t.end())

const wrong_tries = {
  'wrong password': { username: 'known', password: 'Not-the-one-1' },
  'wrong password, by mail': { username: 'known@example.com', password: 'Not-the-one-1' },
  'unknown user': { username: 'nobody', password },
  'unknown mail': { username: 'nobody@example.com', password },
  'disabled, right password': { username: 'disabled', password },
  'deleted, right password': { username: 'deleted', password },
  'no password': { username: 'oauth', password },
}

async function answer(door: 'portal' | 'session', body: { username: string; password: string }) {
  const visitor = door === 'session' ? await t.visitor().withCsrf() : t.visitor()
  const { status, headers, body: answered } = door === 'session' ? await visitor.call(signIn, { body }) : await visitor.call(login, { body })
  const kept = [...headers].filter(([name]) => name !== 'x-request-id').sort()
  return { status, headers: kept, body: answered }
}

for (const door of ['portal', 'session'] as const)
  test(`${door} door: every failed sign-in gives the same status, headers and body`, async () => {
    const expected = await answer(door, wrong_tries['wrong password'])
    expect(expected.status).toBe(401)
    expect(expected.body).toEqual(
      door === 'portal' ? { error: 'Unknown user or wrong password.' } : { detail: 'Unknown user or wrong password.', code: 'bad_credentials' },
    )
    for (const [name, body] of Object.entries(wrong_tries)) expect({ name, ...(await answer(door, body)) }).toEqual({ name, ...expected })
  })

test('every failed sign-in does the same work: one Argon2 verification by name, two by mail (its owner and the last who claims it), one commit', async () => {
  const verify = spyOn(Bun.password, 'verify')
  const hash = spyOn(Bun.password, 'hash')
  const write = spyOn(t.site.store, 'write')
  try {
    for (const [name, body] of Object.entries(wrong_tries)) {
      for (const spy of [verify, hash, write]) spy.mockClear()
      await answer('portal', body)
      expect({ name, verified: verify.mock.calls.length, hashed: hash.mock.calls.length, writes: write.mock.calls.length }).toEqual({
        name,
        verified: body.username.includes('@') ? 2 : 1,
        hashed: 0,
        writes: 1,
      })
    }
  } finally {
    mock.restore()
  }
})

test('nobody’s hash costs what a real one costs, and no password opens it', async () => {
  const row = await t.site.store.db.selectFrom('users').select('password_hash').where('username', '=', 'known').executeTakeFirstOrThrow()
  const parameters = (hash: string) => hash.split('$').slice(1, 4).join(' ')
  expect(parameters(nobodysHash)).toBe(parameters(String(row.password_hash)))
  expect(parameters(nobodysHash)).toBe('argon2id v=19 m=19456,t=2,p=1')
  for (const text of ['', password, nobodysHash, 'null']) expect(await Bun.password.verify(text || ' ', nobodysHash)).toBe(false)
})

const change_meanwhile = {
  'is disabled': { is_active: 0 },
  'is deleted': { deleted_at: new Date().toISOString() },
  'has no password any more': { password_hash: null },
} as const
for (const [n, [what, change]] of Object.entries(change_meanwhile).entries())
  test(`whoever ${what} while the password is being verified does not get in by it`, async () => {
    const username = `meanwhile${n}`
    expect((await t.visitor().call(register, { body: person(username) })).status).toBe(201)
    spyOn(Bun.password, 'verify').mockImplementation(async () => {
      await changeUser(t, username, change)
      return true
    })
    try {
      const { status, body } = await answer('portal', { username, password })
      expect({ status, body }).toEqual({ status: 401, body: { error: 'Unknown user or wrong password.' } })
    } finally {
      mock.restore()
    }
    const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()
    expect(await t.site.store.db.selectFrom('sessions').select('id').where('user_id', '=', id).execute()).toEqual([])
  })

test('a failed sign-in of a known user and of an unknown one take the same time', async () => {
  const time = async (username: string) => {
    const start = performance.now()
    await answer('portal', { username, password: 'Not-the-one-1' })
    return performance.now() - start
  }
  const known: number[] = []
  const unknown: number[] = []
  for (let i = 0; i < 15; i++) {
    known.push(await time('known'))
    unknown.push(await time(`nobody${i}`))
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  // Wide, since the machine does other things too; without equal work the unknown one would take a tenth.
  expect(median(unknown) / median(known)).toBeGreaterThan(0.5)
  expect(median(unknown) / median(known)).toBeLessThan(2)
})
