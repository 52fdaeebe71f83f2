import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { search } from '../contract/search.ts'
import { stateSlugs } from '../server/states.ts'
import { good, type Person, person, settle } from './people.ts'
import { alterPost, placePost } from './some-posts.ts'

let t: TestSite
let asha: Person
let ravi: Person
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T10:00:00.000Z`
beforeAll(async () => {
  t = await testSite(apps)
  asha = await person(t, 'asha')
  ravi = await person(t, 'ravi')
  const posts: [name: string, html: string][] = [
    ['Monsoon in the hills', '<p>Rain on tin roofs.</p>'],
    ['Tea gardens', '<p>The monsoon is late; <a href="https://hidden.example/zebra">pickers</a> wait.</p>'],
    ['Monsoons of the coast', '<p>Two of them each year.</p>'],
    ['राजस्थान की रेत', '<p>जैसलमेर में रात।</p>'],
    ['தமிழ்நாடு கோயில்கள்', '<p>மதுரையில் ஒரு காலை.</p>'],
    ['ਪੰਜਾਬ ਦੇ ਖੇਤ', '<p>ਸਰ੍ਹੋਂ ਦਾ ਰੰਗ</p>'],
    ['Kāñchīpuram silk', '<p>Looms &amp; gold thread</p>'],
    ['An older monsoon', '<p>Long ago.</p>'],
  ]
  for (const [n, [postname, html]] of posts.entries()) await placePost(t, asha.id, { postname, html, published_at: day(n === 7 ? 1 : n + 2), slug: `p${n}` })
})
afterAll(() => t.end())

const ask = async (who: Visitor, q: string, more: object = {}) => good(await who.call(search, { query: { q, ...more } }))
const paths = async (q: string, who: Visitor = t.visitor(), more: object = {}) => (await ask(who, q, more)).items.map(({ path }) => path)
const posts = (q: string, who?: Visitor) => paths(q, who, { kind: 'post' })

test('in the name before in the text, the word before its beginning, then the newest: the same on either database', async () => {
  expect(await posts('monsoon')).toEqual(['/posts/p0', '/posts/p7', '/posts/p2', '/posts/p1'])
  expect(await posts('mons')).toEqual(['/posts/p2', '/posts/p0', '/posts/p7', '/posts/p1'])
  expect(await posts('monsoon late')).toEqual(['/posts/p1'])
  expect(await posts('late monso')).toEqual(['/posts/p1'])
  expect(await posts('monsoon zzz')).toEqual([])
})

test('pages walk the same order in both directions', async () => {
  const whole = await paths('monsoon', t.visitor(), { limit: 100 })
  expect(whole.length).toBeGreaterThan(8)
  for (const limit of [1, 2, 3]) {
    const seen: string[] = []
    const firsts: string[][] = []
    let cursor: string | null = ''
    let previous: string | null = null
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof ask>> = await ask(t.visitor(), 'monsoon', { limit, ...(cursor && { cursor }) })
      firsts.push(page.items.map(({ path }) => path))
      seen.push(...page.items.map(({ path }) => path))
      cursor = page.next
      previous = page.previous
    }
    expect(seen).toEqual(whole)
    for (const expected of firsts.slice(0, -1).reverse()) {
      const page = await ask(t.visitor(), 'monsoon', { limit, cursor: previous ?? '' })
      expect(page.items.map(({ path }) => path)).toEqual(expected)
      previous = page.previous
    }
    expect(previous).toBeNull()
  }
})

test('Indic words are found whole and by their beginning, marks and joiners as people type them', async () => {
  for (const [q, slug] of [
    ['राजस्थान', 'p3'],
    ['राज', 'p3'],
    ['राजस्\u200dथान', 'p3'],
    ['जैसलमेर', 'p3'],
    ['தமிழ்நாடு', 'p4'],
    ['தமிழ்', 'p4'],
    ['மதுரை', 'p4'],
    ['ਪੰਜਾਬ', 'p5'],
    ['ਪੰਜ', 'p5'],
    ['kanchipuram', 'p6'],
    ['Kāñchī', 'p6'],
  ] as const)
    expect(`${q} ${await posts(q)}`).toBe(`${q} /posts/${slug}`)
  // A letter without its vowel sign is another word.
  expect(await posts('राजस्थन मदर')).toEqual([])
})

test('a slip leads to the nearest word, two in long ones, none in short ones', async () => {
  for (const q of ['monsoom', 'mosnoon', 'monsoo', 'onsoon', 'monnsoon', 'omnsoon']) expect(`${q} ${(await posts(q)).length > 2}`).toBe(`${q} true`)
  for (const q of ['kanchipuran', 'knachipurma', 'kancipurm', 'राजस्थन', 'தமிழ்நாடூ']) expect(`${q} ${(await posts(q)).length}`).toBe(`${q} 1`)
  for (const q of ['taa', 'te4', 'mxnsxxn', 'kxnchxpxram']) expect(await posts(q)).toEqual([])
})

test('every state is found by its names and its capital, first of all', async () => {
  for (const slug of stateSlugs()) {
    const { state } = (await import('../server/search/states.ts')).stateDocuments().find((one) => one.state.slug === slug) ?? {}
    for (const q of [state?.name, state?.name_hi, state?.name_local, state?.capital])
      expect(`${q} ${(await paths(q ?? '', t.visitor(), { limit: 5 })).includes(`/states/${slug}`)}`).toBe(`${q} true`)
  }
  expect((await paths('rajsthan'))[0]).toBe('/states/rajasthan')
  expect((await paths('keral'))[0]).toBe('/states/kerala')
})

test('hits are marked in pieces of the text as it was written', async () => {
  const [hit] = (await ask(t.visitor(), 'monsoon lat', { kind: 'post' })).items
  expect(hit?.title).toEqual([{ text: 'Tea gardens', hit: false }])
  expect(hit?.snippet).toEqual([
    { text: 'The ', hit: false },
    { text: 'monsoon', hit: true },
    { text: ' is ', hit: false },
    { text: 'late', hit: true },
    { text: '; pickers wait.', hit: false },
  ])
  expect((await ask(t.visitor(), 'kanchipuram')).items[0]?.title[0]).toEqual({ text: 'Kāñchīpuram', hit: true })
  expect((await ask(t.visitor(), 'gold loom')).items[0]?.snippet.map(({ text }) => text).join('')).toBe('Looms & gold thread')
  expect(await posts('zebra')).toEqual([])
})

test('a draft is found by its author alone; no word, beginning or slip of it leads anybody else anywhere', async () => {
  const { id, slug } = await placePost(t, asha.id, { postname: 'Xylophone secrets', html: '<p>quetzalcoatl plan</p>', public: 0 })
  for (const q of ['xylophone', 'xylo', 'xylophnoe', 'quetzalcoatl', 'quetzalcoat']) {
    expect(await paths(q)).toEqual([])
    expect(await paths(q, ravi)).toEqual([])
    expect(await paths(q, asha)).toEqual([`/posts/${slug}`])
  }
  expect((await ask(asha, 'xylophone')).items[0]?.draft).toBe(true)
  await alterPost(t, id, { public: 1 })
  expect(await paths('xylophone', ravi)).toEqual([`/posts/${slug}`])
  await alterPost(t, id, { public: 0, hidden_at: day(20) })
  expect(await paths('xylophone', ravi)).toEqual([])
  await settle(t)
  const left = () =>
    t.site.store.db.selectFrom('portal_words').select(['scope', 'word']).where('word', 'in', ['quetzalcoatl', 'plan', 'the']).where('scope', '=', '').execute()
  expect((await left()).map(({ word }) => word)).toEqual(['the'])
  await alterPost(t, id, { deleted_at: day(20) })
  expect(await paths('xylophone', asha)).toEqual([])
  await settle(t)
  const remains = await t.site.store.db.selectFrom('portal_word_remains').select('word').where('word', 'like', 'quetz%').execute()
  expect(remains).toEqual([])
})

test('hostile searches are answered like any other', async () => {
  for (const q of [
    '',
    ' ',
    '"',
    "'",
    '* OR NEAR(',
    'a AND',
    "x' | 'y",
    '&|!():*',
    '\u200d',
    'a'.repeat(200),
    'क'.repeat(200),
    '½ ﬃ',
    '𝕏',
    '-1',
    'b',
    'title:x',
    `${'ab '.repeat(60)}`,
    '\\',
    '%_',
  ]) {
    const { status } = await t.visitor().call(search, { query: { q } })
    expect(`${JSON.stringify(q)} ${status}`).toBe(`${JSON.stringify(q)} 200`)
  }
  for (const cursor of ['x', 'W10', Buffer.from('["search",1,99,1]').toString('base64url'), Buffer.from('["search",1,1,1e99]').toString('base64url')])
    expect((await t.visitor().call(search, { query: { q: 'monsoon', cursor } })).status).toBe(400)
})
