import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RelaxNGValidator, XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { apps } from '#apps'
import { sitemapAt } from '#server/http/sitemap.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { stateSlugs } from '../server/states.ts'
import { payloads } from './payloads.ts'
import { newPost } from './posts-people.ts'

setDefaultTimeout(60_000)
xmlRegisterFsInputProviders()
const schema = (file: string) => {
  const url = join(import.meta.dir, 'schemas', file)
  return XmlDocument.fromBuffer(readFileSync(url), { url })
}
const rss = RelaxNGValidator.fromDoc(schema('rss.rng'))
const pages = XsdValidator.fromDoc(schema('pages.xsd'))
const index = RelaxNGValidator.fromDoc(schema('sitemap-index.rng'))

/** What is wrong with a document; nothing when it is valid. */
function faults(validator: { validate(doc: XmlDocument): void }, text: string): string | undefined {
  try {
    const doc = XmlDocument.fromString(text)
    validator.validate(doc)
    doc.dispose()
    return undefined
  } catch (error) {
    return String(error)
  }
}

let t: TestSite
let asha: Visitor
beforeAll(async () => {
  t = await testSite(apps)
  asha = await t.person('asha')
  await newPost(asha, {
    postname: 'Tea & <biscuits> "at" ]]> 5’ राजस्थान 🚂',
    content: 'A \u0001b\n\n- one',
    category: 'Food & drink',
    state: 'kerala',
    language: 'hi',
  })
  for (const [n, content] of payloads.slice(0, 40).entries())
    await newPost(asha, {
      postname:
        content
          .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
          .trim()
          .slice(0, 150) || `P${n}`,
      content,
      category: 'Tricks',
      state: 'goa',
    })
})
afterAll(() => t.end())

const textAt = async (path: string) => {
  const response = await t.visitor().request(path)
  expect([path, response.status]).toEqual([path, 200])
  return response.text()
}

test('each feed is valid: of all posts, of each category, of each state and of a person, with posts and without', async () => {
  const paths = [
    '/feeds/posts.xml',
    '/feeds/category/food-drink.xml',
    '/feeds/category/tricks.xml',
    '/feeds/author/asha.xml',
    ...stateSlugs().map((slug) => `/feeds/state/${slug}.xml`),
  ]
  for (const path of paths) expect([path, faults(rss, await textAt(path))]).toEqual([path, undefined])
})

test('the sitemap is valid in one file, in parts and as their index', async () => {
  expect(faults(pages, await textAt('/sitemap.xml'))).toBeUndefined()
  const listed = { path: '/posts/a', language: 'en' as const, changed_at: '2026-11-29T10:00:00.000Z' }
  const many = { count: async () => 25_000, part: async (_: unknown, from: number) => [{ ...listed, path: `/posts/a&b-${from}` }] }
  const site = apps.map((app) => (app.name === 'portal' ? { ...app, listed_pages: many } : app))
  const at = async (path: string) => (await sitemapAt(path, 'https://pocket-india.example', site, t.site.store.db)) ?? ''
  expect(faults(index, await at('/sitemap.xml'))).toBeUndefined()
  for (const n of [0, 1, 2, 3]) expect([n, faults(pages, await at(`/sitemap-${n}.xml`))]).toEqual([n, undefined])
})

test('the schemas refuse what is wrong', async () => {
  const feed = await textAt('/feeds/posts.xml')
  const wrong: [string | RegExp, string][] = [
    [/<pubDate>.*?<\/pubDate>/, '<pubDate>2026-11-29</pubDate>'],
    [/<guid /, '<guid isBad="1" '],
    ['<link>http', '<link>no'],
    ['<channel>', '<channel><x/>'],
    [/<title>.*?<\/title>/, ''],
    ['</channel>', '</channel><channel/>'],
    [' rel="self"', ''],
    ['version="2.0"', 'version="0.91"'],
  ]
  for (const [part, instead] of wrong) {
    const text = feed.replace(part, instead)
    expect(text).not.toBe(feed)
    expect([instead, typeof faults(rss, text)]).toEqual([instead, 'string'])
  }
  const map = await textAt('/sitemap.xml')
  for (const [part, instead] of [
    ['<loc>http://localhost/</loc>', ''],
    ['rel="alternate"', 'rel="next"'],
    [/<lastmod>.*?<\/lastmod>/, '<lastmod>today</lastmod>'],
  ] as [string | RegExp, string][]) {
    expect(map.replace(part, instead)).not.toBe(map)
    expect([instead, typeof faults(pages, map.replace(part, instead))]).toEqual([instead, 'string'])
  }
})
