import { get } from 'node:http'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { wake } from './steps.ts'

/** Every script that the page has asked for, and how many bytes its body had on the way. */
const scriptsOf = (page: Page) =>
  page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const scripts = new Map(entries.map(({ name, encodedBodySize }) => [name, encodedBodySize]))
    return [...scripts].filter(([name]) => new URL(name).pathname.endsWith('.js')).map(([name, bytes]) => ({ name, bytes }))
  })
type Script = Awaited<ReturnType<typeof scriptsOf>>[number]

/** What a file weighs on the way to a browser that knows gzip; the smallest files come as they are. */
const gzipBytes = (address: string) =>
  new Promise<number>((done, failed) => {
    get(address, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => (bytes += part.length))
      answer.on('end', () => (answer.headers['content-encoding'] === 'gzip' || bytes < 1000 ? done(bytes) : failed(new Error(`${address} comes without gzip`))))
    }).on('error', failed)
  })

const sum = (numbers: number[]) => numbers.reduce((total, bytes) => total + bytes, 0)
const gzipOf = async (scripts: Script[]) => sum(await Promise.all(scripts.map(({ name }) => gzipBytes(name))))

for (const address of ['/', '/?by=literacy', '/states/kerala', '/hi', '/hi/states/kerala'])
  test(`${address} starts with at most 5 kB of JavaScript, and the app is at most 150 kB`, async ({ page }) => {
    await page.goto(address, { waitUntil: 'load' })
    const first = await scriptsOf(page)
    expect(first.length).toBeGreaterThan(0)
    expect(await gzipOf(first)).toBeLessThanOrEqual(5000)
    await wake(page)
    await page.waitForLoadState('networkidle')
    const all = await scriptsOf(page)
    expect(all.length).toBeGreaterThan(first.length)
    expect(all.every(({ bytes }) => bytes > 0)).toBe(true)
    expect(await gzipOf(all)).toBeLessThanOrEqual(150_000)
  })

test('a look without a touch loads the app only when the browser has nothing else to do', async ({ page }) => {
  await page.goto('/', { waitUntil: 'load' })
  const first = await scriptsOf(page)
  await expect.poll(async () => (await scriptsOf(page)).length, { timeout: 15_000 }).toBeGreaterThan(first.length)
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
})

test('what was typed before the app came is still there after', async ({ page }) => {
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  await page.route('**/assets/web-app-*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto('/')
  await page.getByLabel('Find a place').fill('goa')
  await page.getByLabel('Compare Kerala').check()
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await expect(page).toHaveURL('/?q=goa&compare=kerala')
  await expect(page.getByLabel('Find a place')).toHaveValue('goa')
  await expect(page.getByRole('table').getByRole('checkbox')).toHaveCount(1)
})

for (const [theme, system] of [
  ['dark', 'light'],
  ['light', 'dark'],
] as const)
  test(`the chosen ${theme} theme is in the first paint of a ${system} system`, async ({ newPage, site }) => {
    const page = await newPage({ javaScriptEnabled: false, colorScheme: system })
    await page.context().addCookies([{ name: 'theme', value: theme, url: site.url }])
    await page.goto('/states/kerala', { waitUntil: 'domcontentloaded' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    const lightness = await page.evaluate(() => {
      const [, value] = /oklch\(([\d.]+)/.exec(getComputedStyle(document.documentElement).backgroundColor) ?? []
      return Number(value)
    })
    if (theme === 'dark') expect(lightness).toBeLessThan(0.3)
    else expect(lightness).toBeGreaterThan(0.9)
    // Nothing is painted before the styles are there.
    await expect(page.locator('head > link[rel=stylesheet]:not([media])')).not.toHaveCount(0)
  })

test('without a cookie the page is as the system is', async ({ newPage }) => {
  const page = await newPage({ javaScriptEnabled: false, colorScheme: 'dark' })
  await page.goto('/')
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toMatch(/oklch\(0\.1/)
})

test('the page can be installed', async ({ page, request }) => {
  await page.goto('/')
  const manifest_address = await page.locator('link[rel=manifest]').getAttribute('href')
  const answer = await request.get(manifest_address ?? '')
  expect(answer.headers()['content-type']).toMatch(/^application\/manifest\+json/)
  const manifest = await answer.json()
  expect(manifest).toMatchObject({ name: 'Pocket India', start_url: '/', scope: '/', display: 'standalone' })
  const icons = manifest.icons as { src: string; sizes: string; type: string; purpose?: string }[]
  for (const [sizes, purpose] of [
    ['192x192', undefined],
    ['512x512', undefined],
    ['512x512', 'maskable'],
  ]) {
    const icon = icons.find((one) => one.sizes === sizes && one.purpose === purpose)
    const picture = await request.get(icon?.src ?? '/missing')
    expect(picture.headers()['content-type']).toBe(icon?.type)
    // Width and height stand at bytes 16 and 20 of a PNG.
    const bytes = await picture.body()
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
  }
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveCount(1)
  await expect(page.locator('meta[name="theme-color"]')).toHaveCount(2)
})
