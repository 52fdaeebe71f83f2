import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { requestDeletion, undoDeletion } from '../contract/data.ts'
import { obtainPair } from '../contract/pair-door.ts'
import { getProfile, login } from '../contract/portal-door.ts'
import { getMe, signIn } from '../contract/session-door.ts'
import { getUserV1, loginV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { changeUser, password, person, signedUp, withToken } from './people.ts'

setDefaultTimeout(60_000)
const day = 86_400_000

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts], { environment: { PUBLIC_URL: 'https://banyan.test' } })
  await signedUp(t, 'admin')
})
afterAll(() => t.end())

const close = (who: Visitor, username: string, current_password?: string) =>
  who.call(requestDeletion, { body: { username, ...(current_password && { current_password }) } })
const undo = async (token: string, site = t) => (await site.visitor().withCsrf()).call(undoDeletion, { body: { token } })
const user = (username: string) => t.site.store.db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirstOrThrow()
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
  expect(mails.map(({ subject }) => subject).sort()).toEqual(['Confirm your e-mail address', 'Your account is closed', 'Your account is kept'])
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
