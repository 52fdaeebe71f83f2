import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { changeComment, removeComment, restoreComment } from '../contract/comments.ts'
import * as contract from '../contract/notices.ts'
import { unsubscribeToken } from '../server/notices/settings.ts'
import { good, mailsTo, operator, type Person, person, settle } from './people.ts'
import { newPost, said } from './talk.ts'

let t: TestSite
let asha: Person
let ravi: Person
let usha: Person
beforeAll(async () => {
  t = await testSite(apps)
  await person(t, 'admin')
  asha = await person(t, 'asha')
  ravi = await person(t, 'ravi')
  usha = await person(t, 'usha')
  await settle(t)
})
afterAll(() => t.end())
beforeEach(async () => {
  await t.site.store.write(operator, async (tx) => {
    await tx.deleteFrom('portal_notices').execute()
    await tx.deleteFrom('portal_notice_settings').execute()
    await tx.deleteFrom('sent_mails').execute()
  })
})

const listed = async (who: Visitor, query: object = {}) => good(await who.call(contract.listNotices, { query }))
const kinds = async (who: Visitor) => (await listed(who)).items.map(({ kind, excerpt }) => `${kind}: ${excerpt}`)
const unread = async (who: Visitor) => good(await who.call(contract.countNotices, {})).unread

test('the author of the post, whom it answers and whom it names are told, each once, and nobody of what they said', async () => {
  const { id } = await newPost(asha)
  const one = await said(ravi, id, 'hello')
  expect([await kinds(asha), await kinds(ravi)]).toEqual([['comment: hello'], []])
  await said(usha, id, 'hello @ravi and @Asha, not @nobody, @usha or mail@asha', { parent_id: one.id })
  expect((await kinds(ravi))[0]).toMatch(/^reply: hello/)
  expect((await kinds(asha))[0]).toMatch(/^mention: hello/)
  expect((await listed(asha)).items).toHaveLength(2)
  expect(await kinds(usha)).toEqual([])
  expect((await listed(ravi)).items[0]).toMatchObject({ actor: { username: 'usha' }, post: { id }, read_at: null })
  const to_ravi = t.published.filter(({ event, to }) => event === 'portal.notice_added' && to.includes(ravi.id))
  expect(to_ravi).toHaveLength(1)
})

test('a comment names ten people at most; a change tells only those who are new in it', async () => {
  const names = Array.from({ length: 12 }, (_, i) => `many${i}`)
  const people: Person[] = []
  for (const name of names) people.push(await person(t, name))
  const { id } = await newPost(asha)
  const one = await said(ravi, id, names.map((name) => `@${name}`).join(' '))
  const told = async () => (await Promise.all(people.map(unread))).reduce((sum, n) => sum + n, 0)
  expect(await told()).toBe(10)
  good(await ravi.call(changeComment, { params: { id: one.id }, body: { content: '@many0 @usha again' } }))
  expect([await told(), await unread(usha), await unread(asha)]).toEqual([10, 1, 1])
})

test('of a comment that is gone nobody needs to be told; restored it tells those who have not read of it', async () => {
  const { id } = await newPost(asha)
  const one = await said(ravi, id, 'hello @usha')
  good(await usha.call(contract.readNotices, { body: { up_to: (await listed(usha)).items[0]?.id ?? '' } }))
  good(await ravi.call(removeComment, { params: { id: one.id } }))
  expect([await kinds(asha), await kinds(usha)]).toEqual([[], ['mention: ']])
  good(await ravi.call(restoreComment, { params: { id: one.id } }))
  expect([await unread(asha), await unread(usha)]).toEqual([1, 0])
})

test('pages, counting, reading one and all up to one; others’ are nobody’s', async () => {
  const { id } = await newPost(asha)
  for (let i = 0; i < 5; i++) await said(ravi, id, `n ${i}`)
  const first = await listed(asha, { limit: 2 })
  const second = await listed(asha, { limit: 2, cursor: first.next ?? '' })
  expect(second.items.map(({ excerpt }) => excerpt)).toEqual(['n 2', 'n 1'])
  expect((await listed(asha, { limit: 2, cursor: second.previous ?? '' })).items).toEqual(first.items)
  const [newest] = first.items
  const read = (who: Visitor, body: Parameters<typeof who.call<typeof contract.readNotices>>[1]['body']) => who.call(contract.readNotices, { body })
  expect(good(await read(ravi, { ids: [newest?.id ?? ''] })).unread).toBe(0)
  expect(await unread(asha)).toBe(5)
  expect(good(await read(asha, { ids: [newest?.id ?? ''] })).unread).toBe(4)
  expect(good(await read(asha, { up_to: second.items[0]?.id ?? '' })).unread).toBe(1)
  expect(t.published.filter(({ event, to }) => event === 'portal.notices_read' && to.includes(asha.id)).at(-1)?.data).toEqual({ unread: 1 })
})

test('a mail comes after a minute, one for all that is unread, and none for what was read meanwhile', async () => {
  const { id, slug } = await newPost(asha)
  await said(ravi, id, 'first')
  await said(usha, id, 'second')
  expect(await mailsTo(t, 'asha@example.com')).toEqual([])
  t.pass(61_000)
  const mails = await mailsTo(t, 'asha@example.com')
  expect(mails.map(({ subject }) => subject)).toEqual(['2 pieces of news on Pocket India'])
  expect(mails[0]?.text).toContain('ravi commented on your post “A slow train”: first')
  const third = await said(ravi, id, 'third')
  good(await asha.call(contract.readNotices, { body: { up_to: (await listed(asha)).items[0]?.id ?? '' } }))
  t.pass(61_000)
  expect(await mailsTo(t, 'asha@example.com')).toHaveLength(1)
  const fourth = await said(ravi, id, 'fourth <b>bold</b>', { parent_id: third.id })
  t.pass(61_000)
  const last = (await mailsTo(t, 'asha@example.com')).at(-1)
  expect(last?.text).toContain(`/posts/${slug}#comment-${fourth.id}`)
  expect(last?.html).not.toContain('<b>bold')
})

test('by choice never, or once a day in the morning; in Hindi for whoever reads Hindi; never to an address that is not confirmed', async () => {
  const choose = (who: Visitor, mail: 'each' | 'daily' | 'never') => who.call(contract.setNoticeSettings, { body: { mail } })
  const { id } = await newPost(asha)
  expect(good(await asha.call(contract.getNoticeSettings, {})).mail).toBe('each')
  good(await choose(asha, 'never'))
  await said(ravi, id, 'quiet')
  t.pass(61_000)
  expect(await mailsTo(t, 'asha@example.com')).toEqual([])
  good(await choose(asha, 'daily'))
  await t.site.store.write(operator, (tx) => tx.updateTable('profiles').set({ preferences: '{"language":"hi"}' }).where('user_id', '=', asha.id).execute())
  await said(ravi, id, 'daily')
  t.pass(61_000)
  expect(await mailsTo(t, 'asha@example.com')).toEqual([])
  const daily = apps.find(({ name }) => name === 'portal')?.jobs?.find(({ name }) => name === 'portal.mail_daily_notices')
  if (!daily) throw new Error('no daily job')
  for (const key of ['one', 'two']) await t.site.store.write(operator, (tx) => tx.enqueue(daily, {}, { key }))
  const mails = await mailsTo(t, 'asha@example.com')
  expect(mails.map(({ subject }) => subject)).toEqual(['पॉकेट इंडिया पर आपके लिए 2 सूचनाएँ'])
  expect(mails[0]?.html).toContain('<html lang="hi">')
  await t.site.store.write(operator, (tx) => tx.updateTable('users').set({ email_verified_at: null }).where('id', '=', usha.id).execute())
  await said(ravi, id, '@usha')
  t.pass(61_000)
  expect(await mailsTo(t, 'usha@example.com')).toEqual([])
})

test('the link in a mail ends them with one click, and opens nothing else', async () => {
  const token = unsubscribeToken(t.site, asha.id)
  const post = (value: string) =>
    t.visitor().request(`/api/notices/unsubscribe?token=${value}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
  for (const wrong of ['', 'x', token.slice(0, -1), `${ravi.id}.${token.slice(37)}`]) expect((await post(wrong)).status).toBe(404)
  expect((await t.visitor().request(`/api/notices/unsubscribe?token=${token}`)).status).toBe(302)
  expect(good(await asha.call(contract.getNoticeSettings, {})).mail).toBe('each')
  expect((await post(token)).status).toBe(200)
  expect((await post(token)).status).toBe(200)
  expect(good(await asha.call(contract.getNoticeSettings, {})).mail).toBe('never')
})
