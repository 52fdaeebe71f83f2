import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite } from '#server/testing.ts'
import { getPost, listPosts } from '../contract/posts.ts'
import { removePost } from '../contract/writing.ts'
import { samples } from '../server/samples/posts.ts'
import { putSamples } from '../server/samples/put.ts'
import { commands } from '../server/scale/command.ts'
import { good } from './posts-people.ts'

setDefaultTimeout(60_000)
let t: TestSite
beforeAll(async () => {
  t = await testSite(apps)
})
afterAll(() => t.end())

test('a site that is tried out has posts of its own, once, of no account; whoever removes them does not get them again', async () => {
  const seed = () => commands.find(({ name }) => name === 'seed')?.run(t.site, [])
  expect(await Promise.all([putSamples(t.site), seed()])).toEqual([undefined, 0])
  const visitor = t.visitor()
  const all = async () => good(await visitor.call(listPosts, { query: { limit: 100 } })).items
  const items = await all()
  expect(items.map(({ postname }) => postname)).toEqual(samples.map(({ postname }) => postname).reverse())
  for (const { author, published_at, state } of items)
    expect({ author, past: (published_at ?? '') < t.site.now().toISOString(), state }).toEqual({
      author: { id: 0, username: '', name: 'Pocket India', avatar: null },
      past: true,
      state: expect.any(String),
    })
  const hindi = items.find(({ language }) => language === 'hi')
  expect(good(await visitor.call(getPost, { params: { id: hindi?.slug ?? '' } })).translations).toHaveLength(1)
  // Nobody signed up by it, so the first who does is still the admin.
  const admin = await t.person('first')
  expect((await t.site.store.db.selectFrom('users').select('role').execute()).map(({ role }) => role)).toEqual(['admin'])
  good(await admin.call(removePost, { params: { id: items[0]?.id ?? '' } }))
  await putSamples(t.site)
  expect(await all()).toHaveLength(samples.length - 1)
})
