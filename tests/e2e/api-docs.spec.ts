import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { settled } from './steps.ts'

/** With as many operations as there are, Swagger UI draws only those near what one looks at. */
async function openDocs(page: Page, address = '/api/docs/') {
  await page.goto(address)
  await expect(page.locator('.opblock-summary-control').nth(3)).toBeVisible({ timeout: 15_000 })
}

const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const)
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 900 } })

    for (const [method, path] of Object.entries({ get: '/api/states', post: '/api/auth/login' }))
      test(`${method} ${path} is accessible, tried out and answered`, async ({ page, axe, complaints }) => {
        test.slow()
        complaints.allow(/status of 401/)
        await openDocs(page)
        const operation = page.locator(`.opblock-${method}`).filter({ has: page.locator(`[data-path="${path}"]`) })
        await operation.locator('.opblock-summary-control').click()
        await operation.getByRole('tab', { name: 'Schema' }).first().click()
        await expect(operation.locator('.model-box')).not.toHaveCount(0)
        await settled(page)
        // The page is long and axe is thorough: the whole of it is looked at in quality.spec.ts.
        await axe(page, { part: '.opblock.is-open' })
        await operation.getByRole('tab').first().click()
        await operation.getByRole('button', { name: 'Try it out' }).click()
        await operation.getByRole('button', { name: 'Execute' }).click()
        await expect(operation.locator('.live-responses-table td').filter({ hasText: /^\s*(200|401)/ })).toBeVisible({ timeout: 15_000 })
        await settled(page)
        await axe(page, { part: '.opblock.is-open' })
        expect(await sideways(page)).toBe(0)
      })
  })

test('what is behind the dialog waits, and the focus comes back', async ({ page, axe }) => {
  await openDocs(page)
  await page.getByRole('button', { name: 'Authorize' }).press('Enter')
  await expect(page.getByRole('dialog', { name: 'Available authorizations' }).getByRole('button', { name: 'Close' }).first()).toBeFocused()
  await expect(page.getByRole('textbox', { name: 'Token', exact: true })).toBeVisible()
  await axe(page, { part: '[role=dialog]' })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Authorize' })).toBeFocused()
})

test('the keyboard’s place can be seen', async ({ page }) => {
  await openDocs(page)
  const unseen: string[] = []
  for (let step = 0; step < 14; step++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const focused = document.activeElement ?? document.body
      const { outlineStyle, outlineWidth } = getComputedStyle(focused)
      return outlineStyle !== 'none' && outlineWidth !== '0px' && focused.getBoundingClientRect().width > 0 ? '' : focused.outerHTML.slice(0, 80)
    })
    if (seen) unseen.push(seen)
  }
  expect(unseen).toEqual([])
})

test('the page follows the chosen theme, and links home', async ({ page, context, baseURL }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await openDocs(page, '/api/v1/docs/')
  const light = await ground(page)
  await context.addCookies([{ name: 'theme', value: 'dark', url: baseURL ?? '' }])
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await ground(page)).not.toBe(light)
  await expect(page.getByRole('banner').getByRole('link', { name: 'API v1' })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('banner').getByRole('link', { name: 'Pocket India' }).click()
  await expect(page).toHaveURL('/')
})
