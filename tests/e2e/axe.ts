import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import type axe from 'axe-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

export interface Look {
  /** A selector: only what is in it. */
  part?: string
  /** Only what another theme can change: the rest of the page was looked at a moment ago. */
  colours?: boolean
}

const of_colours = ['color-contrast', 'link-in-text-block']

/** What axe finds, a line each, the impact first. axe itself (650 kB) is given to each document once. */
export async function violationsOf(page: Page, { part, colours }: Look = {}): Promise<string[]> {
  // No page holds a frame, which would have to be looked into by itself.
  expect(await page.locator('iframe, frame').count(), 'frames, which axe would not look into').toBe(0)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(
    async ([within, rules]) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      // What passed is not described: that costs more than looking.
      const { violations } = await run(within ?? document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) })
      return violations.map(({ impact, id, help, nodes }) => `${impact} ${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    },
    [part ?? null, colours ? of_colours : null] as const,
  )
}
