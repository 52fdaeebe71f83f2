import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page } from '@playwright/test'
import { fontsOf as preloaded } from '../../web/fonts.ts'
import { expect, test } from './fixtures.ts'

const [latin = ''] = preloaded('en')

test.use({ viewport: { width: 390, height: 844 } })

/** A mobile line on which the page is painted well before its fonts are there. */
async function slowLine(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 100_000, uploadThroughput: 50_000 })
}

/** How far what was painted has moved until all that the page needs was there. */
async function shiftOf(page: Page): Promise<number> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        let sum = 0
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += entry.value
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => done(sum), 300)
      }),
  )
}

const fontsOf = (page: Page) =>
  page.evaluate(() => {
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return files.filter(({ name }) => name.endsWith('.woff2')).map(({ name, responseEnd }) => ({ name: name.split('/').at(-1) ?? '', came_ms: responseEnd }))
  })
const painted = (page: Page) => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)

for (const [address, font] of [
  ['/', 'anek-latin-latin'],
  ['/states/kerala', 'anek-latin-latin'],
  ['/hi', 'anek-devanagari'],
  ['/hi/states/kerala', 'anek-devanagari'],
  ['/hi/states/rajasthan', 'anek-devanagari'],
  ['/hi/blog', 'anek-devanagari'],
  ['/hi/compare?states=kerala,goa', 'anek-devanagari'],
  ['/hi/login', 'anek-devanagari'],
] as const)
  test(`${address} stays where it is while its letters come over a slow line`, async ({ page }) => {
    test.setTimeout(60_000)
    // As on machines that have letters of their own for Hindi. One that has none draws boxes, as wide as those of the first font: that one has to be there.
    if (font === 'anek-devanagari') {
      await page.addInitScript(() => {
        CanvasRenderingContext2D.prototype.measureText = (text) => ({ width: text.length }) as TextMetrics
      })
      await page.goto('/offline.html')
      await page.evaluate(async (file) => (await fetch(file)).arrayBuffer(), latin)
    }
    // A file this small could be there before the first paint of a busy machine.
    else await page.route(`**/${font}-*`, (route) => sleep(4000).then(() => route.continue()))
    await slowLine(page)
    await page.goto(address, { waitUntil: 'load' })
    const shift = await shiftOf(page)
    const letters = (await fontsOf(page)).filter(({ name }) => name.startsWith(font))
    expect(letters).toHaveLength(1)
    expect(letters[0]?.came_ms).toBeGreaterThan(await painted(page))
    expect(shift).toBeLessThan(0.02)
  })

test('a choice of languages by their own names asks for no letters that nobody reads', async ({ page }) => {
  await page.goto('/blog')
  await expect(page.locator('select[name=language]')).toContainText('తెలుగు')
  await page.waitForLoadState('networkidle')
  expect((await fontsOf(page)).filter(({ name }) => /telugu|tamil|bengali|odia/.test(name))).toEqual([])
})

test('a machine without letters of its own for Hindi shows ours when they come, on any line', async ({ page }) => {
  const widthOf = (target: Locator) =>
    target.evaluate((element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return range.getBoundingClientRect().width
    })
  const link = page.getByRole('link', { name: 'हिन्दी' }).first()
  const heading = page.getByRole('heading', { level: 1 })
  await page.goto('/offline.html')
  const ours = await page.evaluate(async (file) => {
    document.fonts.add(await new FontFace('Anek Devanagari', `url(${file})`, { weight: '100 800' }).load())
    const pen = document.createElement('canvas').getContext('2d')
    if (pen) pen.font = '550 15px "Anek Devanagari"'
    return pen?.measureText('हिन्दी').width ?? 0
  }, preloaded('hi')[1])
  expect(ours).toBeGreaterThan(0)
  // As on a machine that draws a box for whatever it has no letter for.
  await page.addInitScript(() => {
    CanvasRenderingContext2D.prototype.measureText = () => ({ width: 1 }) as TextMetrics
  })
  await page.goto('/login')
  await expect.poll(() => widthOf(link)).toBeCloseTo(ours, 0)
  await page.goto('/hi/login')
  await page.evaluate(() => document.fonts.ready)
  const on_a_quick_one = await widthOf(heading)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.clearBrowserCache')
  await slowLine(page)
  await page.goto('/hi/login')
  await expect.poll(() => widthOf(heading), { timeout: 20_000 }).toBe(on_a_quick_one)
})
