import type { APIRequestContext } from '@playwright/test'
import { enter, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { listWith } from './tasks-steps.ts'

for (const [old, to] of [
  ['/index.html', /^\/$/],
  ['/login.html', /^\/login$/],
  ['/signup.html', /^\/signup$/],
  ['/admin.html', /^\/admin/],
  ['/states', /^\/$/],
  ['/hi/states/', /^\/hi$/],
  ['/posts', /^\/blog$/],
  ['/states/kerala.html', /^\/states\/kerala$/],
  ['/states/andaman-and-nicobar-islands.html', /^\/states\/andaman-and-nicobar-islands$/],
] as const)
  test(`${old} has moved for good`, async ({ request }) => {
    const answer = await request.get(old, { maxRedirects: 0 })
    expect(answer.status()).toBe(301)
    expect(answer.headers()['location']).toMatch(to)
  })

test('a moved address keeps its query', async ({ request }) => {
  const answer = await request.get('/login.html?next=%2Fprofile', { maxRedirects: 0 })
  expect(answer.headers()['location']).toBe('/login?next=%2Fprofile')
})

test('a page of a list that is none any more begins the list anew', async ({ request }) => {
  for (const [path, to] of [
    ['/blog?cursor=zzz', '/blog'],
    ['/hi/blog?category=food&cursor=zzz', '/hi/blog?category=food'],
  ] as const) {
    const answer = await request.get(path, { maxRedirects: 0 })
    expect([answer.status(), answer.headers()['location']]).toEqual([302, to])
  }
})

test('an id in capitals leads to the page of the thing', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  const id = await listWith(page, 'In capitals')
  for (const prefix of ['', '/hi'])
    for (const rest of ['', '/files', '?view=x']) {
      const answer = await page.request.get(`${prefix}/tasks/lists/${id.toUpperCase()}${rest}`, { maxRedirects: 0 })
      expect([answer.status(), answer.headers()['location']]).toEqual([302, `${prefix}/tasks/lists/${id}${rest}`])
    }
  await page.goto(`/tasks/lists/${id.toUpperCase()}`)
  await expect(page.getByRole('heading', { name: 'In capitals' })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe(`/tasks/lists/${id}`)
})

/** Fails on what is no XML; gives the addresses of the pages. */
async function sitemapOf(request: APIRequestContext) {
  const answer = await request.get('/sitemap.xml')
  expect(answer.status()).toBe(200)
  expect(answer.headers()['content-type']).toMatch(/xml/)
  return answer.text()
}

test('the sitemap names each page in both languages, and each is there', async ({ page, request, site }) => {
  const xml = await sitemapOf(request)
  await page.goto('/about/data')
  const { wrong, found, alternates } = await page.evaluate((text) => {
    const tree = new DOMParser().parseFromString(text, 'application/xml')
    return {
      wrong: tree.querySelector('parsererror')?.textContent ?? '',
      found: [...tree.getElementsByTagName('loc')].map((loc) => loc.textContent ?? ''),
      alternates: tree.getElementsByTagName('xhtml:link').length,
    }
  }, xml)
  expect(wrong).toBe('')
  expect(found).toHaveLength(new Set(found).size)
  expect(found).toHaveLength(2 * 40)
  expect(alternates).toBe(2 * found.length)
  expect(found).toEqual(expect.arrayContaining(['/', '/hi', '/states/kerala', '/hi/states/kerala', '/hi/about/data'].map((path) => site.url + path)))
  const statuses = await Promise.all(found.map(async (address) => `${(await request.get(address)).status()} ${address}`))
  expect(statuses).toEqual(found.map((address) => `200 ${address}`))
})

test('robots may read the pages and find the sitemap, and stay out of the rest', async ({ request, site }) => {
  const answer = await request.get('/robots.txt')
  expect(answer.headers()['content-type']).toMatch(/^text\/plain/)
  const lines = (await answer.text()).split('\n')
  expect(lines).toEqual(expect.arrayContaining(['User-agent: *', 'Disallow: /profile', `Sitemap: ${site.url}/sitemap.xml`]))
  expect(lines).not.toContain('Disallow: /')
})

for (const path of ['/', '/states/kerala', '/about/data', '/compare?states=kerala,goa'])
  for (const prefix of ['', '/hi'])
    test(`${prefix}${path} says what it is to search engines and shared links`, async ({ visitor: page, request, site }) => {
      const here = site.url + (prefix && path === '/' ? prefix : prefix + path)
      await page.goto(here)
      const href = (selector: string) => page.locator(`head > ${selector}`).getAttribute('href')
      const content = (selector: string) => page.locator(`head > meta[${selector}]`).getAttribute('content')
      const title = await page.title()
      const description = (await content('name=description')) ?? ''
      expect(title.length).toBeGreaterThan(10)
      expect(title.length).toBeLessThan(75)
      expect(description.length).toBeGreaterThan(40)
      expect(await href('link[rel=canonical]')).toBe(here)
      expect(await href('link[hreflang=en]')).toBe(site.url + path)
      expect(await href('link[hreflang=hi]')).toBe(site.url + (path === '/' ? '/hi' : `/hi${path}`))
      expect(await href('link[hreflang=x-default]')).toBe(site.url + path)
      expect(await content('property="og:title"')).toBe(title)
      expect(await content('property="og:description"')).toBe(description)
      expect(await content('property="og:url"')).toBe(here)
      expect(await content('property="og:locale"')).toBe(prefix ? 'hi_IN' : 'en_IN')
      const image = await request.get((await content('property="og:image"')) ?? '')
      expect(image.headers()['content-type']).toBe('image/png')
      await expect(page.locator('meta[name=robots]')).toHaveCount(0)
    })

test('JSON-LD: the list of places, and a place with its parts', async ({ visitor: page, site }) => {
  const data = async () => JSON.parse((await page.locator('head > script[type="application/ld+json"]').textContent()) ?? '')
  await page.goto('/')
  const list = await data()
  expect(list).toMatchObject({ '@context': 'https://schema.org', '@type': 'ItemList' })
  expect(list.itemListElement).toHaveLength(36)
  await page.goto('/hi/states/kerala')
  const place = await data()
  expect(place).toMatchObject({ '@context': 'https://schema.org', name: 'केरल', url: `${site.url}/hi/states/kerala` })
})

test('what is not there or private asks not to be indexed', async ({ visitor: page, complaints }) => {
  complaints.allow(/status of 404/)
  await page.goto('/nowhere')
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex')
  await expect(page.locator('link[rel=canonical]')).toHaveCount(0)
})

test('data files: all places and one', async ({ request }) => {
  expect(await (await request.get('/data/states.json')).json()).toHaveLength(36)
  const kerala = await (await request.get('/data/kerala.json')).json()
  expect(kerala).toMatchObject({ slug: 'kerala', population_2011: 33_406_061 })
})
