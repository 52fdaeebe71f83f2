import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineApp } from '#server/app.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { requestDeletion, requestExport, undoDeletion } from '../contract/data.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { getProfile, login } from '../contract/portal-door.ts'
import { getMe, signIn } from '../contract/session-door.ts'
import { changeProfileV1, getUserV1, loginV1 } from '../contract/versioned-door.ts'
import { eraseDue } from '../server/erase.ts'
import { accounts } from '../server/index.ts'
import { changeUser, nobody, password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
const day = 86_400_000
const asked: string[] = []
/** Another app that holds something of people; a file of theirs goes with it. */
const shelf = defineApp({
  name: 'shelf',
  erase: async (_, user_id) => {
    asked.push(user_id)
    return [`shelf/${user_id}.txt`]
  },
})

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts, shelf], { environment: { PUBLIC_URL: 'https://banyan.test' } })
  await signedUp(t, 'admin')
})
afterAll(() => t.end())

const close = (who: Visitor, username: string, current_password?: string) =>
  who.call(requestDeletion, { body: { username, ...(current_password && { current_password }) } })
const undo = async (token: string, site = t) => (await site.visitor().withCsrf()).call(undoDeletion, { body: { token } })
const user = (username: string) => t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()
const eraseAll = async () => {
  await eraseDue.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  await t.worker.drain()
}
async function mailedToken(username: string): Promise<string> {
  await t.worker.drain()
  const mails = await t.site.store.db.selectFrom('sent_mails').selectAll().where('recipient', '=', `${username}@example.com`).orderBy('id').execute()
  const mail = mails.findLast(({ subject }) => subject === 'Your account is closed')
  return /https:\/\/banyan\.test\/undo-deletion\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

test('closing ends every session at once, and to others the account is not there', async () => {
  const browser = await signedUp(t, 'leaver')
  const program = await withToken(t, 'leaver')
  const { id } = await user('leaver')
  expect((await t.visitor().call(getUserV1, { params: { id } })).status).toBe(200)
  const { status, data } = await close(browser, 'LEAVER')
  expect(status).toBe(200)
  expect(Date.parse(data.erase_at) - t.site.now().getTime()).toBeGreaterThan(14 * day - 60_000)
  expect(browser.cookies.has('sessionid')).toBe(false)
  expect((await program.call(getProfile, {})).status).toBe(401)
  expect((await browser.call(getMe, {})).status).toBe(401)
  expect((await t.visitor().call(getUserV1, { params: { id } })).status).toBe(404)
  // The name and the address stay theirs.
  expect(
    (
      await (
        await t.visitor().withCsrf()
      ).request('/api/auth/register', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(person('leaver')) })
    ).status,
  ).toBe(409)
})

test('a sign-in with the right password says so on every door and offers to keep it; with a wrong one nothing is told', async () => {
  const doors: [string, (password: string) => Promise<{ status: number; body: unknown }>][] = [
    ['portal', (password) => t.visitor().call(login, { body: { username: 'leaver', password } })],
    ['session', async (password) => (await t.visitor().withCsrf()).call(signIn, { body: { username: 'leaver', password } })],
    ['versioned', (password) => t.visitor().call(loginV1, { body: { username: 'leaver', password } })],
    ['pair', (password) => t.visitor().call(obtainPair, { body: { username: 'leaver', password } })],
  ]
  for (const [door, enter] of doors) {
    const right = await enter(password)
    expect(`${door} ${right.status}`).toBe(`${door} 403`)
    expect(JSON.stringify(right.body)).toMatch(/closed and will be erased on \d{4}-\d\d-\d\d/)
    const wrong = await enter('not-my-password')
    expect(`${door} ${wrong.status}`).toBe(`${door} 401`)
    expect(JSON.stringify(wrong.body)).not.toMatch(/closed|erase/)
  }
  const { body } = await (await t.visitor().withCsrf()).call(signIn, { body: { username: 'leaver', password } })
  const { code, current } = body as unknown as { code: string; current: { erase_at: string; undo_token: string } }
  expect(code).toBe('being_deleted')
  expect((await undo(current.undo_token)).data).toEqual({ username: 'leaver' })
  await withToken(t, 'leaver')
})

test('the link of the mail brings it back, once; a later closing has another', async () => {
  const leaver = await withToken(t, 'leaver')
  await close(leaver, 'leaver')
  const token = await mailedToken('leaver')
  expect((await undo(token)).status).toBe(200)
  expect((await undo(token)).status).toBe(410)
  await withToken(t, 'leaver').then((again) => close(again, 'leaver'))
  expect((await undo(token)).status).toBe(410)
  const second = await mailedToken('leaver')
  expect(second).not.toBe(token)
  for (const bad of [
    'x',
    second.slice(0, -1),
    `${second}x`,
    second.replace(/^./, (c) => (c === '0' ? '1' : '0')),
    `${(await user('admin')).id}.${second.split('.')[1]}`,
  ])
    expect((await undo(bad)).status).toBe(410)
  expect((await undo(second)).status).toBe(200)
  expect((await user('leaver')).erase_at).toBeNull()
})

test('of ten closings at once one closes, and of ten undoings one undoes: one mail, one entry each', async () => {
  const racer = await signedUp(t, 'racer')
  const closed = await Promise.all(Array.from({ length: 10 }, () => close(racer, 'racer')))
  expect(closed.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(closed.filter(({ status }) => ![200, 401, 409].includes(status))).toEqual([])
  const token = await mailedToken('racer')
  const kept = await Promise.all(Array.from({ length: 10 }, () => undo(token)))
  expect(kept.map(({ status }) => status).sort()).toEqual([200, ...new Array(9).fill(410)])
  const { id } = await user('racer')
  const entries = await t.site.store.db
    .selectFrom('audit_entries')
    .select('action')
    .where('object_id', '=', id)
    .where('action', 'like', 'accounts.deletion%')
    .orderBy('id')
    .execute()
  expect(entries.map(({ action }) => action)).toEqual(['accounts.deletion_requested', 'accounts.deletion_undone'])
  await t.worker.drain()
  const mails = await t.site.store.db.selectFrom('sent_mails').select('subject').where('recipient', '=', 'racer@example.com').execute()
  expect(mails.map(({ subject }) => subject).sort()).toEqual(['Welcome to Pocket India', 'Your account is closed', 'Your account is kept'])
})

test('it takes one’s own name, and the password or a sign-in of the last ten minutes', async () => {
  const careful = await signedUp(t, 'careful')
  expect((await close(careful, 'somebody')).body).toEqual({ username: ['That is not your username.'] })
  t.pass(11 * 60_000)
  expect((await close(careful, 'careful')).body).toMatchObject({ code: 'proof_needed' })
  expect((await close(careful, 'careful', 'not-my-password')).body).toEqual({ current_password: ['That is not your password.'] })
  expect((await user('careful')).deleted_at).toBeNull()
  expect((await close(careful, 'careful', password)).status).toBe(200)
})

test('the only admin stays while others have accounts; of two who leave at once one stays', async () => {
  const admin = await withToken(t, 'admin')
  const refused = await close(admin, 'admin', password)
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { detail: 'You are the only admin here, and others have accounts. Make somebody else an admin first.' },
  ])
  await signedUp(t, 'second')
  await changeUser(t, 'second', { role: 'admin' })
  const second = await withToken(t, 'second')
  const both = await Promise.all([close(admin, 'admin', password), close(second, 'second', password)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const left = await t.site.store.db.selectFrom('users').select('id').where('role', '=', 'admin').where('deleted_at', 'is', null).execute()
  expect(left).toHaveLength(1)
})

test('who is alone here may leave, admin or not', async () => {
  const own = await testSite([accounts])
  try {
    expect((await close(await signedUp(own, 'alone'), 'alone')).status).toBe(200)
  } finally {
    await own.end()
  }
})

test('after fourteen days nothing of the person is left, but what happened is', async () => {
  const names = { first_name: 'Zubeida', last_name: 'Quillington', phone: '+91 11 5550199', bio: 'Plays the sarangi.', address: '7 Neem Lane' }
  const zubeida = await signedUp(t, 'zubeida')
  await zubeida.call(changeProfileV1, { body: names })
  await zubeida.call(requestExport, { body: {} })
  await t.visitor().call(login, { body: { username: 'zubeida', password: 'not-my-password' } })
  const { id, number } = await user('zubeida')
  await t.site.files.put(`shelf/${id}.txt`, new Uint8Array([1]), 'text/plain')
  await t.worker.drain()
  const files = await t.site.files.keys('exports/')
  const history = await t.site.store.db.selectFrom('audit_entries').select('action').where('actor_id', '=', id).execute()
  await close(zubeida, 'zubeida')
  const token = await mailedToken('zubeida')
  t.pass(14 * day - 60_000)
  await eraseAll()
  expect((await user('zubeida')).erase_at).not.toBeNull()
  t.pass(120_000)
  // Its time is over before the job has come by: no way back, and the door says what it says to strangers.
  expect((await undo(token)).status).toBe(410)
  expect((await t.visitor().call(login, { body: { username: 'zubeida', password } })).status).toBe(401)
  await eraseAll()
  const everything = await everyRow(t.site)
  for (const text of ['zubeida', ...Object.values(names)]) expect(everything.toLowerCase()).not.toContain(text.toLowerCase())
  const shell = await t.site.store.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(shell).toMatchObject({ number, username: `erased:${id}`, email: '', password_hash: null, is_active: 0, erase_at: null, last_login: null })
  expect(asked).toContain(id)
  expect(await t.site.files.get(`shelf/${id}.txt`)).toBeUndefined()
  expect((await t.site.files.keys('exports/')).length).toBe(files.length - 1)
  const entries = await t.site.store.db
    .selectFrom('audit_entries')
    .selectAll()
    .where((e) => e.or([e('actor_id', '=', id), e('object_id', '=', id)]))
    .execute()
  expect(entries.length).toBeGreaterThanOrEqual(history.length + 2)
  expect(entries.map(({ action }) => action)).toContain('accounts.erased')
  expect(entries.filter(({ changes, ip }) => changes !== '{}' || ip !== null)).toEqual([])
  // Run again it finds nothing to do, and the name is free for somebody else.
  const before = await everyRow(t.site)
  await eraseDue.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  expect(await everyRow(t.site)).toBe(before)
  await signedUp(t, 'zubeida')
})

test('what an admin did to others keeps its values when the admin is erased', async () => {
  await signedUp(t, 'chief')
  const [chief, other] = [await user('chief'), await user('racer')]
  await t.site.store.write({ ...nobody, actor_id: chief.id, ip: '192.0.2.7' }, (tx) =>
    tx.audit({ action: 'test.changed', model: 'users', object_id: other.id, before: { role: 'user' }, after: { role: 'staff' } }),
  )
  await close(await withToken(t, 'chief'), 'chief', password)
  t.pass(14 * day)
  await eraseAll()
  const entry = await t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'test.changed').executeTakeFirstOrThrow()
  expect([entry.actor_id, JSON.parse(entry.changes), entry.ip]).toEqual([chief.id, { before: { role: 'user' }, after: { role: 'staff' } }, null])
})

test('every table of this app that knows whose its rows are is erased', () => {
  const read = (name: string) => readFileSync(resolve(import.meta.dir, '../server', name), 'utf8')
  const tables = [...read('tables.ts').matchAll(/^ {2}(\w+): \{([\s\S]*?)^ {2}\}/gm)].filter(([, , columns = '']) => /^ {4}user_id:/m.test(columns))
  expect(tables.length).toBeGreaterThan(3)
  expect(tables.map(([, name = '']) => name).filter((name) => !read('erase-own.ts').includes(`deleteFrom('${name}')`))).toEqual([])
})
