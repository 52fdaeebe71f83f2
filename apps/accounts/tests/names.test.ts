import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { canonical } from '#server/canonical.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { register } from '../contract/portal-door.ts'
import { signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { password } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts])
})
afterAll(() => t.end())

/** Spellings of one name: whoever has the first, has them all. */
const same_names = [
  ['jürgen', 'JÜRGEN', 'ju\u0308rgen', 'ｊürgen', ' jürgen '],
  ['strauß', 'STRAUSS', 'strauss', 'STRAUẞ', 'ſtrauss'],
  ['Ωμεγα', 'ωμεγα', '\u2126μεγα', 'ΩΜΕΓΑ'],
  ['σοφος', 'ΣΟΦΟΣ', 'σοφοσ'],
  ['ﬁlm', 'film', 'FILM'],
  ['क़लम', '\u0915\u093cलम'],
  ['kelvin', '\u212aelvin'],
  ['naïve', 'nai\u0308ve', 'NAI\u0308VE'],
]

for (const [n, [first = '', ...twins]] of same_names.entries())
  test(`${first}: its twins ${twins.join(', ')} are taken`, async () => {
    const made = await t.visitor().call(register, { body: { username: first, email: `owner${n}@example.com`, password } })
    expect(made.status).toBe(201)
    const before = await rowCounts(t.site)
    for (const twin of twins) {
      const refused = await t.visitor().call(register, { body: { username: twin, email: `twin${n}@example.com`, password } })
      expect({ twin, status: refused.status, body: refused.body }).toEqual({ twin, status: 409, body: { error: 'This username is taken.' } })
    }
    expect(await rowCounts(t.site)).toEqual(before)
  })

test('mail addresses are one in other case and form: one holds it, and no door tells the others', async () => {
  const body = { username: 'mailer', email: 'Straße@Example.com', password }
  expect((await t.visitor().call(register, { body })).status).toBe(201)
  for (const [n, email] of ['straße@example.COM', 'STRASSE@EXAMPLE.COM', 'ｓtraße@example.com'].entries()) {
    expect((await t.visitor().call(register, { body: { username: `other${n}`, email, password } })).status).toBe(201)
    expect((await (await t.visitor().withCsrf()).call(signUp, { body: { username: `another${n}`, email, password } })).status).toBe(201)
  }
  const rows = await t.site.store.db.selectFrom('users').select(['username', 'email_key', 'email_claim']).where('username', 'like', '%other%').execute()
  expect(rows).toHaveLength(6)
  for (const row of rows) expect(row).toMatchObject({ email_key: null, email_claim: 'strasse@example.com' })
  const before = await rowCounts(t.site)
  const both = await (await t.visitor().withCsrf()).call(signUp, { body })
  expect(both.status).toBe(400)
  expect(both.body).toEqual({ username: ['This username is taken.'] })
  expect(await rowCounts(t.site)).toEqual(before)
})

test('what cannot be seen is refused in names and addresses: nobody looks like somebody else', async () => {
  const before = await rowCounts(t.site)
  const invisible = ['\u200b', '\u200d', '\u00ad', '\u034f', '\ufe0f', '\u202e', '\u3164', '\u115f', '\ufeff', '\u2060', '\u0007', '\u{e0001}']
  for (const c of invisible)
    for (const body of [
      { username: `jo${c}hn`, email: 'plain@example.com', password },
      { username: 'plain', email: `jo${c}hn@example.com`, password },
    ]) {
      const { status } = await t.visitor().call(register, { body })
      expect(`${status} U+${c.codePointAt(0)?.toString(16)}`).toBe(`400 U+${c.codePointAt(0)?.toString(16)}`)
    }
  expect(await rowCounts(t.site)).toEqual(before)
})

test('usernames: 3 to 30 letters, digits, dots, hyphens and underscores of any script', async () => {
  const good = ['abc', 'a'.repeat(30), 'अनिल', 'தமிழ்', 'a.b-c_d', '๑๒๓', '12345']
  for (const [n, username] of good.entries()) {
    const { status } = await t.visitor().call(register, { body: { username, email: `good${n}@example.com`, password } })
    expect(`${status} ${username}`).toBe(`201 ${username}`)
  }
  const bad = ['', 'ab', '  ', 'a'.repeat(31), '---', '._-', 'a b c', 'a@b.c', 'a/b', '<b>x</b>', 'a\nb', "o'neil", 'a\u0000b', '😀😀😀', 'x'.repeat(500)]
  for (const username of bad) {
    const { status } = await t.visitor().call(register, { body: { username, email: 'bad@example.com', password } })
    expect(`${status} ${username}`).toBe(`400 ${username}`)
  }
})

test('mail addresses: one @, a domain with a dot, nothing that a header could mistake', async () => {
  const bad = [
    '',
    'a',
    'a@',
    '@b.c',
    'a@b',
    'a@b.',
    'a@.c',
    'a@@b.c',
    'a b@c.d',
    'a@b.c,d@e.f',
    'a@b.c\r\nBcc: x@y.z',
    'A <a@b.c>',
    'a@b..c',
    `${'a'.repeat(250)}@b.cd`,
    '"a"@b.c',
    'a@[127.0.0.1]',
  ]
  for (const email of bad) {
    const { status } = await t.visitor().call(register, { body: { username: 'mailtest', email, password } })
    expect(`${status} ${email}`).toBe(`400 ${email}`)
  }
})

test('the canonical form is a fixed point', () => {
  const moving: string[] = []
  for (let c = 0x20; c < 0x20000; c++) {
    const name = canonical(`a${String.fromCodePoint(c)}b`)
    if (canonical(name) !== name || canonical(name.toUpperCase()) !== name) moving.push(c.toString(16))
  }
  expect(moving).toEqual([])
})
