import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { type Look, violationsOf } from './axe.ts'
import { type RunningSite, startSite } from './site.ts'
import { settled } from './steps.ts'

declare global {
  interface Window {
    layoutShift: number
  }
}

interface Fixtures {
  /**
   * What a page said that it should not: console errors, uncaught errors, violations of the content security policy. A test with any of
   * them fails, unless it said before which ones it expects: `complaints.allow(/status of 404/)`.
   */
  complaints: Complaints
  /** A page in a browser session of its own, watched like `page`: another person, a phone, another language. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>
  noScriptPage: Page
  /**
   * The page of a visitor who goes from address to address, shared by the tests of a file: the next address in it costs half of what the
   * first of a new browser costs. For tests that only look. Nothing of it is kept from one address to the next but what the browser caches.
   */
  visitor: Page
  /** Fails on serious and critical accessibility violations, of the page or of a part of it; returns and prints all. */
  axe: (page: Page, look?: Look) => Promise<string[]>
  /** The same of a page in light colours, then in dark ones; waits each time until they are there. */
  axeInBothThemes: (page: Page) => Promise<void>
}

interface WorkerFixtures {
  /** The server of this worker; all its tests share its data. */
  site: RunningSite
  visit: { file?: string; page?: Page; complaints?: Complaints }
}

export { expect }

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const site = await startSite()
      await use(site)
      await site.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: see above
  visit: [async ({}, use) => use({}), { scope: 'worker' }],
  baseURL: async ({ site }, use) => use(site.url),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  complaints: async ({}, use) => {
    const complaints = new Complaints()
    await use(complaints)
    expect(complaints.unexpected(), 'errors in the browser').toEqual([])
  },
  context: async ({ context, complaints }, use) => {
    await watch(context, () => complaints)
    await use(context)
  },
  newPage: async ({ browser, baseURL, complaints }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options })
      contexts.push(context)
      await watch(context, () => complaints)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  noScriptPage: async ({ newPage }, use) => use(await newPage({ javaScriptEnabled: false })),
  visitor: async ({ browser, baseURL, complaints, visit }, use, { file }) => {
    visit.complaints = complaints
    if (visit.file !== file || !visit.page) {
      await visit.page?.context().close()
      const context = await browser.newContext(baseURL ? { baseURL } : {})
      await watch(context, () => visit.complaints)
      Object.assign(visit, { file, page: await context.newPage() })
    }
    await use(visit.page as Page)
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  axe: async ({}, use, info) => {
    await use(async (page, look) => {
      const list = await violationsOf(page, look)
      if (list.length > 0) console.log(`${info.title}: axe at ${page.url()}\n  ${list.join('\n  ')}`)
      expect(
        list.filter((line) => /^(serious|critical) /.test(line)),
        `accessibility of ${page.url()}`,
      ).toEqual([])
      return list
    })
  },
  axeInBothThemes: async ({ axe }, use) => {
    await use(async (page) => {
      await settled(page)
      await axe(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await settled(page)
      await axe(page, { colours: true })
      await page.emulateMedia({ colorScheme: 'light' })
    })
  },
})

class Complaints {
  private heard: string[] = []
  // A page that outlives its server tries to come back to it: the browser itself says so, whatever the page does.
  private allowed = [/WebSocket connection to .* failed: .*ERR_CONNECTION_REFUSED/]

  allow(...patterns: RegExp[]) {
    this.allowed.push(...patterns)
  }

  unexpected(): string[] {
    return this.heard.filter((complaint) => !this.allowed.some((pattern) => pattern.test(complaint)))
  }

  hear(complaint: string) {
    this.heard.push(complaint)
  }
}

async function watch(context: BrowserContext, complaints: () => Complaints | undefined) {
  const hear = (complaint: string) => complaints()?.hear(complaint)
  context.on('console', (message) => message.type() === 'error' && hear(`console: ${message.text()} (${message.location().url})`))
  context.on('weberror', (error) => hear(`uncaught: ${error.error().stack ?? error.error().message}`))
  await context.exposeBinding('__reportViolation', (_, violation: string) => hear(violation))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as Record<string, (text: string) => void>)['__reportViolation']
      report?.(`content security policy: ${event.effectiveDirective} stops ${event.blockedURI} (${event.sourceFile}:${event.lineNumber}) ${event.sample}`)
    })
    window.layoutShift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) window.layoutShift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
}
