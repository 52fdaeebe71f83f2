import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { type RunningSite, startSite } from './site.ts'

interface Fixtures {
  /**
   * What a page said that it should not: console errors, uncaught errors, violations of the content security policy. A test with any of
   * them fails, unless it said before which ones it expects: `complaints.allow(/status of 404/)`.
   */
  complaints: Complaints
  /** A page in a browser session of its own, watched like `page`: another person, a phone, another language. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>
  noScriptPage: Page
  /** Fails on serious and critical accessibility violations, of the page or of a part of it; returns and prints all. */
  axe: (page?: Page, part?: string) => Promise<string[]>
}

interface WorkerFixtures {
  /** The server of this worker; all its tests share its data. */
  site: RunningSite
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
  baseURL: async ({ site }, use) => use(site.url),
  // biome-ignore lint/correctness/noEmptyPattern: see above
  complaints: async ({}, use) => {
    const complaints = new Complaints()
    await use(complaints)
    expect(complaints.unexpected(), 'errors in the browser').toEqual([])
  },
  context: async ({ context, complaints }, use) => {
    await complaints.watch(context)
    await use(context)
  },
  newPage: async ({ browser, baseURL, complaints }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (options) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options })
      contexts.push(context)
      await complaints.watch(context)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  noScriptPage: async ({ newPage }, use) => use(await newPage({ javaScriptEnabled: false })),
  axe: async ({ page }, use, info) => {
    await use(async (which = page, part) => {
      // No page holds a frame, so there is nothing to put together in a second page; what passed is not described. Both cost more than looking.
      const builder = new AxeBuilder({ page: which }).setLegacyMode().options({ resultTypes: ['violations'] })
      expect(await which.locator('iframe, frame').count(), 'frames, which axe would not look into').toBe(0)
      const { violations } = await (part ? builder.include(part) : builder).analyze()
      const list = violations.map(({ impact, id, help, nodes }) => `${impact} ${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
      if (list.length > 0) console.log(`${info.title}: axe at ${which.url()}\n  ${list.join('\n  ')}`)
      expect(
        list.filter((line) => /^(serious|critical) /.test(line)),
        `accessibility of ${which.url()}`,
      ).toEqual([])
      return list
    })
  },
})

class Complaints {
  private heard: string[] = []
  private allowed: RegExp[] = []

  allow(...patterns: RegExp[]) {
    this.allowed.push(...patterns)
  }

  unexpected(): string[] {
    return this.heard.filter((complaint) => !this.allowed.some((pattern) => pattern.test(complaint)))
  }

  async watch(context: BrowserContext) {
    const hear = (complaint: string) => void this.heard.push(complaint)
    // A page that outlives its server tries to come back to it: the browser itself says so, whatever the page does.
    this.allow(/WebSocket connection to .* failed: .*ERR_CONNECTION_REFUSED/)
    context.on('console', (message) => message.type() === 'error' && hear(`console: ${message.text()} (${message.location().url})`))
    context.on('weberror', (error) => hear(`uncaught: ${error.error().stack ?? error.error().message}`))
    await context.exposeBinding('__reportViolation', (_, violation: string) => hear(violation))
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (globalThis as unknown as Record<string, (text: string) => void>)['__reportViolation']
        report?.(`content security policy: ${event.effectiveDirective} stops ${event.blockedURI} (${event.sourceFile}:${event.lineNumber}) ${event.sample}`)
      })
    })
  }
}
