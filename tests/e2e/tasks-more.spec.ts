import { expect, test } from './fixtures.ts'
import { open, register, somebody } from './steps.ts'
import { listWith, newTodo, row, rows } from './tasks-steps.ts'

// Whole journeys, on machines that may be busy.
test.slow()

test('a place of a state page goes to a list: made at once, taken back, found again; a visitor is led to sign up and back', async ({
  page,
  noScriptPage,
  axe,
}) => {
  await noScriptPage.goto('/states/kerala')
  const visitor = noScriptPage.getByRole('link', { name: 'Add to a list: Kerala' })
  await expect(visitor).toHaveAttribute('href', '/signup?next=%2Fstates%2Fkerala')
  await register(page, somebody('adder'))
  await open(page, '/states/kerala')
  const place = page.getByRole('button', { name: /^Add to a list: .+, Kerala$/ }).first()
  const title = ((await place.getAttribute('aria-label')) ?? '').replace('Add to a list: ', '')
  await place.click()
  const panel = page.getByRole('dialog', { name: 'Add to a list' })
  await panel.getByRole('button', { name: 'Create and add' }).click()
  await expect(panel.getByText('Give the list a name.')).toBeVisible()
  expect(await axe(page, { part: 'dialog' })).toEqual([])
  await panel.getByLabel('New list').fill('Kerala in January')
  await panel.getByLabel('Due (optional)').fill('2027-01-05')
  await panel.getByRole('button', { name: 'Create and add' }).click()
  await expect(panel).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  // The second time the list is there, and one press is enough.
  await page.getByRole('button', { name: 'Add to a list: Kerala', exact: true }).click()
  await panel.getByRole('button', { name: /^Kerala in January/ }).click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page).toHaveURL(/\/tasks\/lists\//)
  await expect(page.getByRole('main').getByText('Kerala', { exact: true })).toBeVisible()
  await expect(page.getByText(title)).toHaveCount(0)
})

test('the board by keyboard and by its field, the calendar by keys and dates, what repeats in words', async ({ page, axe }) => {
  await register(page, somebody('planner'))
  await listWith(page, 'Kerala in January', [
    { title: 'Book the night train', due_date: '2027-01-05' },
    { title: 'Pay the rent', due_date: '2027-01-05T03:30:00Z', time_zone: 'Asia/Kolkata', recurrence: 'FREQ=MONTHLY;BYDAY=1TU' },
  ])
  await open(page, '/tasks/board')
  const column = (name: string) => page.getByRole('region', { name })
  await page.getByRole('listitem', { name: 'Book the night train' }).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(column('In progress').getByRole('listitem', { name: 'Book the night train' })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(column('To do').getByRole('listitem', { name: 'Pay the rent' })).toBeFocused()
  await page.getByLabel('Status of Book the night train').selectOption('Done')
  await expect(column('Done').getByText('Book the night train')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(column('In progress').getByText('Book the night train')).toBeVisible()
  expect(await axe(page, { part: 'main' })).toEqual([])

  await open(page, '/tasks/calendar?month=2027-01&day=2027-01-05')
  const grid = page.getByRole('grid', { name: 'January 2027' })
  await grid.getByRole('gridcell', { name: /^Tuesday, 5 January, 2 todos/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await expect(page.getByRole('gridcell', { name: /^Monday, 11 January/ })).toBeFocused()
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('grid', { name: 'February 2027' }).getByRole('gridcell', { name: /^Thursday, 11 February/ })).toBeFocused()
  await page.goBack()
  await page.getByLabel('Add a todo for this day').fill('Boat tour 9am')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('gridcell', { selected: true })).toHaveAccessibleName(/^Monday, 11 January, 1 todo/)
  await page.getByLabel('Move Boat tour to another day').fill('2027-01-13')
  await expect(grid.getByRole('gridcell', { name: /^Wednesday, 13 January, 1 todo/ })).toBeVisible()
  await page.locator('[data-day="2027-01-13"] [draggable]').dragTo(page.locator('[data-day="2027-01-20"]'))
  await expect(grid.getByRole('gridcell', { name: /^Wednesday, 20 January, 1 todo/ })).toBeVisible()
  expect(await axe(page, { part: 'main' })).toEqual([])
})

test('trash, import with its report, and the address for calendars, on a phone in Hindi', async ({ newPage, axe }) => {
  const page = await newPage({ viewport: { width: 390, height: 844 } })
  await register(page, somebody('keeper'))
  const id = await listWith(page, 'Kerala in January', [{ title: 'Thrown away' }])
  await open(page, `/tasks/lists/${id}/files`)
  const table = 'TYPE,CONTENT,PRIORITY,INDENT,DATE\ntask,Book the train,1,1,2027-01-05\ntask,,1,1,\n'
  await page.getByLabel('Choose a file…').setInputFiles({ name: 'todoist.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await expect(page.getByText('1 todo added.')).toBeVisible()
  await expect(page.getByRole('row', { name: '3 Give the todo a title.' })).toBeVisible()
  const hindi = await page.context().newPage()
  await open(hindi, `/hi/tasks/lists/${id}/files`)
  await hindi.getByLabel('फ़ाइल चुनें…').setInputFiles({ name: 'todoist.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await expect(hindi.getByRole('row', { name: '3 शीर्षक नहीं है, बहुत लंबा है या टूटा हुआ है।' })).toBeVisible()
  await hindi.close()
  await page.getByRole('button', { name: 'Make an address' }).click()
  const address = await page.getByLabel('Copy it now: it is shown only this once.').inputValue()
  expect(await (await page.request.get(address)).text()).toContain('SUMMARY:Book the train')
  await page.getByRole('button', { name: 'End the address' }).click()
  await expect(page.getByRole('button', { name: 'Make an address' })).toBeVisible()
  expect((await page.request.get(address)).status()).toBe(404)

  const { csrfToken } = await (await page.request.get('/auth/csrf/')).json()
  const [todo] = (await (await page.request.get(`/api/todos/?list_id=${id}&q=Thrown`)).json()).results
  await page.request.delete(`/api/todos/${todo.id}/?version=${todo.version}`, { headers: { 'x-csrftoken': csrfToken } })
  await open(page, '/hi/tasks/trash')
  expect(await axe(page, { part: 'main' })).toEqual([])
  await page.getByRole('button', { name: 'Thrown away को वापस लाएँ' }).click()
  await expect(page.getByText('रद्दी ख़ाली है')).toBeVisible()
  await page.getByRole('button', { name: 'खोलें', exact: true }).click()
  await expect(page.getByText('Thrown away', { exact: true })).toBeVisible()
})

test('a file of many megabytes is taken whole, with its progress in numbers; what is too large or none is said in words', async ({ page, complaints }) => {
  complaints.allow(/status of 400/, /status of 413/, /ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  await register(page, somebody('mover'))
  const id = await listWith(page, 'Kerala in January')
  await open(page, `/tasks/lists/${id}/files`)
  const choose = (name: string, text: string) => page.getByLabel('Choose a file…').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  const rows = (length: number) => Array.from({ length }, (_, n) => `Row ${n},${'words and more words '.repeat(20)}\n`).join('')
  await choose('big.csv', `title,description\n${rows(9000)}`)
  await expect(page.getByRole('progressbar', { name: 'Importing…' })).toBeVisible()
  await expect(page.getByText(/^[\d,]+ of 9,000 rows looked at$/)).toBeVisible()
  await expect(page.getByText('9,000 todos added.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('progressbar', { name: 'Importing…' })).toBeHidden()
  // More than an import takes goes in pieces, and the rows are counted through.
  const notes = Array.from({ length: 399 }, (_, n) => `Chapter ${n},${'अ'.repeat(9500)}\n`).join('')
  await choose('notes.csv', `title,description\n${notes},no title\n`)
  await expect(page.getByText('399 todos added.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('row', { name: '400 ' })).toBeVisible()
  await choose('larger.csv', `title\n${'x'.repeat(10 * 1024 * 1024)}`)
  await expect(page.getByText('This file is larger than 10 MB', { exact: false })).toBeVisible()
  await choose('none.csv', 'a,b\n1,2\n')
  await expect(page.getByText('This is none of the three kinds', { exact: false })).toBeVisible()
  await choose('broken.csv', 'title\n"never ends')
  await expect(page.getByText('This file cannot be read', { exact: false })).toBeVisible()
  await page.context().setOffline(true)
  await choose('again.csv', `title\nOne\n`)
  await expect(page.getByText('The network is gone.', { exact: false })).toBeVisible()
})

test('a line without a title that one could see says so at the field, and is made once it has one', async ({ page }) => {
  await register(page, somebody('asha'))
  await listWith(page, 'Kerala').then((list) => open(page, `/tasks/lists/${list}`))
  for (const blank of ['\u200b\u2060', '\u3164', 'tomorrow']) {
    await newTodo(page).fill(blank)
    await newTodo(page).press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: 'Give the todo a title.' })).toBeVisible()
    await expect(newTodo(page)).toHaveAttribute('aria-invalid', 'true')
    await expect(newTodo(page)).toHaveValue(blank)
  }
  await newTodo(page).pressSequentially(' pack')
  await expect(page.getByRole('alert').filter({ hasText: 'Give the todo a title.' })).toHaveCount(0)
  await newTodo(page).press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await expect(row(page, 'pack')).toContainText('Tomorrow')
})
