import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { z } from 'zod'
import { apps } from '#apps'
import { portalDoor } from '#contract/door.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as posts from '../contract/posts.ts'
import * as writing from '../contract/writing.ts'
import { layOutAnew } from '../server/posts/anew.ts'
import { keep_trash_ms, purgePosts } from '../server/posts/purge.ts'
import { most_revisions } from '../server/posts/revisions.ts'
import { publishPlanned } from '../server/posts/schedule.ts'
import { entriesOf, good, newPost, patch } from './posts-people.ts'

setDefaultTimeout(120_000)
let t: TestSite
let admin: Visitor
let asha: Visitor
let ravi: Visitor
let visitor: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  admin = await t.person('admin')
  asha = await t.person('asha')
  ravi = await t.person('ravi')
  visitor = t.visitor()
})
afterAll(() => t.end())

const get = (who: Visitor, id: string) => who.call(posts.getPost, { params: { id } })
const draftOf = (who: Visitor, id: string) => who.call(writing.getDraft, { params: { id } })
const save = (who: Visitor, id: string, version: number, fields: Partial<z.input<typeof writing.saveDraft.body>> = {}) =>
  who.call(writing.saveDraft, {
    params: { id },
    body: { postname: 'Draft', content: 'New words', category: 'Travel', state: null, language: 'en', image: null, version, ...fields },
  })
const publish = (who: Visitor, id: string, version: number, publish_at?: string) =>
  who.call(writing.publishDraft, { params: { id }, body: { version, ...(publish_at && { publish_at }) } })

describe('drafts', () => {
  test('readers see a draft when it is published, and not before', async () => {
    const post = await newPost(asha, { postname: 'First', content: 'Old words' })
    expect(good(await draftOf(asha, post.id))).toMatchObject({ version: 0, content: 'Old words', base_version: 1 })
    expect(good(await save(asha, post.id, 0))).toMatchObject({ version: 1, content: 'New words' })
    expect(good(await get(visitor, post.id)).content).toBe('Old words')
    expect([good(await get(asha, post.id)).has_draft, good(await get(visitor, post.id)).has_draft]).toEqual([true, false])
    expect(good(await publish(asha, post.id, 1))).toMatchObject({ content: 'New words', postname: 'Draft', has_draft: false, version: 2 })
    expect(good(await get(visitor, post.id)).html).toBe('<p>New words</p>\n')
    expect(good(await draftOf(asha, post.id)).version).toBe(0)
    const entries = ['portal.post_added', 'portal.draft_saved', 'portal.post_changed']
    expect(await entriesOf(t, post.id)).toEqual(entries)
  })

  test('two tabs: of the same version one is kept, the other is shown it; a version never means two texts', async () => {
    const post = await newPost(asha)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => save(asha, post.id, 0, { content: `tab ${n}` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    const won = answers.find(({ status }) => status === 200)?.data as writing.Draft
    // As the browser reads it.
    for (const { status, body } of answers) if (status === 409) expect(portalDoor.readError(body).current).toEqual(won)
    good(await save(asha, post.id, 1, { content: 'second' }))
    good(await publish(asha, post.id, 2))
    expect((await save(asha, post.id, 2, { content: 'late' })).status).toBe(409)
    expect(good(await save(asha, post.id, 0, { content: 'next' })).version).toBe(3)
    expect((await save(asha, post.id, 1, { content: 'very late' })).status).toBe(409)
  })

  test('a post that was changed behind its draft is not overwritten by publishing it', async () => {
    const post = await newPost(asha)
    good(await save(asha, post.id, 0))
    good(await patch(asha, post.id, { content: 'by a program' }))
    const refused = await publish(asha, post.id, 1)
    expect(refused.status).toBe(409)
    expect((refused.body as { current: posts.Post }).current.content).toBe('by a program')
    expect((await publish(asha, post.id, 0)).status).toBe(409)
    good(await asha.call(writing.dropDraft, { params: { id: post.id } }))
    expect(good(await publish(asha, post.id, 0)).content).toBe('by a program')
  })

  test('of two that publish at once one does, and readers see it once', async () => {
    const post = await newPost(asha, { status: 'draft', postname: '', content: '' })
    expect((await publish(asha, post.id, 0)).body).toEqual({ error: 'Give the post a title.' })
    good(await save(asha, post.id, 0, { postname: 'Ready' }))
    const mine = good(await asha.call(posts.listPosts, { query: { mine: 'true', status: 'draft' } })).items
    expect(mine.find(({ id }) => id === post.id)?.postname).toBe('Ready')
    const answers = await Promise.all([publish(asha, post.id, 1), publish(asha, post.id, 1), publish(asha, post.id, 1)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(good(await get(visitor, 'ready')).version).toBe(2)
    // Nobody has ever seen the slug of the empty draft.
    expect((await get(asha, post.slug)).status).toBe(404)
  })

  test('nobody else reads or writes them', async () => {
    const post = await newPost(asha)
    good(await save(asha, post.id, 0))
    for (const answer of [await draftOf(ravi, post.id), await save(ravi, post.id, 1), await publish(ravi, post.id, 1)]) expect(answer.status).toBe(404)
    expect((await ravi.call(writing.dropDraft, { params: { id: post.id } })).status).toBe(404)
    expect((await ravi.call(writing.listRevisions, { params: { id: post.id }, query: {} })).status).toBe(404)
    expect((await draftOf(admin, post.id)).status).toBe(200)
    expect((await draftOf(visitor, post.id)).status).toBe(401)
  })
})

describe('schedules', () => {
  test('a post goes out at its time, once; a time that was moved counts alone', async () => {
    const at = (minutes: number) => new Date(t.site.now().getTime() + minutes * 60_000).toISOString()
    const [soon, later] = [at(10), at(60)]
    const post = await newPost(asha, { postname: 'Later', status: 'scheduled', publish_at: soon })
    expect(post).toMatchObject({ status: 'scheduled', publish_at: soon, published_at: null })
    expect((await get(visitor, post.id)).status).toBe(404)
    expect(good(await patch(asha, post.id, { publish_at: later })).publish_at).toBe(later)
    const run = (publish_at: string) => publishPlanned.run({ id: 'x', attempt: 1, payload: { post_id: post.id, publish_at }, site: t.site })
    t.pass(11 * 60_000)
    await run(soon)
    expect((await get(visitor, post.id)).status).toBe(404)
    t.pass(50 * 60_000)
    await Promise.all([run(later), run(later)])
    expect(good(await get(visitor, post.id))).toMatchObject({ status: 'published', version: 3 })
    const entries = ['portal.post_added', 'portal.post_changed', 'portal.post_published']
    expect(await entriesOf(t, post.id)).toEqual(entries)
    const jobs = await t.site.store.db.selectFrom('jobs').select('run_at').where('name', '=', publishPlanned.name).orderBy('run_at').execute()
    expect(jobs.map(({ run_at }) => run_at)).toEqual([soon, later])
  })

  test('one that was unpublished does not go out by itself, nor one whose time has passed in the trash', async () => {
    const publish_at = new Date(t.site.now().getTime() + 60_000).toISOString()
    const stopped = await newPost(asha, { status: 'scheduled', publish_at })
    const thrown = await newPost(asha, { status: 'scheduled', publish_at })
    good(await patch(asha, stopped.id, { status: 'draft' }))
    good(await asha.call(writing.removePost, { params: { id: thrown.id } }))
    t.pass(120_000)
    for (const { id } of [stopped, thrown]) await publishPlanned.run({ id: 'x', attempt: 1, payload: { post_id: id, publish_at }, site: t.site })
    expect(good(await get(asha, stopped.id)).status).toBe('draft')
    expect(good(await asha.call(writing.restorePost, { params: { id: thrown.id } }))).toMatchObject({ status: 'draft', publish_at: null })
  })
})

describe('revisions', () => {
  test('every text is kept, can be read, and comes back as a draft without losing the draft that stood', async () => {
    const post = await newPost(asha, { content: 'one' })
    good(await patch(asha, post.id, { content: 'two' }))
    good(await save(asha, post.id, 0, { content: 'unfinished' }))
    const numbers = async () => good(await asha.call(writing.listRevisions, { params: { id: post.id }, query: {} })).items.map(({ number }) => number)
    expect(await numbers()).toEqual([2, 1])
    const read = good(await asha.call(writing.getRevision, { params: { id: post.id, number: '1' } }))
    expect(read).toMatchObject({ number: 1, content: 'one', words: 1, author: { username: 'asha' } })
    const restored = good(await asha.call(writing.restoreRevision, { params: { id: post.id, number: '1' } }))
    expect(restored).toMatchObject({ content: 'one', version: 2, base_version: 2 })
    expect(await numbers()).toEqual([3, 2, 1])
    expect(good(await asha.call(writing.getRevision, { params: { id: post.id, number: '3' } })).content).toBe('unfinished')
    for (const number of ['0', '4', 'x', '-1', '1e3']) expect((await asha.call(writing.getRevision, { params: { id: post.id, number } })).status).toBe(404)
    expect(good(await publish(asha, post.id, 2)).content).toBe('one')
  })

  test('of very many the older are thinned, and the first stays', async () => {
    const post = await newPost(asha, { content: 'first' })
    for (let n = 0; n < most_revisions; n++) good(await patch(asha, post.id, { content: `text ${n}` }))
    const rows = await t.site.store.db.selectFrom('portal_revisions').select('number').where('post_id', '=', post.id).orderBy('number').execute()
    expect(rows.length).toBeLessThanOrEqual(most_revisions)
    expect(rows.length).toBeGreaterThan(most_revisions / 2)
    expect([rows[0]?.number, rows.at(-1)?.number]).toEqual([1, most_revisions + 1])
  })
})

test('what has lain in the trash for 30 days goes for good', async () => {
  const [old, young] = [await newPost(asha, { postname: 'Old rubbish' }), await newPost(asha, { postname: 'Young rubbish' })]
  for (const { id } of [old, young]) good(await asha.call(writing.removePost, { params: { id } }))
  for (const [{ id }, ms] of [
    [old, keep_trash_ms + 1000],
    [young, keep_trash_ms - 60_000],
  ] as const) {
    const deleted_at = new Date(t.site.now().getTime() - ms).toISOString()
    await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      tx.updateTable('portal_posts').set({ deleted_at }).where('id', '=', id).execute(),
    )
  }
  await purgePosts.run({ id: 'x', attempt: 1, payload: {}, site: t.site })
  expect((await get(asha, old.id)).status).toBe(404)
  expect((await get(asha, young.id)).status).toBe(200)
  expect((await newPost(asha, { postname: 'Old rubbish' })).slug).toBe('old-rubbish')
})

test('what an earlier renderer has left is shown anew, then stored anew', async () => {
  const post = await newPost(asha)
  const stale = { renderer: 0, html: '<p>from before</p>' }
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx.updateTable('portal_posts').set(stale).where('id', '=', post.id).execute(),
  )
  expect(good(await get(asha, post.id)).html).toBe(post.html)
  await layOutAnew.run({ id: 'x', attempt: 1, payload: { renderer: 1 }, site: t.site })
  const row = await t.site.store.db.selectFrom('portal_posts').select(['html', 'renderer']).where('id', '=', post.id).executeTakeFirstOrThrow()
  expect(row).toEqual({ html: post.html, renderer: 1 })
})

test('a preview shows what readers would see, and stores nothing', async () => {
  const { html } = good(await asha.call(writing.previewPost, { body: { content: 'Hello @ravi <b>' } }))
  expect(html).toBe('<p>Hello <a href="/people/ravi" class="mention">@ravi</a> &lt;b&gt;</p>\n')
  expect((await visitor.call(writing.previewPost, { body: { content: 'x' } })).status).toBe(401)
})
