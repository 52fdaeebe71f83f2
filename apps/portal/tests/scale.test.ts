import { expect, test } from 'bun:test'
import { apps } from '#apps'
import { segmentsOf, tidyIndex } from '#server/db/tidy-index.ts'
import { testSite } from '#server/testing.ts'
import { listComments } from '../contract/comments.ts'
import { getPost, listPosts } from '../contract/posts.ts'
import { search } from '../contract/search.ts'
import { fillSite } from '../server/scale/command.ts'
import { tablesOf } from '../server/search/documents.ts'
import { good, person } from './people.ts'
import { said, talkOf } from './talk.ts'

test('made-up posts are like written ones: counted right, found, and people talk on below them', async () => {
  const t = await testSite(apps)
  const asha = await person(t, 'asha')
  await fillSite(t.site, { posts: 40, comments: 400 })
  await fillSite(t.site, { posts: 10, comments: 0 })
  const first = good(await t.visitor().call(listPosts, { query: { limit: 50 } })).items
  expect(first).toHaveLength(50)
  expect(first.reduce((sum, { comments }) => sum + comments, 0)).toBe(400)
  const busiest = first.toSorted((a, b) => b.comments - a.comments)[0]
  const talk = await talkOf(t.visitor(), busiest?.id ?? '')
  expect(talk.items).toHaveLength(Math.min(100, busiest?.comments ?? 0))
  for (const [i, { parent_id, depth }] of talk.items.entries()) {
    const parent = talk.items.findLast(({ id }, n) => n < i && id === parent_id)
    expect(depth).toBe(parent ? parent.depth + 1 : 0)
  }
  const words = busiest?.postname.split(' ').slice(0, 3).join(' ') ?? ''
  expect(good(await t.visitor().call(search, { query: { q: words, kind: 'post' } })).items.map(({ id }) => id)).toContain(busiest?.id ?? '')
  const [comment] = talk.items
  expect(
    good(await t.visitor().call(search, { query: { q: comment?.content.slice(0, 60) ?? '', kind: 'comment', limit: 100 } })).items.map(({ id }) => id),
  ).toContain(comment?.id ?? '')
  await said(asha, busiest?.id ?? '', 'mine', { parent_id: comment?.id })
  expect(good(await t.visitor().call(getPost, { params: { id: busiest?.id ?? '' } })).comments).toBe((busiest?.comments ?? 0) + 1)
  expect((await t.visitor().call(listComments, { params: { id: first[49]?.slug ?? '' } })).status).toBe(200)
  await t.end()
})

test('putting the index of words together changes nothing of what is found', async () => {
  const t = await testSite(apps)
  for (let n = 0; n < 8; n++) await fillSite(t.site, { posts: 30, comments: 60 })
  const found = async () => good(await t.visitor().call(search, { query: { q: 'map mon', limit: 100 } })).items.map(({ id }) => id)
  const before = await found()
  expect(before.length).toBeGreaterThan(20)
  for (const [, index] of Object.values(tablesOf)) {
    const steps = await tidyIndex(t.site.store, index)
    if (t.site.store.db.dialect === 'postgres') expect(steps).toBe(0)
    else {
      expect(steps).toBeGreaterThan(0)
      expect(await segmentsOf(t.site.store.db, index)).toBe(1)
    }
  }
  expect(await found()).toEqual(before)
  await t.end()
})
