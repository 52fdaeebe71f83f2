import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { erasePerson, personalAttachments, personalFiles } from '#server/personal-data.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { png } from '#server/testing-pictures.ts'
import type { Picture } from '../contract/fields.ts'
import { getPost, likePost, listPosts } from '../contract/posts.ts'
import { saveDraft } from '../contract/writing.ts'
import { good, idOf, newPost, patch } from './posts-people.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
let ravi: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  await t.person('admin')
  asha = await t.person('asha')
  ravi = await t.person('ravi')
})
afterAll(() => t.end())

test('a person gets what they wrote, drew and liked, and nothing of others; erasing leaves none of it, and what is others’ is counted right', async () => {
  const sent = await asha.request('/api/images', { method: 'POST', body: png(100, 50), headers: { 'content-type': 'image/png' } })
  const { data: picture } = (await sent.json()) as { data: Picture }
  const post = await newPost(asha, { postname: 'Of asha', content: `secretword\n\n![](${picture.url})`, image: picture.id })
  good(await patch(asha, post.id, { content: 'second words' }))
  const draft = { postname: 'Of asha', content: 'unfinished', category: 'Travel', state: null, language: 'en', image: null, version: 0 } as const
  good(await asha.call(saveDraft, { params: { id: post.id }, body: draft }))
  const other = await newPost(ravi, { postname: 'Of ravi' })
  for (const who of [asha, ravi]) good(await who.call(likePost, { params: { id: other.id } }))
  good(await ravi.call(likePost, { params: { id: post.id } }))
  const user_id = await idOf(t, 'asha')

  const files = new Map((await personalFiles(t.site, user_id)).map(({ name, value }) => [name, value]))
  const rows = (name: string) => files.get(`portal/${name}.json`) as Record<string, unknown>[]
  expect(rows('posts')).toMatchObject([{ postname: 'Of asha', content: 'second words' }])
  expect(rows('drafts')).toMatchObject([{ content: 'unfinished' }])
  expect(rows('revisions')).toHaveLength(2)
  expect(rows('pictures')).toMatchObject([{ address: picture.url }])
  expect(rows('likes')).toMatchObject([{ post_id: other.id }])
  const attached = (await personalAttachments(t.site, user_id)).filter(({ name }) => name.startsWith('portal/'))
  expect((await new Bun.Image((await attached[0]?.read()) ?? new Uint8Array()).metadata()).width).toBe(100)

  // Kept for visitors until it changes.
  expect(good(await t.visitor().call(getPost, { params: { id: other.id } })).likes).toBe(2)
  const erase = () => t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) => erasePerson(t.site, tx, user_id))
  const keys = await erase()
  expect(keys.filter((key) => key.startsWith('posts/')).map((key) => `/media/${key}`)).toEqual([picture.url, picture.medium, picture.small])
  await erase()
  expect((await t.visitor().call(getPost, { params: { id: post.id } })).status).toBe(404)
  expect(good(await t.visitor().call(listPosts, { query: {} })).items.map(({ postname }) => postname)).toEqual(['Of ravi'])
  expect(good(await t.visitor().call(getPost, { params: { id: other.id } })).likes).toBe(1)
  const left = async (table: 'portal_posts' | 'portal_images' | 'portal_drafts' | 'portal_revisions' | 'portal_post_slugs' | 'portal_likes') =>
    (await t.site.store.db.selectFrom(table).selectAll().execute()).length
  expect([await left('portal_posts'), await left('portal_images'), await left('portal_drafts')]).toEqual([1, 0, 0])
  expect([await left('portal_revisions'), await left('portal_post_slugs'), await left('portal_likes')]).toEqual([1, 1, 1])
})
