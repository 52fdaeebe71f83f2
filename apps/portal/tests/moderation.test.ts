import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as contract from '../contract/moderation.ts'
import { listNotices } from '../contract/notices.ts'
import { getPost, listPosts } from '../contract/posts.ts'
import { search } from '../contract/search.ts'
import { good, type Person, person } from './people.ts'
import { newPost, said, talkOf } from './talk.ts'

let t: TestSite
let asha: Person
let ravi: Person
let sita: Person
let staff: Person
beforeAll(async () => {
  t = await testSite(apps)
  await person(t, 'admin')
  asha = await person(t, 'asha')
  ravi = await person(t, 'ravi')
  sita = await person(t, 'sita', 'staff')
  staff = await person(t, 'mohan', 'staff')
})
afterAll(() => t.end())

type Action = 'hide' | 'restore' | 'approve' | 'dismiss'
const decide = (who: Visitor, kind: string, id: string, action: Action, reason = 'Advertising') =>
  who.call(contract.decideCase, { params: { kind, id }, body: { action, reason } })
const report = (who: Visitor, kind: 'post' | 'comment', id: string) => who.call(contract.addReport, { body: { kind, id, reason: 'spam', note: 'look' } })
const cases = async (query: object = {}) => good(await sita.call(contract.listCases, { query: { limit: 100, ...query } })).items
const notices = async (who: Visitor) => good(await who.call(listNotices, {})).items.map(({ kind, excerpt, actor }) => [kind, excerpt, actor])

test('a hidden post is gone at once from its page, lists, feeds and searches, and comes back as it was', async () => {
  const { id, slug } = await newPost(asha, { postname: 'Walrus of Odisha' })
  const seen = async () => [
    (await t.visitor().call(getPost, { params: { id: slug } })).status,
    good(await t.visitor().call(listPosts, {})).items.some((post) => post.id === id),
    good(await t.visitor().call(search, { query: { q: 'walrus' } })).items.length,
  ]
  expect(await seen()).toEqual([200, true, 1])
  expect((await decide(ravi, 'post', id, 'hide')).status).toBe(403)
  expect((await decide(sita, 'post', id, 'hide', '')).status).toBe(400)
  expect(good(await decide(sita, 'post', id, 'hide')).status).toBe('hidden')
  expect(await seen()).toEqual([404, false, 0])
  expect(good(await asha.call(getPost, { params: { id } })).hidden_reason).toBe('Advertising')
  expect(good(await decide(sita, 'post', id, 'restore')).status).toBe('visible')
  expect(await seen()).toEqual([200, true, 1])
  expect(await notices(asha)).toEqual([
    ['restored', '', null],
    ['hidden', '', null],
  ])
})

test('once a person and thing; nobody reports what is theirs, or what they do not see', async () => {
  const { id } = await newPost(asha)
  const first = good(await report(ravi, 'post', id), 201)
  const again = await Promise.all([1, 2, 3].map(() => report(ravi, 'post', id)))
  expect(again.map((one) => good(one, 201).id)).toEqual([first.id, first.id, first.id])
  expect((await report(asha, 'post', id)).status).toBe(400)
  const draft = await newPost(asha, { status: 'draft' })
  expect((await report(ravi, 'post', draft.id)).status).toBe(404)
  expect((await report(ravi, 'comment', id)).status).toBe(404)
  expect((await report(t.visitor(), 'post', id)).status).toBe(401)
  good(await report(sita, 'post', id), 201)
  const [one] = (await cases()).filter((found) => found.id === id)
  expect(one?.reports.map(({ reporter, note }) => [reporter?.username, note])).toEqual([
    ['ravi', 'look'],
    ['sita', 'look'],
  ])
  good(await decide(sita, 'post', id, 'dismiss'))
  expect((await cases()).some((found) => found.id === id)).toBe(false)
  expect((await cases({ done: 'true' })).some((found) => found.id === id)).toBe(true)
  expect((await decide(staff, 'post', id, 'dismiss')).status).toBe(409)
})

test('of two who decide at once one wins, the other is shown what it is now', async () => {
  const { id } = await newPost(asha)
  const comment = await said(ravi, id, 'see https://strangers.example')
  for (const [kind, thing, action] of [
    ['comment', comment.id, 'approve'],
    ['comment', comment.id, 'hide'],
    ['post', id, 'hide'],
  ] as const) {
    const both = await Promise.all([sita, staff].map((who) => decide(who, kind, thing, action)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const loser = both.find(({ status }) => status === 409)?.body as { current: { id: string; status: string } }
    expect(loser.current).toMatchObject({ id: thing, status: action === 'hide' ? 'hidden' : 'visible' })
  }
  const audited = await t.site.store.db.selectFrom('audit_entries').select('action').where('object_id', '=', comment.id).orderBy('id').execute()
  expect(audited.map(({ action }) => action)).toEqual(['portal.comment_added', 'portal.comment_approved', 'portal.comment_hidden'])
})

test('a held comment waits in the list, the oldest first; let through, it is told of and everybody sees it', async () => {
  const usha = await person(t, 'usha')
  const { id } = await newPost(asha)
  const held = [await said(usha, id, 'one https://a.example'), await said(usha, id, 'two https://b.example')]
  const waiting = (await cases()).filter((one) => held.some((comment) => comment.id === one.id))
  expect(waiting.map((one) => [one.id, one.status, one.author?.username])).toEqual(held.map((comment) => [comment.id, 'held', 'usha']))
  const page = good(await sita.call(contract.listCases, { query: { limit: 1 } }))
  expect(good(await sita.call(contract.listCases, { query: { limit: 1, cursor: page.next ?? '' } })).items[0]?.id).not.toBe(page.items[0]?.id)
  const before = (await notices(asha)).length
  good(await decide(sita, 'comment', held[0]?.id ?? '', 'approve'))
  expect((await notices(asha)).length).toBe(before + 1)
  expect((await notices(usha)).map(([kind]) => kind)).toEqual(['approved'])
  expect((await talkOf(t.visitor(), id)).items).toHaveLength(1)
  // Nobody new any more.
  expect((await said(usha, id, 'three https://c.example')).status).toBe('visible')
  expect((await talkOf(usha, id)).items[0]?.html).toContain('nofollow')
})

test('staff do not judge their own case', async () => {
  const { id } = await newPost(asha)
  const own = await said(sita, id, 'mine')
  expect((await decide(sita, 'comment', own.id, 'hide')).status).toBe(403)
  good(await decide(staff, 'comment', own.id, 'hide'))
  expect((await decide(sita, 'comment', own.id, 'restore')).status).toBe(403)
})
