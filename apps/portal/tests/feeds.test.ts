import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { good, newPost, patch } from './posts-people.ts'
import { childrenNamed, type Element, parseXml, textIn } from './xml.ts'

setDefaultTimeout(60_000)
let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
})
afterAll(() => t.end())

async function feed(path: string, headers: Record<string, string> = {}) {
  const response = await t.visitor().request(path, { headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, channel: response.status === 200 ? channelOf(text) : undefined, text }
}

/** What RSS 2.0 demands of a document, with the rules of the three modules that we use. */
function channelOf(text: string): Element {
  const rss = parseXml(text)
  expect([rss.name, rss.attributes['version'], rss.children.length]).toEqual(['rss', '2.0', 1])
  const channel = rss.children[0] as Element
  for (const name of ['title', 'link', 'description', 'language']) expect(textIn(channel, name)).toBeTruthy()
  const self = childrenNamed(channel, 'atom:link')[0]?.attributes
  expect(self).toMatchObject({ rel: 'self', type: 'application/rss+xml' })
  const guids = new Set<string>()
  for (const item of childrenNamed(channel, 'item')) {
    expect(item.children.map(({ name }) => name).filter((name) => name !== 'category')).toEqual(
      [...new Set(item.children.map(({ name }) => name))].filter((name) => name !== 'category'),
    )
    expect(URL.canParse(textIn(item, 'link') ?? '')).toBe(true)
    expect(new Date(textIn(item, 'pubDate') ?? '').toUTCString()).toBe(textIn(item, 'pubDate') ?? '')
    expect(textIn(item, 'pubDate')).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
    guids.add(textIn(item, 'guid') ?? '')
  }
  expect(guids.size).toBe(childrenNamed(channel, 'item').length)
  return channel
}

const titles = (channel: Element | undefined) => (channel ? childrenNamed(channel, 'item').map((item) => textIn(item, 'title')) : [])

test('a feed is RSS 2.0 with whole posts, exact in every character, and addresses that work elsewhere', async () => {
  expect(titles((await feed('/feeds/posts.xml')).channel)).toEqual([])
  const title = 'Tea & <biscuits> "at" ]]> 5’ राजस्थान 🚂'
  const content = '## One\n\nA \u0001b & [Kerala](/states/kerala), [there](#s-one), href="/x" &lt;\n\n![x](https://evil.example/p.png)\n'
  const post = await newPost(asha, { postname: title, content, category: 'Food & drink', state: 'kerala', language: 'hi' })
  const { headers, channel } = await feed('/feeds/posts.xml')
  expect(headers.get('content-type')).toBe('application/rss+xml; charset=utf-8')
  const item = childrenNamed(channel as Element, 'item')[0] as Element
  expect(textIn(item, 'title')).toBe(title)
  const link = `http://localhost/hi/posts/${encodeURIComponent(post.slug)}`
  expect([textIn(item, 'link'), textIn(item, 'dc:creator'), textIn(item, 'category')]).toEqual([link, 'asha', 'Food & drink'])
  const html = textIn(item, 'content:encoded') ?? ''
  expect(html).toContain('<a href="http://localhost/states/kerala">Kerala</a>')
  expect(html).toContain(`<a href="${link}#s-one">there</a>`)
  expect(html).toContain('href="/x"')
  expect(html).not.toContain('<img')
})

test('categories and states have feeds of their own, under either spelling; what is neither is not found', async () => {
  await newPost(asha, { postname: 'Of tea', category: 'Chai Stories', state: 'assam' })
  for (const path of ['/feeds/category/chai-stories', '/feeds/category/chai-stories.xml', '/feeds/state/assam', '/feeds/state/assam.xml'])
    expect([path, titles((await feed(path)).channel)]).toEqual([path, ['Of tea']])
  expect(titles((await feed('/feeds/state/goa.xml')).channel)).toEqual([])
  for (const path of ['/feeds/category/none.xml', '/feeds/state/atlantis.xml', '/feeds/x.xml']) expect([path, (await feed(path)).status]).toEqual([path, 404])
})

test('a person has a feed as soon as they have published something', async () => {
  const ravi = await t.person('ravi')
  const status = async () => (await feed('/feeds/author/ravi.xml')).status
  expect(await status()).toBe(404)
  const post = await newPost(ravi, { postname: 'By Ravi' })
  expect(titles((await feed('/feeds/author/Ravi')).channel)).toEqual(['By Ravi'])
  // However it was asked for, it names itself and its page as they write their name.
  const { text } = await feed('/feeds/author/RAVI')
  expect(text).toContain('/blog/by/ravi</link>')
  expect(text).toContain('/feeds/author/ravi.xml"')
  good(await patch(ravi, post.id, { status: 'draft' }))
  expect(await status()).toBe(404)
  expect((await feed('/feeds/author/nobody-at-all.xml')).status).toBe(404)
})

test('whoever has it already is told that nothing is new, until something is; drafts are in none', async () => {
  const post = await newPost(asha, { postname: 'Soon gone' })
  const etag = (await feed('/feeds/posts.xml')).headers.get('etag') ?? ''
  expect((await feed('/feeds/posts.xml', { 'if-none-match': etag })).status).toBe(304)
  good(await patch(asha, post.id, { status: 'draft' }))
  const after = await feed('/feeds/posts.xml', { 'if-none-match': etag })
  expect(after.status).toBe(200)
  expect(titles(after.channel)).not.toContain('Soon gone')
})

test('the sitemap names public posts where they are read, with the day of their last change', async () => {
  const post = await newPost(asha, { postname: 'कहाँ', language: 'hi' })
  await newPost(asha, { postname: 'Hidden draft', status: 'draft' })
  const response = await t.visitor().request('/sitemap.xml')
  const urls = childrenNamed(parseXml(await response.text()), 'url')
  const own = urls.find((url) => textIn(url, 'loc') === `http://localhost/hi/posts/${encodeURIComponent(post.slug)}`)
  expect(own && textIn(own, 'lastmod')).toBe(post.updated_at.slice(0, 10))
  expect(urls.some((url) => textIn(url, 'loc')?.includes('hidden-draft'))).toBe(false)
  expect(urls.some((url) => textIn(url, 'loc') === 'http://localhost/states/kerala')).toBe(true)
  for (const path of ['/sitemap-0.xml', '/sitemap-1.xml', '/sitemapx']) expect((await t.visitor().request(path)).status).toBe(404)
})
