import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { secret } from '#server/crypto/secret.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { fullHashes } from '#server/testing-hashes.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { login } from '../contract/portal-door.ts'
import { signIn } from '../contract/session-door.ts'
import { loginV1 } from '../contract/versioned-door.ts'
import { isDjangoHash } from '../server/django-hashes.ts'
import { accounts } from '../server/index.ts'
import { passwordQueue } from '../server/password-queue.ts'
import { nobody, signedUp } from './people.ts'

fullHashes()

setDefaultTimeout(60_000)
const password = 'Peepal-tree-7 é'
/** Made by Django 3.2 of `password`, with less work than it does by default. */
const hashes = {
  pbkdf2: 'pbkdf2_sha256$1000$somesalt$b6+wLEtzIHbbCOZKqWFr/Dq67ZwHaag3kS/S33tIvJc=',
  bcrypt: 'bcrypt_sha256$$2b$04$tgFXwG991GBjv/ZbCrUuDeOq9n/PBo0DS4pEAfqUzjR6NE7Rhsj1i',
  argon2id: 'argon2$argon2id$v=19$m=512,t=2,p=8$c29tZXNhbHRzb21lc2FsdA$e2fu5EoZ/QS/0eif4prRlA',
  argon2i: 'argon2$argon2i$v=19$m=512,t=2,p=8$c29tZXNhbHRzb21lc2FsdA$6FmDbr3v0J5n1Dkc6ZZcvA',
  // With the work that Django does by default.
  pbkdf2_default: 'pbkdf2_sha256$260000$dQEVeIN0vpiO1MBYbWGsu0$raE6xGxROsPsZtpZfiX5WCRtDuBkNGy0wO4CtHPcxTE=',
  argon2_default: 'argon2$argon2id$v=19$m=102400,t=2,p=8$eU56SE4wN1VpVllxVEs5cHVYMUdsVQ$xOhqvPaylWVvjBZS69TQBg',
}

for (const [name, hash] of Object.entries(hashes))
  test(`${name}: the right password verifies, another does not, nor one that is spelt otherwise`, async () => {
    expect(await passwordQueue.verify(password, hash)).toBe(true)
    for (const wrong of ['', 'Peepal-tree-7', `${password} `, password.normalize('NFD'), hash]) expect(await passwordQueue.verify(wrong, hash)).toBe(false)
  })

test('what is unusable, unknown, broken or absurdly costly verifies nobody, at once', async () => {
  const [, , salt, key] = hashes.pbkdf2.split('$')
  const bad = [
    '',
    '!',
    '!PzrzSsV0qhj3YJ8f6aJJoe6lgHsZlKrCb1IycHyb',
    `!${hashes.pbkdf2}`,
    'pbkdf2_sha1$260000$wHYiTfFRzDMoy17XtOjPaO$R8nGZ6GYhUFQiopQEvTXRj6aFlg=',
    'md5$salt$0123456789abcdef0123456789abcdef',
    'constructor$1$2$3',
    `pbkdf2_sha256$4000001$${salt}$${key}`,
    `pbkdf2_sha256$1e9$${salt}$${key}`,
    `pbkdf2_sha256$0$${salt}$${key}`,
    `pbkdf2_sha256$-1$${salt}$${key}`,
    `pbkdf2_sha256$1000$$${key}`,
    `pbkdf2_sha256$1000$${salt}$`,
    `pbkdf2_sha256$1000$${salt}$AAAA`,
    `${hashes.pbkdf2}$more`,
    'pbkdf2_sha256',
    hashes.bcrypt.replace('$04$', '$31$'),
    hashes.bcrypt.slice(0, -1),
    'bcrypt_sha256$',
    hashes.argon2id.replace('m=512', 'm=4194304'),
    hashes.argon2id.replace('t=2', 't=100'),
    hashes.argon2id.replace('p=8', 'p=1000'),
    hashes.argon2id.replace('argon2id', 'argon2d'),
    'argon2$',
  ]
  const before = performance.now()
  for (const hash of bad) expect(`${hash} ${await passwordQueue.verify(password, hash)}`).toBe(`${hash} false`)
  expect(performance.now() - before).toBeLessThan(2000)
  expect(isDjangoHash('$argon2id$v=19$m=19456,t=2,p=1$x$y')).toBe(false)
})

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

const hashOf = async (username: string) =>
  String((await t.site.store.db.selectFrom('users').select('password_hash').where('username', '=', username).executeTakeFirstOrThrow()).password_hash)
const giveHash = (username: string, hash: string) =>
  t.site.store.write(nobody, (tx) =>
    tx
      .updateTable('users')
      .set({ password_hash: secret(hash) })
      .where('username', '=', username)
      .execute(),
  )

const doors: Record<string, (username: string, password: string) => Promise<number>> = {
  portal: async (username, password) => (await t.visitor().call(login, { body: { username, password } })).status,
  session: async (username, password) => (await (await t.visitor().withCsrf()).call(signIn, { body: { username, password } })).status,
  versioned: async (username, password) => (await t.visitor().call(loginV1, { body: { username, password } })).status,
  pair: async (username, password) => (await t.visitor().call(obtainPair, { body: { username, password } })).status,
}

for (const [n, [door, enter]] of Object.entries(doors).entries())
  test(`${door} door: a wrong password changes nothing, the right one makes it Argon2id`, async () => {
    const username = `from-django-${n}`
    await signedUp(t, username)
    const hash = Object.values(hashes)[n] ?? ''
    await giveHash(username, hash)
    expect(await enter(username, 'wrong-password-1')).toBe(401)
    expect(await hashOf(username)).toBe(hash)
    expect(await enter(username, password)).toBe(200)
    expect(await hashOf(username)).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(await enter(username, password)).toBe(200)
    expect(await enter(username, 'wrong-password-1')).toBe(401)
  })

test('ten first sign-ins at once all succeed, and one hash is left', async () => {
  await signedUp(t, 'many')
  await giveHash('many', hashes.pbkdf2)
  const statuses = await Promise.all(Array.from({ length: 10 }, () => doors['versioned']?.('many', password)))
  expect(statuses).toEqual(new Array(10).fill(200))
  expect(await hashOf('many')).toStartWith('$argon2id$')
})

test('an unusable password opens no door', async () => {
  await signedUp(t, 'unusable')
  for (const hash of ['!', '!abc', '']) {
    await giveHash('unusable', hash)
    for (const given of ['!', '!abc', hash || 'x']) expect(await doors['portal']?.('unusable', given)).toBe(401)
  }
})
