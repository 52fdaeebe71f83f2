import type { Page } from '@playwright/test'
import { enter, post, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { open, wake } from './steps.ts'

const state = (page: Page) => page.getByRole('main').locator('header').getByRole('status')
const text = (page: Page) => page.getByLabel(/^(Text, in Markdown|लेख, Markdown में)$/)

test('a writer by keyboard alone, with lists that go on and undo of the browser', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  await open(page, '/write/new')
  await page.getByLabel('Title').focus()
  await page.keyboard.type('By keys')
  await page.keyboard.press('Enter')
  await expect(text(page)).toBeFocused()
  await page.keyboard.type('- one\ntwo\n\nSee ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('this')
  await expect(text(page)).toHaveValue('- one\n- two\nSee **this**')
  await page.keyboard.press('Control+z')
  await expect(text(page)).not.toHaveValue('- one\n- two\nSee **this**')
  await page.keyboard.press('Control+Shift+z')
  await expect(text(page)).toHaveValue('- one\n- two\nSee **this**')
  // Tab leads on: the text is no trap.
  for (let i = 0; i < 10 && !(await page.getByLabel('Category').evaluate((field) => field === document.activeElement)); i++) await page.keyboard.press('Tab')
  await page.keyboard.type('Culture')
  await page.getByRole('button', { name: 'Publish', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('By keys')
  await expect(page.locator('.prose li')).toHaveText(['one', 'two See this'])
})

test('a minute without a network loses nothing, and a reload brings back what only this browser has', async ({ page, context, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const asha = await writerOf(page, 'asha')
  const made = await post(page, asha, { postname: 'Offline', status: 'draft' })
  await enter(page, asha)
  await open(page, `/write/${made.id}`)
  await text(page).fill('Written on the train')
  await expect(state(page)).toHaveText('Saved')
  await context.setOffline(true)
  await text(page).fill('Written on the train, in the tunnel')
  await expect(state(page)).toHaveText('Saved on this device, no network')
  await context.setOffline(false)
  await expect(state(page)).toHaveText('Saved', { timeout: 15_000 })
  // A crash in the middle of a save: the server never hears of it.
  await page.route(`**/api/posts/${made.id}/draft`, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  complaints.allow(/ERR_FAILED/)
  await text(page).fill('Typed just before the crash')
  await page.unroute(`**/api/posts/${made.id}/draft`)
  await page.reload()
  await wake(page)
  await expect(text(page)).toHaveValue('Typed just before the crash')
  await expect(state(page)).toHaveText('Saved')
})
