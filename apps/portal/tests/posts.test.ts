import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { newId } from '#contract/ids.ts'
import { touch } from '#server/http/freshness.ts'
import { people_tag } from '#server/http/people-tags.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as posts from '../contract/posts.ts'
import * as writing from '../contract/writing.ts'
import { entriesOf, good, newPost, patch, write } from './posts-people.ts'

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
const slugs = async (who: Visitor, query: object = {}) =>
  good(await who.call(posts.listPosts, { query: { limit: 100, ...query } })).items.map(({ slug }) => slug)

test('an author is found by their name in any spelling, whether or not they have written; nobody else is', async () => {
  for (const username of ['asha', 'ASHA', 'Asha'])
    expect(good(await visitor.call(posts.getAuthor, { params: { username } }))).toMatchObject({ username: 'asha', name: '' })
  await t.person('gone')
  expect((await visitor.call(posts.getAuthor, { params: { username: 'gone' } })).status).toBe(200)
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
    await tx.updateTable('users').set({ is_active: 0 }).where('username', '=', 'gone').execute()
    touch(tx, people_tag)
  })
  for (const username of ['gone', 'nobody-at-all', "x' or 1=1 --", '%', 'सिलेंट']) {
    const { status, body } = await visitor.call(posts.getAuthor, { params: { username } })
    expect([username, status, body]).toEqual([username, 404, { error: 'No such person.' }])
  }
})

describe('writing', () => {
  test('a post is there for everybody at once, with what lists say of it', async () => {
    const post = await newPost(asha, { postname: 'Kanyakumari at dusk', state: 'tamil-nadu' })
    const read = good(await get(visitor, post.slug))
    expect(read).toMatchObject({
      slug: 'kanyakumari-at-dusk',
      state: 'tamil-nadu',
      status: 'published',
      excerpt: 'The last train leaves at dusk.',
      reading_minutes: 1,
      version: 1,
    })
    expect(read.html).toBe('<p>The <strong>last</strong> train leaves at dusk.</p>\n')
    expect(read).toMatchObject({ author: { username: 'asha' }, editable: false, liked: false, category_key: 'travel' })
    expect(await slugs(visitor)).toContain('kanyakumari-at-dusk')
    expect(await entriesOf(t, post.id)).toEqual(['portal.post_added'])
  })

  test('the text comes back as it was written', async () => {
    const content = '# <b>&amp;\\*\n\n\t“x”  \n<script>alert(1)</script> [a](javascript:alert(1))\n'
    expect((await newPost(asha, { content })).content).toBe(content)
  })

  test('the same id again adds nothing, and somebody else’s id is as good as none', async () => {
    const id = newId()
    const first = await newPost(asha, { id, postname: 'Once' })
    expect(await newPost(asha, { id, postname: 'Twice' })).toEqual(first)
    expect((await write(ravi, { id })).status).toBe(404)
  })

  test('the same Idempotency-Key again adds nothing', async () => {
    const call = () =>
      asha.request('/api/posts', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
        body: JSON.stringify({ postname: 'By key', content: 'x', category: 'Travel' }),
      })
    const [one, two] = [await call(), await call()]
    expect([one.status, two.status]).toEqual([201, 201])
    expect(await two.text()).toBe(await one.text())
    expect((await slugs(visitor)).filter((slug) => slug.startsWith('by-key'))).toHaveLength(1)
  })

  test('what is missing or wrong is named, and nothing is stored', async () => {
    const bad: [object, string][] = [
      [{ postname: ' ' }, 'Give the post a title.'],
      [{ content: '' }, 'Write something.'],
      [{ category: '' }, 'Choose a category.'],
      [{ state: 'atlantis' }, 'No such state.'],
      [{ image: 'https://evil.example/x.png' }, 'Upload the picture first, then name it by id or address.'],
      [{ image: newId() }, 'No such picture.'],
      [{ translation_of: newId() }, 'No such post of yours.'],
      [{ postname: 'x'.repeat(201) }, 'Use at most 200 characters.'],
      [{ status: 'scheduled' }, 'Give a time in the future, at most five years away.'],
      [{ publish_at: '2030-01-01T00:00:00Z' }, 'A time needs the status "scheduled".'],
    ]
    const before = await slugs(visitor)
    for (const [fields, error] of bad) expect({ fields, body: (await write(asha, fields)).body }).toEqual({ fields, body: { error } })
    expect(await slugs(visitor)).toEqual(before)
  })

  test('only fields of the contract are taken', async () => {
    for (const extra of ['author_id', 'likes', 'public', 'slug', 'held_at', 'approved_at', 'version', 'html', 'deleted_at']) {
      const answer = await write(asha, { [extra]: 1 } as object)
      expect({ extra, status: answer.status, body: answer.body }).toEqual({ extra, status: 400, body: { error: `${extra}: Unknown field.` } })
    }
  })
})

describe('slugs', () => {
  test('titles of every script get one that leads to the post', async () => {
    for (const [postname, slug] of [
      ['राजस्थान की सर्दियाँ', 'राजस्थान-की-सर्दियाँ'],
      ['தமிழ்நாடு: கோயில்கள்', 'தமிழ்நாடு-கோயில்கள்'],
      ['لکھنؤ کی شام', 'لکھنؤ-کی-شام'],
    ] as const) {
      const post = await newPost(asha, { postname })
      expect(post.slug).toBe(slug.normalize('NFC'))
      expect(good(await get(visitor, post.slug)).id).toBe(post.id)
      expect(good(await get(visitor, post.slug.normalize('NFD'))).id).toBe(post.id)
    }
  })

  test('never a reserved word nor anything like an id, and the same title gets a number', async () => {
    expect((await newPost(asha, { postname: 'New' })).slug).toBe('new-post')
    expect((await newPost(asha, { postname: newId() })).slug).toEndWith('-post')
    expect((await newPost(asha, { postname: '🎉' })).slug).toStartWith('post-')
    const many = await Promise.all(Array.from({ length: 12 }, () => newPost(asha, { postname: 'Monsoon' })))
    expect(new Set(many.map(({ slug }) => slug))).toEqual(new Set(['monsoon', ...Array.from({ length: 11 }, (_, n) => `monsoon-${n + 2}`)]))
  })

  test('a changed title gets a new one, and the one before leads on', async () => {
    const post = await newPost(asha, { postname: 'Old name' })
    const renamed = good(await patch(asha, post.id, { postname: 'New name' }))
    expect(renamed.slug).toBe('new-name')
    expect(good(await get(visitor, 'old-name'))).toMatchObject({ id: post.id, slug: 'new-name' })
    expect((await newPost(ravi, { postname: 'Old name' })).slug).toBe('old-name-2')
    expect(good(await patch(asha, post.id, { postname: 'Old name' })).slug).toBe('old-name')
  })
})

describe('who may', () => {
  test('others neither change nor remove nor bring back a post; admins do, and it is written down', async () => {
    const post = await newPost(asha)
    const params = { id: post.id }
    expect((await patch(ravi, post.id, { postname: 'Mine' })).status).toBe(404)
    expect((await ravi.call(writing.removePost, { params })).status).toBe(404)
    expect((await visitor.call(writing.removePost, { params })).status).toBe(401)
    expect(good(await patch(admin, post.id, { category: 'Food' })).category).toBe('Food')
    expect((await admin.call(writing.removePost, { params })).status).toBe(200)
    expect((await get(visitor, post.id)).status).toBe(404)
    expect((await ravi.call(writing.restorePost, { params })).status).toBe(404)
    expect((await asha.call(writing.restorePost, { params })).status).toBe(200)
    expect(await entriesOf(t, post.id)).toEqual(['portal.post_added', 'portal.post_changed', 'portal.post_removed', 'portal.post_restored'])
  })

  test('a draft is seen by its author and staff alone, by id and by slug, in lists and translations', async () => {
    const post = await newPost(asha, { postname: 'Not yet', status: 'draft', content: '' })
    const hindi = await newPost(asha, { postname: 'हिन्दी में', language: 'hi', translation_of: post.id })
    for (const id of [post.id, post.slug]) {
      expect((await get(visitor, id)).status).toBe(404)
      expect((await get(ravi, id)).status).toBe(404)
      expect((await get(asha, id)).status).toBe(200)
      expect((await get(admin, id)).status).toBe(200)
    }
    expect(await slugs(visitor)).not.toContain(post.slug)
    expect(await slugs(ravi, { mine: 'true' })).not.toContain(post.slug)
    expect(await slugs(asha, { mine: 'true', status: 'draft' })).toContain(post.slug)
    expect(good(await get(visitor, hindi.id)).translations).toEqual([])
    expect(good(await get(asha, hindi.id)).translations).toEqual([{ language: 'en', slug: post.slug, postname: 'Not yet' }])
    expect((await ravi.call(posts.likePost, { params: { id: post.id } })).status).toBe(404)
  })

  test('nobody translates another’s post, and one language has one', async () => {
    const post = await newPost(asha)
    expect((await write(ravi, { language: 'hi', translation_of: post.id })).body).toEqual({ error: 'No such post of yours.' })
    const made = await Promise.all(Array.from({ length: 6 }, () => write(asha, { postname: 'अनुवाद', language: 'hi', translation_of: post.id })))
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(good(await get(visitor, post.id)).translations).toHaveLength(1)
  })
})

describe('versions', () => {
  test('a stale one changes nothing and is told what there is; without one the last writer wins', async () => {
    const post = await newPost(asha)
    good(await patch(asha, post.id, { content: 'two', version: 1 }))
    const stale = await patch(asha, post.id, { content: 'three', version: 1 })
    expect(stale.status).toBe(409)
    expect((stale.body as { current: posts.Post }).current).toMatchObject({ content: 'two', version: 2 })
    expect(good(await patch(asha, post.id, { content: 'four' })).version).toBe(3)
    expect(good(await patch(asha, post.id, { content: 'four' })).version).toBe(3)
  })

  test('of 12 edits of one version one succeeds', async () => {
    const post = await newPost(asha)
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => patch(asha, post.id, { content: `writer ${n}`, version: 1 })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11)
    expect(good(await get(asha, post.id)).version).toBe(2)
  })

  test('PUT replaces what is left out by what it is without', async () => {
    const post = await newPost(asha, { state: 'kerala' })
    const replaced = good(
      await asha.call(writing.replacePost, { params: { id: post.id }, body: { postname: 'New', content: 'x', category: 'Food', language: 'en' } }),
    )
    expect(replaced).toMatchObject({ state: null, category: 'Food', image: null })
  })
})

describe('likes', () => {
  test('can’t be doubled, however often at once', async () => {
    const post = await newPost(asha)
    const params = { id: post.slug }
    const answers = await Promise.all(Array.from({ length: 10 }, () => ravi.call(posts.likePost, { params })))
    expect(answers.map(({ data }) => data.likes)).toEqual(Array(10).fill(1))
    good(await asha.call(posts.likePost, { params }))
    expect(good(await get(ravi, post.id))).toMatchObject({ likes: 2, liked: true })
    expect(good(await get(visitor, post.id))).toMatchObject({ likes: 2, liked: false })
    await Promise.all(Array.from({ length: 10 }, () => ravi.call(posts.unlikePost, { params })))
    expect(good(await get(visitor, post.id)).likes).toBe(1)
    expect((await visitor.call(posts.likePost, { params })).status).toBe(401)
  })
})

describe('lists', () => {
  test('are narrowed by category, state, author and language, and paged without gap or double', async () => {
    const made: string[] = []
    for (let n = 0; n < 7; n++)
      made.unshift((await newPost(ravi, { postname: `Crafts ${n}`, category: 'Folk Crafts', state: 'odisha', language: n % 2 ? 'hi' : 'en' })).slug)
    expect(await slugs(visitor, { category: 'folk-crafts' })).toEqual(made)
    expect(await slugs(visitor, { category: 'Folk Crafts', state: 'odisha', author: 'RAVI', language: 'hi' })).toEqual(made.filter((_, n) => n % 2 === 1))
    expect(await slugs(visitor, { author: 'nobody-here' })).toEqual([])
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: posts.PostSummary[]; next: string | null } = good(
        await visitor.call(posts.listPosts, { query: { category: 'folk-crafts', limit: 2, ...(cursor && { cursor }) } }),
      )
      seen.push(...page.items.map(({ slug }) => slug))
      cursor = page.next
    }
    expect(seen).toEqual(made)
    expect(good(await visitor.call(posts.listCategories, {}))).toContainEqual({ key: 'folk-crafts', name: 'Folk Crafts', posts: 7 })
    const related = good(await visitor.call(posts.relatedPosts, { params: { id: made[0] ?? '' } }))
    // Then what only the author has in common with it.
    expect(related.map(({ slug }) => slug)).toEqual([...made.filter((_, n) => n % 2 === 0 && n > 0), 'old-name-2'])
  })

  test('own ones and the trash need somebody, and a status is only asked of one’s own', async () => {
    expect((await visitor.call(posts.listPosts, { query: { mine: 'true' } })).status).toBe(401)
    expect((await visitor.call(posts.listPosts, { query: { status: 'draft' } })).status).toBe(400)
    const post = await newPost(asha, { postname: 'Thrown away' })
    good(await asha.call(writing.removePost, { params: { id: post.id } }))
    good(await asha.call(writing.removePost, { params: { id: post.id } }))
    expect(await slugs(asha, { trash: 'true' })).toEqual([post.slug])
    expect(await slugs(asha, { mine: 'true' })).not.toContain(post.slug)
    expect((await patch(asha, post.id, { category: 'Food' })).status).toBe(409)
  })

  test('readers are shown a write at once, pages that were kept as well', async () => {
    const before = await slugs(visitor)
    const post = await newPost(asha, { postname: 'Fresh bread' })
    expect(await slugs(visitor)).toEqual([post.slug, ...before].slice(0, 100))
    expect(good(await get(visitor, post.id)).category).toBe('Travel')
    good(await patch(asha, post.id, { category: 'Food' }))
    expect(good(await get(visitor, post.id)).category).toBe('Food')
    good(await patch(asha, post.id, { status: 'draft' }))
    expect((await get(visitor, post.id)).status).toBe(404)
    expect(await slugs(visitor)).toEqual(before)
  })
})

describe('newcomers', () => {
  test('a post with links of strangers waits for staff, one without goes out', async () => {
    const post = await newPost(ravi, { postname: 'Buy', content: 'Look at https://spam.example/x now.' })
    expect(post.status).toBe('held')
    expect((await get(visitor, post.id)).status).toBe(404)
    expect((await get(admin, post.id)).status).toBe(200)
    expect((await newPost(ravi, { content: 'See [Kerala](/states/kerala).' })).status).toBe('published')
    const later = await newPost(ravi, { content: 'harmless' })
    expect(good(await patch(ravi, later.id, { content: '[now](http://spam.example) with' })).status).toBe('held')
    expect((await newPost(admin, { content: 'https://example.org is fine.' })).status).toBe('published')
    t.pass(8 * 86_400_000)
    expect((await newPost(await t.person('old-hand'), { content: 'http://a.example b' })).status).toBe('held')
  })
})

test('a list for a reader has each post once: in their language, else in English, else in the first there is', async () => {
  const site = await testSite(apps)
  const meera = await site.person('meera')
  const write = async (postname: string, language: 'en' | 'hi' | 'ta' | 'ml', more: object = {}) =>
    newPost(meera, { postname, language, category: 'Travel', ...more })
  const english = await write('Camel milk', 'en', { state: 'kerala' })
  await write('ऊँट का दूध', 'hi', { translation_of: english.id, state: 'goa' })
  const tamil = await write('ஒட்டகம்', 'ta')
  await write('ഒട്ടകം', 'ml', { translation_of: tamil.id })
  await write('Alone', 'en')
  const names = async (query: object) =>
    good(await site.visitor().call(posts.listPosts, { query }))
      .items.map(({ postname }) => postname)
      .sort()
  expect(await names({})).toHaveLength(5)
  expect(await names({ reader: 'en' })).toEqual(['Alone', 'Camel milk', 'ഒട്ടകം'])
  expect(await names({ reader: 'hi' })).toEqual(['Alone', 'ऊँट का दूध', 'ഒട്ടകം'])
  expect(await names({ reader: 'ta' })).toEqual(['Alone', 'Camel milk', 'ஒட்டகம்'])
  // What narrows the list narrows the choice as well.
  expect(await names({ reader: 'hi', state: 'kerala' })).toEqual(['Camel milk'])
  expect(await names({ reader: 'en', state: 'goa' })).toEqual(['ऊँट का दूध'])
  expect(await names({ reader: 'hi', language: 'ta' })).toEqual(['ஒட்டகம்'])
  good(await patch(meera, english.id, { status: 'draft' }))
  expect(await names({ reader: 'en' })).toEqual(['Alone', 'ऊँट का दूध', 'ഒട്ടകം'])
  const first = good(await site.visitor().call(posts.listPosts, { query: { reader: 'en', limit: 2 } }))
  const second = good(await site.visitor().call(posts.listPosts, { query: { reader: 'en', limit: 2, cursor: first.next ?? '' } }))
  expect([...first.items, ...second.items].map(({ postname }) => postname).sort()).toEqual(['Alone', 'ऊँट का दूध', 'ഒട്ടകം'])
  await site.end()
})
