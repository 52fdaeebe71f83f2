import { devices, type Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, somebody, toastSaying } from './steps.ts'
import { listWith, sent } from './tasks-steps.ts'
import { sideways, smallTargets } from './touch.ts'

test.describe.configure({ timeout: 90_000 })

const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })
const card = (page: Page, title: string) => page.getByRole('listitem', { name: title })

/** What the server has, once everything is sent. */
async function statuses(page: Page): Promise<Record<string, string>> {
  await sent(page)
  const { results } = await (await page.request.get('/api/todos/?limit=100')).json()
  return Object.fromEntries((results as { title: string; status: string }[]).map(({ title, status }) => [title, status]))
}

test('the board by mouse: a card is dragged from column to column, what is no card is not taken, and undo brings it back', async ({ page }) => {
  await register(page, somebody('asha'))
  await listWith(page, 'Kerala', [{ title: 'Train' }, { title: 'Boat', due_date: '2091-01-05' }])
  await open(page, '/tasks/board')
  await expect(card(page, 'Boat')).toContainText('5 Jan 2091')
  await expect(column(page, 'To do').getByRole('listitem')).toHaveCount(2)
  await card(page, 'Train').dragTo(column(page, 'In progress'))
  await expect(column(page, 'In progress').getByRole('listitem', { name: 'Train' })).toBeVisible()
  await expect(column(page, 'To do').getByRole('listitem')).toHaveCount(1)
  expect(await statuses(page)).toEqual({ Train: 'in_progress', Boat: 'todo' })
  await card(page, 'Train').dragTo(column(page, 'Done'))
  await expect(toastSaying(page, 'Done: Train')).toBeVisible()
  await expect(column(page, 'Done').getByRole('listitem', { name: 'Train' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(column(page, 'In progress').getByRole('listitem', { name: 'Train' })).toBeVisible()
  // Its own column changes nothing, a heading is no card.
  await card(page, 'Boat').dragTo(column(page, 'To do'))
  await page.getByRole('heading', { name: /^To do/ }).dragTo(column(page, 'Cancelled'))
  expect(await statuses(page)).toEqual({ Train: 'in_progress', Boat: 'todo' })
  await expect(column(page, 'Cancelled')).toContainText('Nothing here.')
})

test('the board by keyboard: from the first card to the last column and back, the focus stays on the card', async ({ page }) => {
  await register(page, somebody('ravi'))
  await listWith(page, 'Kerala', [{ title: 'Train' }, { title: 'Boat' }])
  await open(page, '/tasks/board')
  await column(page, 'To do').getByRole('listitem').first().focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  const title = (await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? ''
  for (const name of ['In progress', 'Done', 'Cancelled']) {
    await page.keyboard.press('Shift+ArrowRight')
    await expect(column(page, name).getByRole('listitem', { name: title })).toBeFocused()
  }
  await page.keyboard.press('Shift+ArrowRight')
  await expect(column(page, 'Cancelled').getByRole('listitem', { name: title })).toBeFocused()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(column(page, 'Done').getByRole('listitem', { name: title })).toBeFocused()
  expect((await statuses(page))[title]).toBe('done')
})

test.describe('on a phone', () => {
  const { userAgent } = devices['Pixel 7']
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, userAgent })
  test('the field on each card moves it, by a finger', async ({ page, axe }) => {
    await register(page, somebody('usha'))
    await listWith(page, 'Kerala', [{ title: 'Train' }, { title: 'Boat' }])
    await open(page, '/tasks/board')
    expect(await sideways(page)).toBe(0)
    expect(await smallTargets(page)).toEqual([])
    expect(await axe(page, { part: 'main' })).toEqual([])
    await page.getByLabel('Status of Train').tap()
    await page.getByLabel('Status of Train').selectOption('In progress')
    await expect(column(page, 'In progress').getByText('Train')).toBeAttached()
    // The columns lie beside each other and snap.
    await column(page, 'In progress').scrollIntoViewIfNeeded()
    await expect(column(page, 'In progress').getByText('Train')).toBeInViewport()
    expect(await statuses(page)).toEqual({ Train: 'in_progress', Boat: 'todo' })
    expect(await sideways(page)).toBe(0)
  })
})
