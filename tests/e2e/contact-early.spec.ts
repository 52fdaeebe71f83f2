import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** The app of this page stays on its way until the returned function lets it through. */
async function holdApp(page: Page): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  await page.route('**/assets/web-app-*.js', async (route) => {
    await held
    await route.continue()
  })
  return release
}

const message = { name: 'Asha Rao', email: 'asha@example.com', subject: 'A wrong date', message: 'Nagaland was formed on 1 December 1963.' }

async function type(page: Page) {
  for (const [name, text] of Object.entries(message)) await page.locator(`main [name=${name}]`).fill(text)
}

test('what was typed into the contact form before the app came is still there after', async ({ page }) => {
  const release = await holdApp(page)
  await page.goto('/contact')
  await type(page)
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await page.locator('main [name=subject]').press('End')
  await page.keyboard.type('!')
  for (const [name, text] of Object.entries({ ...message, subject: 'A wrong date!' })) await expect(page.locator(`main [name=${name}]`)).toHaveValue(text)
})

test('a message that was sent before the app came is sent by it, once', async ({ page }) => {
  const release = await holdApp(page)
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/contact')) sent++
  })
  await page.goto('/contact')
  await type(page)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.getByText(/^PI-[2-9A-Z]{4}-[2-9A-Z]{4}$/)).toBeVisible()
  expect(sent).toBe(1)
})
