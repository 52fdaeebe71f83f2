import { afterAll, beforeAll, expect, mock, setDefaultTimeout, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { login, register } from '../contract/portal-door.ts'
import { signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'

fullHashes()

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

let n = 0
async function choose(password: string, own: { username?: string; email?: string } = {}) {
  n++
  const given = { username: `chooser${n}x`, email: `c${n}@pass.test`, password, ...own }
  return { ...(await t.visitor().call(register, { body: given })), given }
}
const sentence = ({ body }: { body: unknown }) => (body as { error?: string }).error

test('8 to 128 characters, counted as people count them', async () => {
  for (const good of ['x1y2z3w4', 'éééé-u\u0308vwx', '🌳🍃🌱🌿🍀🌾🌵🌴', `a${'b'.repeat(126)}c`, `a${'e\u0301'.repeat(127)}`, '  many spaces  ', 'बरगद का पेड़'])
    expect(`${(await choose(good)).status} ${good}`).toBe(`201 ${good}`)
  for (const short of ['', 'x', 'x1y2z3w', '🌳🍃🌱🌿', 'a\u0301'.repeat(7)]) expect(sentence(await choose(short))).toBe('Use at least 8 characters.')
  for (const long of [`a${'b'.repeat(127)}c`, 'ab'.repeat(256), 'ab'.repeat(100_000)]) expect(sentence(await choose(long))).toBe('Use at most 128 characters.')
})

test('nothing is cut off and nothing trimmed: a password is only itself', async () => {
  for (const [password, others] of [
    [`${'k'.repeat(71)}abcdefgh`, [`${'k'.repeat(71)}abcdefgX`, 'k'.repeat(71), 'k'.repeat(72)]],
    ['  Peepal-tree-7', ['Peepal-tree-7', '  Peepal-tree-7 ', '  peepal-tree-7']],
  ] as const) {
    const { status, given } = await choose(password)
    const { username } = given
    expect(status).toBe(201)
    for (const other of others) expect((await t.visitor().call(login, { body: { username, password: other } })).status).toBe(401)
    expect((await t.visitor().call(login, { body: { username, password } })).status).toBe(200)
  }
})

test('one password in two Unicode forms is one password', async () => {
  expect((await choose('Caf\u00e9-crème-\u1e9b\u0323', { username: 'composed' })).status).toBe(201)
  for (const password of ['Caf\u00e9-crème-\u1e9b\u0323', 'Cafe\u0301-cre\u0300me-\u017f\u0323\u0307'])
    expect((await t.visitor().call(login, { body: { username: 'composed', password } })).status).toBe(200)
  // Compatibility forms stay apart: they are other characters, and folding them would weaken the password.
  expect((await t.visitor().call(login, { body: { username: 'composed', password: 'Ｃaf\u00e9-crème-\u1e9b\u0323' } })).status).toBe(401)
})

test('the most used passwords are refused with the reason, in any case', async () => {
  for (const common of ['password', 'PASSWORD1', '12345678', 'qwertyuiop', 'Football1', 'iloveyou', 'ｐａｓｓｗｏｒｄ'])
    expect(`${common}: ${sentence(await choose(common))}`).toBe(`${common}: This password is on the list of the most used ones. Choose another.`)
  expect(sentence(await choose('zzzzzzzzz'))).toMatch(/most used|over and over/)
  expect(sentence(await choose('ξξξξξξξξξ'))).toBe('Use more than one character over and over.')
})

test('so is one’s own name or address', async () => {
  const own = { username: 'bhagirathi', email: 'ganga.river@himalaya.test' }
  for (const near of ['bhagirathi', 'BHAGIRATHI', 'bhagirathi1', '1bhagirathi!', 'ganga.river@himalaya.test', 'Himalaya1', 'ｂhagirathi'])
    expect(`${near}: ${sentence(await choose(near, own))}`).toBe(`${near}: This password is too close to your name or e-mail address.`)
  expect((await choose('bhagirathi flows to Devprayag', own)).status).toBe(201)
})

test('the session door names the field', async () => {
  const visitor = await t.visitor().withCsrf()
  const { status, body } = await visitor.call(signUp, { body: { username: 'fielded', email: 'f@example.com', password: 'password' } })
  expect(status).toBe(400)
  expect(body).toEqual({ password: ['This password is on the list of the most used ones. Choose another.'] })
})

test('what is too long is refused before any hashing, at sign-up and sign-in', async () => {
  const before = await rowCounts(t.site)
  const hash = spyOn(Bun.password, 'hash')
  const verify = spyOn(Bun.password, 'verify')
  for (const password of [`a${'b'.repeat(127)}c`, 'ab'.repeat(400_000)]) expect((await choose(password)).status).toBe(400)
  expect((await t.visitor().call(login, { body: { username: 'composed', password: 'ab'.repeat(400_000) } })).status).toBe(400)
  expect(hash).toHaveBeenCalledTimes(0)
  expect(verify).toHaveBeenCalledTimes(0)
  mock.restore()
  expect(await rowCounts(t.site)).toEqual(before)
})

test('every hash has a salt of its own', async () => {
  await choose('The-same-for-both-1')
  await choose('The-same-for-both-1')
  const rows = await t.site.store.db.selectFrom('users').select('password_hash').execute()
  expect(new Set(rows.map((row) => String(row.password_hash))).size).toBe(rows.length)
  for (const { password_hash } of rows) expect(String(password_hash)).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
})
