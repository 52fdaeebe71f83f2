import { expect, test } from './fixtures.ts'
import { jumps, open, register, settled, somebody, toastSaying, wake } from './steps.ts'
import { add, fill, listWith, newTodo, row, rows, sent, side, titles } from './tasks-steps.ts'

test.describe.configure({ timeout: 120_000 })

test('by mouse: lists, todos, dates, editing, many at once, undo, another tab and the trash of a list', async ({ page, complaints }) => {
  // An edit that overtakes the news of the one before it is said once more by itself.
  complaints.allow(/status of 409/)
  await page.goto('/tasks/today')
  await expect(page).toHaveURL('/login?next=%2Ftasks%2Ftoday')
  await register(page, somebody('asha'))
  await open(page, '/tasks')
  await side(page).getByRole('button', { name: 'New list' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toContainText('Give the list a name.')
  await page.getByLabel('Name').fill('Kerala')
  await page.getByRole('dialog').getByText('Colour').locator('..').locator('label').nth(4).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kerala')
  await expect(page.getByRole('main')).toContainText('Nothing to do here')
  await newTodo(page).fill('Book train tomorrow 9am !high')
  await expect(page.getByRole('button', { name: /^Understood: Tomorrow, 9:00/ })).toBeVisible()
  await newTodo(page).press('Enter')
  await add(page, 'Pack', 'Water the plants today', 'Buy a hat')
  await expect(rows(page)).toHaveCount(4)
  await expect(row(page, 'Book train')).toContainText('Tomorrow, 9:00')
  await expect(side(page).getByRole('link', { name: /^Kerala/ })).toContainText('4 open todos')
  await expect(side(page).getByRole('link', { name: /^Today/ })).toContainText('1 open todo')

  // Another tab of the same person hears of everything.
  const tab = await page.context().newPage()
  await open(tab, page.url())
  await expect(rows(tab)).toHaveCount(4)
  await page.getByRole('checkbox', { name: 'Done: Pack' }).click()
  await expect(toastSaying(page, 'Done: Pack')).toBeVisible()
  await expect(row(tab, 'Pack')).toHaveCount(0)
  await toastSaying(page, 'Done: Pack').getByRole('button', { name: 'Undo' }).click()
  await expect(row(tab, 'Pack')).toBeVisible()
  expect(await titles(page)).toEqual(['Book train', 'Pack', 'Water the plants', 'Buy a hat'])

  await row(page, 'Buy a hat').click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Buy a hat and an umbrella')
  await page.getByRole('textbox', { name: 'Notes' }).fill('It rains until August.')
  await page.getByLabel('Priority').selectOption('Urgent')
  await page.getByLabel('Repeat').selectOption('Every week')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(row(tab, 'umbrella')).toContainText('Urgent')
  await expect(row(tab, 'umbrella')).toContainText('Today')
  await sent(page)

  await row(page, 'Pack').click({ modifiers: ['ControlOrMeta'] })
  await row(page, 'Water').click({ modifiers: ['Shift'] })
  await expect(page.getByRole('region', { name: 'Selected todos' })).toContainText('2 selected')
  await page.getByLabel('Priority…').selectOption('Low')
  await expect(row(tab, 'Pack')).toContainText('Low')
  await toastSaying(page, '2 todos changed.').getByRole('button', { name: 'Undo' }).click()
  await expect(row(tab, 'Pack')).not.toContainText('Low')

  // Dragged by its handle to the first place.
  await row(page, 'umbrella').hover()
  const grip = page.locator('[data-todo]', { hasText: 'umbrella' }).getByTitle(/^Move/)
  const [from, to] = [await grip.boundingBox(), await row(page, 'Book train').boundingBox()]
  await page.mouse.move((from?.x ?? 0) + 5, (from?.y ?? 0) + 20)
  await page.mouse.down()
  await page.mouse.move((to?.x ?? 0) + 5, (to?.y ?? 0) + 30, { steps: 5 })
  await page.mouse.move((to?.x ?? 0) + 5, (to?.y ?? 0) + 4, { steps: 3 })
  await page.mouse.up()
  await expect.poll(() => titles(tab)).toEqual(['Buy a hat and an umbrella', 'Book train', 'Pack', 'Water the plants'])

  await page.getByRole('main').getByRole('button', { name: 'More about the list Kerala' }).last().click()
  await page.getByRole('button', { name: 'Delete list' }).click()
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('There is no such list')
  await toastSaying(page, 'List “Kerala” deleted.').getByRole('button', { name: 'Undo' }).click()
  await expect(rows(tab)).toHaveCount(4)
})

test('by keyboard only: the sheet of keys, moving, editing, status, priority, dates, selection, order and undo', async ({ page }) => {
  await register(page, somebody('kiran'))
  const list = await listWith(
    page,
    'Week',
    ['one', 'two', 'three', 'four'].map((title) => ({ title })),
  )
  await open(page, `/tasks/lists/${list}`)
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Priority: urgent to low, none')
  await press('Escape', 'j', 'j')
  await expect(row(page, 'two')).toBeFocused()
  await press('1', 't')
  await expect(row(page, 'two')).toContainText('Urgent')
  await expect(row(page, 'two')).toContainText('Today')
  await press('Alt+ArrowUp')
  await expect.poll(() => titles(page)).toEqual(['two', 'one', 'three', 'four'])
  await expect(row(page, 'two')).toBeFocused()
  await press('e')
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await page.keyboard.type(' and a half')
  await press('Enter')
  await expect(row(page, 'two and a half')).toBeFocused()
  await press('d')
  await expect(rows(page)).toHaveCount(3)
  await expect(row(page, 'one')).toBeFocused()
  await press('x', 'j', 'x', 'd')
  await expect(rows(page)).toHaveCount(1)
  await press('z')
  await expect(rows(page)).toHaveCount(3)
  await press('n')
  await page.keyboard.type('five')
  await press('Enter', 'Escape', 'j')
  await expect(rows(page)).toHaveCount(4)
  await press('f')
  await expect(page.getByRole('main').getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('fi')
  await expect(rows(page)).toHaveText(/five/)
  await expect(page).toHaveURL('/tasks/search?q=fi')
  await sent(page)
})

test('a long list is drawn in part, read on as one scrolls, and all of it can be reached', async ({ page }) => {
  await register(page, somebody('lots'))
  const list = await listWith(page, 'Long')
  await fill(page, list, 150)
  await open(page, `/tasks/lists/${list}`)
  await expect(row(page, /^Number 1$/)).toBeVisible()
  await expect(async () => {
    await page
      .locator('main [data-scroll]')
      .last()
      .evaluate((pane) => pane.scrollTo(0, pane.scrollHeight))
    await expect(page.getByText('That is all: 150 todos.')).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(row(page, /^Number 150$/)).toBeVisible()
  expect(await rows(page).count()).toBeLessThan(140)
})

for (const [colorScheme, width, address] of [
  ['light', 1280, ''],
  ['dark', 390, '/hi'],
] as const)
  test(`the pages are accessible and nothing jumps: ${colorScheme}, ${width} px${address}`, async ({ newPage, axe }) => {
    const page = await newPage({ colorScheme, viewport: { width, height: 844 } })
    await register(page, somebody('look'))
    const today = new Date().toISOString().slice(0, 10)
    const list = await listWith(page, 'Kerala', [
      { title: 'Book the night train', due_date: today, time_zone: 'Asia/Kolkata', priority: 'high', description: 'Lower berth' },
      { title: 'Late', due_date: '2026-01-02', time_zone: 'Asia/Kolkata', priority: 'urgent', recurrence: 'FREQ=DAILY' },
      { title: 'Later', due_date: '2199-01-02', time_zone: 'Asia/Kolkata', priority: 'low', status: 'in_progress' },
      { title: 'Over', status: 'done' },
    ])
    for (const path of ['', '/today', '/upcoming', '/overdue', '/done', '/search?q=late', `/lists/${list}`]) {
      await page.goto(`${address}/tasks${path}`)
      await wake(page)
      await settled(page)
      expect(await jumps(page), path).toBeLessThanOrEqual(0.01)
      await expect(page.locator('body')).not.toContainText(/\{\w+\}/)
      await axe(page)
    }
    await row(page, 'Book the night train').click()
    await settled(page)
    await axe(page)
    await page.keyboard.press('Escape')
    await page.locator('[data-todo]', { hasText: 'Later' }).getByRole('button').last().click()
    await settled(page)
    await axe(page)
  })
