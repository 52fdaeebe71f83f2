import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listAuditLogs, listHistory } from '../contract/history.ts'
import { makeKey } from '../contract/keys.ts'
import { login } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { changeUser, signedUp } from './people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let admin: Visitor
let usha: Visitor
beforeAll(async () => {
  t = await testSite([accounts])
  admin = await signedUp(t, 'boss')
  usha = await signedUp(t, 'usha')
})
afterAll(() => t.end())

const idOf = async (username: string) => (await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()).id

test('one’s own acts and what others tried, newest first, with what is known of the device', async () => {
  await t.visitor({ address: '203.0.113.9' }).call(login, { body: { username: 'usha', password: 'wrong' } })
  await usha.call(makeKey, { body: { name: 'Backup', scope: 'read' } })
  const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  await t.visitor({ headers: firefox }).call(login, { body: { username: 'usha', password: 'Peepal-tree-7' } })
  const { data, body } = await usha.call(listHistory, {})
  expect(data.items.map(({ action, by, detail, browser, ip }) => [action, by, detail, browser, ip])).toEqual([
    ['accounts.login', 'you', null, 'Firefox 140', '127.0.0.1'],
    ['accounts.make_key', 'you', 'Backup', null, '127.0.0.1'],
    ['accounts.login_failed', 'unknown', null, null, '203.0.113.9'],
    ['accounts.sign_in', 'you', null, null, '127.0.0.1'],
    ['accounts.sign_up', 'you', null, null, '127.0.0.1'],
  ])
  expect(Object.keys((body as { results: object[] }).results[0] ?? {}).sort()).toEqual(
    ['action', 'browser', 'by', 'created_at', 'detail', 'id', 'ip', 'system'].sort(),
  )
})

test('what an admin did is told without the admin’s address; what others do elsewhere is nobody’s business', async () => {
  const id = await idOf('usha')
  await t.site.store.write({ actor_id: await idOf('boss'), ip: '198.51.100.4', request_id: null }, (tx) =>
    tx.audit({ action: 'accounts.role_changed', model: 'users', object_id: id, before: { role: 'user' }, after: { role: 'staff' } }),
  )
  await t.site.store.write({ actor_id: id, ip: '127.0.0.1', request_id: null }, (tx) =>
    tx.audit({ action: 'notes.note_added', model: 'notes', object_id: crypto.randomUUID() }),
  )
  const { items } = (await usha.call(listHistory, {})).data
  expect(items[0]).toMatchObject({ action: 'accounts.role_changed', by: 'other', ip: null })
  expect(items.some(({ action }) => action.startsWith('notes.'))).toBe(false)
  const own = (await admin.call(listHistory, {})).data.items
  expect(own.every(({ action }) => ['accounts.role_changed', 'accounts.sign_up', 'accounts.sign_in'].includes(action))).toBe(true)
})

test('by page, forward and back, with no entry lost or twice', async () => {
  const whole = (await usha.call(listHistory, { query: { limit: 100 } })).data.items.map(({ id }) => id)
  const seen: string[] = []
  let cursor: string | undefined
  let back: string | null = null
  do {
    const { data } = await usha.call(listHistory, { query: { limit: 2, ...(cursor && { cursor }) } })
    seen.push(...data.items.map(({ id }) => id))
    back = data.previous
    cursor = data.next ?? undefined
  } while (cursor)
  expect(seen).toEqual(whole)
  const before = (await usha.call(listHistory, { query: { limit: 2, cursor: back ?? '' } })).data.items.map(({ id }) => id)
  expect(whole.join()).toContain(before.join())
  expect(before).toHaveLength(2)
})

const logs = async (query: Parameters<typeof admin.call<typeof listAuditLogs>>[1]['query']) => admin.call(listAuditLogs, query ? { query } : {})

test('admins read the whole log in the versioned door’s shape', async () => {
  const { status, body, data } = await logs({ limit: 3 })
  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'success', meta: { version: '1.0', pagination: { next: expect.any(String), previous: null, limit: 3 } } })
  expect(Object.keys(data.items[0] ?? {}).sort()).toEqual(
    ['action', 'actor', 'actor_id', 'changes', 'created_at', 'id', 'ip', 'model', 'object_id', 'request_id'].sort(),
  )
  expect((await usha.call(listAuditLogs, {})).status).toBe(403)
  await changeUser(t, 'usha', { role: 'staff' })
  expect((await usha.call(listAuditLogs, {})).status).toBe(403)
  await changeUser(t, 'usha', { role: 'user' })
  expect((await t.visitor().call(listAuditLogs, {})).status).toBe(401)
})

test('filters narrow it, ordering turns it round', async () => {
  const id = await idOf('usha')
  const all = (await logs({ limit: 100 })).data.items
  const rising = (await logs({ limit: 100, ordering: 'created_at' })).data.items
  expect(rising).toEqual([...all].reverse())
  expect((await logs({ action: 'accounts.make_key' })).data.items.map(({ actor, changes }) => [actor, changes])).toEqual([
    ['usha', { after: { name: 'Backup', scope: 'read', expires_at: null } }],
  ])
  expect((await logs({ actor_id: id, limit: 100 })).data.items).toEqual(all.filter(({ actor_id }) => actor_id === id))
  expect((await logs({ object_id: id, limit: 100 })).data.items).toEqual(all.filter(({ object_id }) => object_id === id))
  const middle = all[3]?.created_at ?? ''
  expect((await logs({ created_at__gte: middle, limit: 100 })).data.items).toEqual(all.filter(({ created_at }) => created_at >= middle))
  expect((await logs({ created_at__lte: middle, limit: 100 })).data.items).toEqual(all.filter(({ created_at }) => created_at <= middle))
  // The same moment, as a clock in India says it.
  const there = new Date(Date.parse(middle) + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30')
  expect((await logs({ created_at__gte: there, limit: 100 })).data.items).toEqual(all.filter(({ created_at }) => created_at >= middle))
  for (const wrong of [{ ordering: 'id' }, { actor_id: 'x' }, { created_at__gte: 'yesterday' }, { cursor: 'x' }, { limit: 101 }])
    expect((await logs(wrong as never)).status).toBe(400)
})

test('pages of the log, rising and falling, lose nothing', async () => {
  for (const ordering of ['created_at', '-created_at'] as const) {
    const whole = (await logs({ limit: 100, ordering })).data.items.map(({ id }) => id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { data } = await logs({ limit: 3, ordering, ...(cursor && { cursor }) })
      seen.push(...data.items.map(({ id }) => id))
      if (data.previous)
        expect((await logs({ limit: 3, ordering, cursor: data.previous })).data.items.at(-1)?.id).toBe(whole[seen.length - data.items.length - 1] ?? '')
      cursor = data.next ?? undefined
    } while (cursor)
    expect(seen).toEqual(whole)
  }
})
