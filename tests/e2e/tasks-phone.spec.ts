import { devices, type Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, settled, somebody, toastSaying } from './steps.ts'
import { add, listWith, newTodo, row, rows, side } from './tasks-steps.ts'
import { sideways, smallTargets } from './touch.ts'

const { userAgent } = devices['Pixel 7']
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, userAgent })
test.describe.configure({ timeout: 90_000 })

/** A finger that moves sideways over a row. */
async function swipe(page: Page, title: string, by: number) {
  const box = await row(page, title).boundingBox()
  const [x, y] = [(box?.x ?? 0) + 120, (box?.y ?? 0) + 14]
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }] })
  await touch('touchStart', x)
  for (let step = 1; step <= 6; step++) await touch('touchMove', x + (by * step) / 6)
  await touch('touchEnd', x + by)
}

test('on a phone: one pane, sheets from below, swipes, and controls that can be hit', async ({ page }) => {
  await register(page, somebody('asha'))
  await listWith(page, 'Kerala and all that has to be done before the journey can begin', [{ title: 'Train' }, { title: 'Boat' }, { title: 'Hat' }])
  await open(page, '/tasks')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tasks')
  expect(await sideways(page)).toBe(0)
  expect(await smallTargets(page)).toEqual([])
  await side(page)
    .getByRole('link', { name: /^Kerala/ })
    .tap()
  await expect(rows(page)).toHaveCount(3)
  await swipe(page, 'Train', 150)
  await expect(toastSaying(page, 'Done: Train')).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
  // What is below has closed up.
  await settled(page)
  await swipe(page, 'Boat', -150)
  await settled(page)
  // A tap that follows a swipe within a blink may count as part of it, as under a real finger.
  await expect(async () => {
    await page.getByRole('button', { name: 'Tomorrow' }).tap({ timeout: 1000 })
    await expect(row(page, 'Boat')).toContainText('Tomorrow', { timeout: 2000 })
  }).toPass()
  await row(page, 'Hat').tap()
  await settled(page)
  const sheet = page.getByRole('dialog')
  expect(await sheet.boundingBox()).toMatchObject({ x: 0, width: 390 })
  expect(await smallTargets(page)).toEqual([])
  await sheet.getByRole('textbox', { name: 'Title' }).fill('Straw hat')
  await sheet.getByRole('button', { name: 'Close' }).last().tap()
  await expect(row(page, 'Straw hat')).toBeVisible()
  await page.getByRole('button', { name: 'Actions for Straw hat' }).tap()
  await page.getByRole('button', { name: 'Select', exact: true }).tap()
  await expect(page.getByRole('region', { name: 'Selected todos' })).toContainText('1 selected')
  expect(await sideways(page)).toBe(0)
  await page.getByRole('button', { name: 'End selection' }).tap()
  await page.getByRole('link', { name: 'Back to the lists' }).tap()
  await expect(page).toHaveURL('/tasks')
})

test('in Hindi: quick add, done, search, and no English left over', async ({ page, complaints }) => {
  // A quick second change may meet the answer to the first; the queue puts them together.
  complaints.allow(/status of 409/)
  await register(page, somebody('asha'))
  await open(page, '/hi/tasks/today')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('आज')
  await expect(page.getByRole('main')).toContainText('आज के लिए कुछ नहीं है')
  await newTodo(page).fill('कल सुबह 9 बजे टिकट लेना')
  await expect(page.getByRole('button', { name: /^समझा गया/ })).toBeVisible()
  await newTodo(page).fill('')
  await add(page, 'चाय')
  await expect(row(page, 'चाय')).toContainText('आज')
  await expect(row(page, 'चाय')).toContainText('मेरी सूची')
  await page.getByRole('checkbox', { name: 'पूरा हुआ: चाय' }).tap()
  await expect(rows(page)).toHaveCount(0)
  await open(page, '/hi/tasks/search?q=चा')
  await expect(row(page, 'चाय')).toBeVisible()
  expect(await sideways(page)).toBe(0)
  const words = await page.getByRole('main').textContent()
  expect(words?.match(/[A-Za-z]{3,}/g) ?? []).toEqual([])
})
