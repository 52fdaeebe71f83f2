import { expect, test } from 'bun:test'
import type { App } from '../app.ts'
import type { Db } from '../db/db.ts'
import { sitemapAt } from './sitemap.ts'

const db = {} as Db
const asked: [number, number][] = []
const app: App = {
  name: 'many',
  pages: () => ['/'],
  listed_pages: {
    count: async () => 25_000,
    part: async (_, from, count) => {
      asked.push([from, count])
      return [{ path: `/n/${from}`, language: 'hi', changed_at: '2026-11-29T10:00:00.000Z' }]
    },
  },
}

test('very many pages are told in parts, which an index names; no part is larger than it may be', async () => {
  const index = (await sitemapAt('/sitemap.xml', 'https://x.example', [app], db)) ?? ''
  expect([...index.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc]) => loc)).toEqual([0, 1, 2, 3].map((n) => `https://x.example/sitemap-${n}.xml`))
  expect(asked).toEqual([])
  expect(await sitemapAt('/sitemap-0.xml', 'https://x.example', [app], db)).toContain('<loc>https://x.example/</loc>')
  const last = await sitemapAt('/sitemap-3.xml', 'https://x.example', [app], db)
  expect(last).toContain('<url><loc>https://x.example/hi/n/20000</loc><lastmod>2026-11-29</lastmod></url>')
  expect(asked).toEqual([[20_000, 10_000]])
  for (const path of ['/sitemap-4.xml', '/sitemap-01.xml', '/sitemap-x.xml', '/sitemaps'])
    expect(await sitemapAt(path, 'https://x.example', [app], db)).toBeUndefined()
})
