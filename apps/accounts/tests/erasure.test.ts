import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineApp } from '#server/app.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { requestDeletion, requestExport, undoDeletion } from '../contract/data.ts'
import { login } from '../contract/portal-door.ts'
import { changeProfileV1 } from '../contract/profile.ts'
import { eraseDue } from '../server/erase.ts'
import { accounts } from '../server/index.ts'
import { nobody, password, signedUp, withToken } from './people.ts'

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
  for (const name of ['admin', 'racer']) await signedUp(t, name)
})
afterAll(() => t.end())

const close = (who: Visitor, username: string) => who.call(requestDeletion, { body: { username, current_password: password } })
const user = (username: string) => t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()
const eraseAll = async () => {
  await eraseDue.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  await t.worker.drain()
}

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
  await t.worker.drain()
  const mail = await t.site.store.db.selectFrom('sent_mails').selectAll().where('subject', '=', 'Your account is closed').executeTakeFirstOrThrow()
  const token = /token=(\S+)/.exec(mail.text)?.[1] ?? ''
  t.pass(14 * day - 60_000)
  await eraseAll()
  expect((await user('zubeida')).erase_at).not.toBeNull()
  t.pass(120_000)
  // Its time is over before the job has come by: no way back, and the door says what it says to strangers.
  expect((await (await t.visitor().withCsrf()).call(undoDeletion, { body: { token } })).status).toBe(410)
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
  await close(await withToken(t, 'chief'), 'chief')
  t.pass(14 * day)
  await eraseAll()
  const entry = await t.site.store.db.selectFrom('audit_entries').selectAll().where('action', '=', 'test.changed').executeTakeFirstOrThrow()
  expect([entry.actor_id, JSON.parse(entry.changes), entry.ip]).toEqual([chief.id, { before: { role: 'user' }, after: { role: 'staff' } }, null])
})

test('every table of this app that knows whose its rows are is erased', () => {
  const read = (name: string) => readFileSync(resolve(import.meta.dir, '../server', name), 'utf8')
  const tables = [...read('tables.ts').matchAll(/^ {2}(\w+): \{([\s\S]*?)^ {2}\}/gm)].filter(([, , columns = '']) => /^ {4}user_id:/m.test(columns))
  expect(tables.length).toBeGreaterThan(3)
  expect(tables.map(([, name = '']) => name).filter((name) => !new RegExp(`(deleteFrom|updateTable)\\('${name}'\\)`).test(read('erase-own.ts')))).toEqual([])
})
