import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { changeComment, max_depth, removeComment, restoreComment, suggestPeople } from '../contract/comments.ts'
import { search } from '../contract/search.ts'
import { changePost } from '../contract/writing.ts'
import { good, type Person, person } from './people.ts'
import { countOn, newPost, said, say, talkOf } from './talk.ts'

let t: TestSite
let admin: Person
let asha: Person
let ravi: Person
beforeAll(async () => {
  t = await testSite(apps)
  admin = await person(t, 'admin')
  asha = await person(t, 'asha')
  ravi = await person(t, 'ravi')
})
afterAll(() => t.end())

const remove = (who: Person, id: string) => who.call(removeComment, { params: { id } })
const restore = (who: Person, id: string) => who.call(restoreComment, { params: { id } })
const change = (who: Person, id: string, body: { content: string; version?: number }) => who.call(changeComment, { params: { id }, body })
const contents = async (post_id: string, who = t.visitor()) => (await talkOf(who, post_id)).items.map(({ content }) => content)

test('a conversation reads in order, each comment followed by its answers, page by page in both directions', async () => {
  const { id } = await newPost(asha)
  const one = await said(asha, id, 'one')
  const two = await said(ravi, id, 'two')
  const one_a = await said(ravi, id, 'one a', { parent_id: one.id })
  await said(asha, id, 'two a', { parent_id: two.id })
  await said(asha, id, 'one a i', { parent_id: one_a.id })
  await said(asha, id, 'one b', { parent_id: one.id })
  const whole = ['one', 'one a', 'one a i', 'one b', 'two', 'two a']
  expect(await contents(id)).toEqual(whole)
  expect((await talkOf(t.visitor(), id)).items.map(({ depth }) => depth)).toEqual([0, 1, 2, 1, 0, 1])
  const first = await talkOf(t.visitor(), id, { limit: 4 })
  const second = await talkOf(t.visitor(), id, { limit: 4, cursor: first.next ?? '' })
  expect([...first.items, ...second.items].map(({ content }) => content)).toEqual(whole)
  expect([first.previous, second.next]).toEqual([null, null])
  expect((await talkOf(t.visitor(), id, { limit: 4, cursor: second.previous ?? '' })).items).toEqual(first.items)
  expect(await countOn(t, id)).toBe(6)
})

test('what is deeper than it goes stands beside what it answers; an id of one’s own puts nobody first', async () => {
  const { id } = await newPost(asha)
  let parent_id: string | null = null
  const depths: number[] = []
  for (let i = 0; i < max_depth + 3; i++) {
    const made = await said(asha, id, `at ${i}`, { parent_id })
    depths.push(made.depth)
    parent_id = made.id
  }
  expect(depths).toEqual([0, 1, 2, 3, 4, 5, 5, 5])
  await said(ravi, id, 'me first', { id: '00000000-0000-7000-8000-000000000000' })
  expect((await contents(id)).at(-1)).toBe('me first')
  expect(await contents(id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => `at ${i}`).concat('me first'))
})

test('the same id ten times at once is one comment; somebody else’s id is as good as none', async () => {
  const { id } = await newPost(asha)
  const comment_id = Bun.randomUUIDv7()
  const sent = await Promise.all(Array.from({ length: 10 }, () => say(ravi, id, 'once', { id: comment_id })))
  expect(new Set(sent.map((one) => good(one, 201).id)).size).toBe(1)
  expect(await contents(id)).toEqual(['once'])
  expect((await say(asha, id, 'mine', { id: comment_id })).status).toBe(404)
  const other = await newPost(asha)
  expect((await say(ravi, other.id, 'elsewhere', { id: comment_id })).status).toBe(404)
  expect((await say(ravi, other.id, 'across', { parent_id: comment_id })).status).toBe(404)
  await Promise.all(Array.from({ length: 20 }, (_, i) => said(ravi, other.id, `at once ${i}`)))
  expect(await countOn(t, other.id)).toBe(20)
})

test('its author changes it, with the version that they saw; nobody else does', async () => {
  const { id } = await newPost(asha)
  const made = await said(ravi, id, 'first words')
  expect((await change(asha, made.id, { content: 'not mine' })).status).toBe(404)
  expect((await change(admin, made.id, { content: 'not mine' })).status).toBe(404)
  const second = good(await change(ravi, made.id, { content: 'second *words*', version: 1 }))
  expect(second).toMatchObject({ version: 2, html: '<p>second <em>words</em></p>\n' })
  expect(second.edited_at).not.toBeNull()
  const stale = await change(ravi, made.id, { content: 'third', version: 1 })
  expect([stale.status, (stale.body as { current: { content: string } }).current.content]).toEqual([409, 'second *words*'])
  const racing = await Promise.all([1, 2, 3, 4].map((n) => change(ravi, made.id, { content: `racing ${n}`, version: 2 })))
  expect(racing.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
})

test('a removed comment goes; an answered one leaves an empty place, as long as something stands below it', async () => {
  const { id } = await newPost(asha)
  const one = await said(ravi, id, 'one')
  const answer = await said(asha, id, 'answer', { parent_id: one.id })
  const deep = await said(ravi, id, 'deep', { parent_id: answer.id })
  expect((await remove(asha, one.id)).status).toBe(404)
  good(await remove(ravi, one.id))
  good(await remove(ravi, one.id))
  const place = (await talkOf(t.visitor(), id)).items[0]
  expect(place).toMatchObject({ id: one.id, status: 'removed', content: '', html: '', author: null, editable: false, removable: false })
  expect((await say(asha, id, 'to nothing', { parent_id: one.id })).status).toBe(404)
  good(await remove(asha, answer.id))
  expect(await contents(id)).toEqual(['', '', 'deep'])
  good(await remove(ravi, deep.id))
  expect(await contents(id)).toEqual([])
  expect(await countOn(t, id)).toBe(0)
  expect(good(await restore(ravi, deep.id)).content).toBe('deep')
  expect(await contents(id)).toEqual(['', '', 'deep'])
  good(await restore(asha, answer.id))
  good(await restore(ravi, one.id))
  expect(await contents(id)).toEqual(['one', 'answer', 'deep'])
  expect(await countOn(t, id)).toBe(3)
})

test('what staff have removed its author does not bring back', async () => {
  const { id } = await newPost(asha)
  const one = await said(ravi, id, 'rude')
  good(await remove(admin, one.id))
  expect((await restore(ravi, one.id)).status).toBe(404)
  good(await restore(admin, one.id))
  expect(await contents(id)).toEqual(['rude'])
})

test('links of somebody new wait: only they and staff see them, also when they are put in later', async () => {
  const { id } = await newPost(asha)
  const spam = await said(ravi, id, 'See https://spam.example/ now')
  expect(spam.status).toBe('held')
  const later = await said(ravi, id, 'harmless')
  expect(good(await change(ravi, later.id, { content: '[harmless](https://spam.example)' })).status).toBe('held')
  expect(await contents(id)).toEqual([])
  expect(await contents(id, asha)).toEqual([])
  expect((await contents(id, ravi)).length).toBe(2)
  expect((await contents(id, admin)).length).toBe(2)
  expect(await countOn(t, id)).toBe(0)
  expect((await say(asha, id, 'an answer', { parent_id: spam.id })).status).toBe(404)
})

test('there is no talk below what readers do not see', async () => {
  const post = await newPost(asha, { status: 'draft' })
  for (const who of [asha, ravi, admin]) expect((await say(who, post.id, 'hello')).status).toBe(404)
  const open = await newPost(asha)
  const one = await said(ravi, open.id, 'hello')
  good(await asha.call(changePost, { params: { id: open.id }, body: { status: 'draft' } }))
  expect((await remove(ravi, one.id)).status).toBe(404)
  expect((await change(ravi, one.id, { content: 'x' })).status).toBe(404)
})

test('searches find what readers see, as it is now', async () => {
  const { id, slug } = await newPost(asha)
  const found = async (q: string) => good(await t.visitor().call(search, { query: { q, kind: 'comment' } })).items.map(({ path }) => path)
  const one = await said(ravi, id, 'the flamingo of Kutch')
  expect(await found('flamingo')).toEqual([`/posts/${slug}#comment-${one.id}`])
  good(await change(ravi, one.id, { content: 'the pelican of Kutch' }))
  expect(await found('flamingo')).toEqual([])
  expect(await found('pelican kutch')).toHaveLength(1)
  good(await remove(ravi, one.id))
  expect(await found('pelican')).toEqual([])
  good(await restore(ravi, one.id))
  expect(await found('pelican')).toHaveLength(1)
  good(await asha.call(changePost, { params: { id }, body: { status: 'draft' } }))
  expect(await found('pelican')).toEqual([])
})

test('visitors see each change at once, though their answers are kept', async () => {
  const { id } = await newPost(asha)
  const { id: comment_id } = await said(ravi, id, 'first')
  for (const [act, expected] of [
    [() => change(ravi, comment_id, { content: 'changed' }), ['changed']],
    [() => remove(ravi, comment_id), []],
    [() => restore(ravi, comment_id), ['changed']],
    [() => say(asha, id, 'more'), ['changed', 'more']],
  ] as const) {
    await contents(id)
    await act()
    expect(await contents(id)).toEqual([...expected])
  }
})

test('by @ and letters come those of the conversation first, then who has published; nobody who only has an account', async () => {
  const site = await testSite(apps)
  const [meera, mohan, mukta, madhav, mona] = [
    await person(site, 'meera'),
    await person(site, 'mohan'),
    await person(site, 'mukta'),
    await person(site, 'madhav'),
    await person(site, 'mona'),
  ]
  const { id: post_id } = await newPost(meera)
  await newPost(madhav)
  await said(mohan, post_id, 'first')
  await said(mukta, post_id, 'then')
  const ask = async (who: Visitor, q: string) => good(await who.call(suggestPeople, { params: { id: post_id }, query: { q } })).map(({ username }) => username)
  expect(await ask(mona, '')).toEqual(['mukta', 'mohan', 'meera'])
  expect(await ask(mona, 'M')).toEqual(['mukta', 'mohan', 'meera', 'madhav'])
  expect(await ask(mukta, 'm')).toEqual(['mohan', 'meera', 'madhav'])
  expect(await ask(mukta, 'mon')).toEqual([])
  expect(await ask(mukta, 'mad')).toEqual(['madhav'])
  expect((await site.visitor().call(suggestPeople, { params: { id: post_id } })).status).toBe(401)
  expect((await mona.call(suggestPeople, { params: { id: Bun.randomUUIDv7() } })).status).toBe(404)
  await site.end()
})
