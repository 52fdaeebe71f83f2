import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { defineApp } from '#server/app.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listExports, requestExport } from '../contract/data.ts'
import { changeProfileV1 } from '../contract/profile.ts'
import { accounts } from '../server/index.ts'
import { actions, password, signedUp } from './people.ts'

setDefaultTimeout(60_000)
const day = 86_400_000
/** Another app that holds something of people. */
const shelf = defineApp({ name: 'shelf', exports: async (_, user_id) => ({ books: [{ of: user_id, title: '<i>रामायण</i>' }] }) })

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts, shelf], { environment: { PUBLIC_URL: 'https://banyan.test' } })
})
afterAll(() => t.end())

const ask = (who: Visitor, current_password?: string) => who.call(requestExport, { body: current_password ? { current_password } : {} })
const list = async (who: Visitor) => (await who.call(listExports, {})).data.items
const fetchZip = (who: Visitor, id: string, token: string) => who.request(`/auth/exports/${id}/download/?token=${token}`)
const mailsTo = (username: string) =>
  t.site.store.db.selectFrom('sent_mails').selectAll().where('recipient', '=', `${username}@example.com`).orderBy('id').execute()

/** Asks and has it made. */
async function exported(who: Visitor) {
  const { status, data } = await ask(who)
  expect(status).toBe(201)
  await t.worker.drain()
  return data
}
const unzip = async (answer: Response) => Object.fromEntries(Object.entries(unzipSync(await answer.bytes())).map(([name, bytes]) => [name, strFromU8(bytes)]))

test('asked for, made, mailed, fetched: what every app holds, as JSON and to read', async () => {
  const asha = await signedUp(t, 'asha')
  await asha.call(changeProfileV1, { body: { first_name: 'Asha', bio: '<script>alert(1)</script>' } })
  const { id, token, state } = (await ask(asha)).data
  expect(state).toBe('queued')
  expect(await list(asha)).toMatchObject([{ id, state: 'queued', size: null }])
  await t.worker.drain()
  const [made] = await list(asha)
  expect([made?.id, made?.state]).toEqual([id, 'ready'])
  const mail = (await mailsTo('asha')).find(({ subject }) => subject === 'Your data is ready')
  expect(mail?.text).toContain(`https://banyan.test/profile/data?export=${id}&token=${token}`)
  const answer = await fetchZip(asha, id, token)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="asha-\d{4}-\d\d-\d\d\.zip"/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const bytes = await answer.clone().bytes()
  expect(bytes.length).toBe(made?.size ?? 0)
  // Where it lies it says nothing: it holds in the clear what the database holds encrypted.
  const stored = await (await t.site.files.get(`exports/${id}.zip`))?.bytes()
  expect(stored?.length).toBe(bytes.length + 28)
  expect(Buffer.from(stored ?? []).includes('index.html')).toBe(false)
  const files = await unzip(answer)
  expect(Object.keys(files)).toEqual([
    'index.html',
    ...['account', 'profile', 'sessions', 'security_history', 'linked_sign_ins', 'passkeys', 'app_codes', 'exports'].map((name) => `accounts/${name}.json`),
    'shelf/books.json',
  ])
  expect(JSON.parse(files['accounts/account.json'] ?? '')).toMatchObject({ username: 'asha', email: 'asha@example.com', first_name: 'Asha', is_active: true })
  expect(JSON.parse(files['accounts/profile.json'] ?? '')).toMatchObject({ bio: '<script>alert(1)</script>', preferences: {} })
  expect(JSON.parse(files['accounts/sessions.json'] ?? '')).toMatchObject([{ kind: 'cookie', ip_created: '127.0.0.1' }])
  expect(JSON.parse(files['accounts/security_history.json'] ?? '').map(({ action }: { action: string }) => action)).toContain('accounts.profile_changed')
  expect(JSON.parse(files['shelf/books.json'] ?? '')).toMatchObject([{ title: '<i>रामायण</i>' }])
  expect(files['index.html']).toContain('&#60;script&#62;alert(1)')
  expect(files['index.html']).not.toMatch(/<script|<i>/)
  const { password_hash } = await t.site.store.db.selectFrom('users').select('password_hash').where('username', '=', 'asha').executeTakeFirstOrThrow()
  const hashes = (await t.site.store.db.selectFrom('sessions').select('secret_hash').execute()).map(({ secret_hash }) => String(secret_hash))
  for (const secret of [password, String(password_hash), token, ...hashes]) expect(Object.values(files).join()).not.toContain(secret)
  expect((await actions(t)).filter((action) => action.startsWith('accounts.export'))).toEqual([
    'accounts.export_requested',
    'accounts.export_ready',
    'accounts.export_downloaded',
  ])
})

test('every table of this app that knows whose its rows are is exported, or has a reason not to be', () => {
  const read = (name: string) => readFileSync(resolve(import.meta.dir, '../server', name), 'utf8')
  const tables = [...read('tables.ts').matchAll(/^ {2}(\w+): \{([\s\S]*?)^ {2}\}/gm)].filter(([, , columns = '']) => /^ {4}user_id:/m.test(columns))
  // Digests of where somebody came from say nothing to them, nor do trips of ten minutes.
  // What only opens doors, and is worth nothing elsewhere.
  const without = ['imported_users', 'outside_sign_ins', 'codes', 'known_devices', 'recovery_codes']
  const names = tables.map(([, name = '']) => name).filter((name) => !without.includes(name))
  expect(names).toContain('sessions')
  expect(names.filter((name) => !read('own-exports.ts').includes(`selectFrom('${name}')`))).toEqual([])
})

test('the link opens only with both: the owner’s session and the token', async () => {
  const [owner, other] = [await signedUp(t, 'owner'), await signedUp(t, 'other')]
  const { id, token } = await exported(owner)
  const foreign = await exported(other)
  expect((await fetchZip(owner, id, token)).status).toBe(200)
  expect((await fetchZip(t.visitor(), id, token)).status).toBe(401)
  for (const [who, which, given] of [
    [other, id, token],
    [owner, id, 'x'],
    [owner, id, foreign.token],
    [owner, foreign.id, foreign.token],
    [owner, 'x', token],
    [owner, crypto.randomUUID(), token],
  ] as const)
    expect((await fetchZip(who, which, given)).status).toBe(404)
  expect((await owner.request(`/auth/exports/${id}/download/`)).status).toBe(404)
  expect((await list(other)).map((row) => row.id)).toEqual([foreign.id])
})

test('it needs the password, or a sign-in of the last ten minutes', async () => {
  const person = await signedUp(t, 'proven')
  t.pass(11 * 60_000)
  const refused = await ask(person)
  expect([refused.status, refused.body]).toMatchObject([403, { code: 'proof_needed' }])
  const wrong = await ask(person, 'not-my-password')
  expect([wrong.status, wrong.body]).toEqual([400, { current_password: ['That is not your password.'] }])
  expect(await list(person)).toEqual([])
  expect((await ask(person, password)).status).toBe(201)
  await t.worker.drain()
})

test('one at a time, of ten at once as well', async () => {
  const person = await signedUp(t, 'eager')
  const statuses = (await Promise.all(Array.from({ length: 10 }, () => ask(person)))).map(({ status }) => status).sort()
  expect(statuses).toEqual([201, ...new Array(9).fill(409)])
  await t.worker.drain()
  expect((await mailsTo('eager')).filter(({ subject }) => subject === 'Your data is ready')).toHaveLength(1)
})

test('at most three a day', async () => {
  const own = await testSite([accounts], { environment: { RATE_LIMITS: 'on' } })
  try {
    const person = await signedUp(own, 'often')
    const again = async () => {
      const { status } = await ask(person)
      await own.worker.drain()
      return status
    }
    expect([await again(), await again(), await again(), await again()]).toEqual([201, 201, 201, 429])
    // Redis counts by its own clock.
    if (own.site.limiter.mode === 'redis') return
    own.pass(day / 2)
    expect((await ask(person, password)).status).toBe(429)
    own.pass(day / 2)
    expect((await ask(person, password)).status).toBe(201)
  } finally {
    await own.end()
  }
})

test('guesses of the password are limited', async () => {
  const own = await testSite([accounts], { environment: { RATE_LIMITS: 'on' } })
  try {
    const person = await signedUp(own, 'guessed')
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push((await ask(person, `guess-number-${n}`)).status)
    expect(statuses).toEqual([400, 400, 400, 429, 429])
  } finally {
    await own.end()
  }
})
