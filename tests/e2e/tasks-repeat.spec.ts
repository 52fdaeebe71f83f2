import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, somebody } from './steps.ts'
import { listWith, row, rows, sent } from './tasks-steps.ts'

test.describe.configure({ timeout: 90_000 })

const editor = (page: Page) => page.getByRole('dialog', { name: 'Repeat' })
const field = (page: Page) => page.getByRole('combobox', { name: 'Repeat', exact: true })

/** The rule of a todo, as the server has it. */
const ruleOf = async (page: Page, list_id: string, title: string) => {
  await sent(page)
  const { results } = await (await page.request.get(`/api/todos/?list_id=${list_id}&limit=100`)).json()
  const found = (results as { title: string; recurrence: string | null; due_date: string; status: string }[]).filter((todo) => todo.title === title)
  return found.map(({ recurrence, due_date, status }) => [status, due_date, recurrence])
}

async function openEditor(page: Page, title?: string) {
  if (title !== undefined) await row(page, title).click()
  await field(page).focus()
  await field(page).selectOption({ label: 'Custom…' })
  await expect(editor(page)).toBeVisible()
}

test('the repeat editor: weekdays, every second week, the last Friday, so many times and until a day', async ({ page, axe }) => {
  await register(page, somebody('asha'))
  // A Friday that is both the fourth and the last of its month.
  const list = await listWith(page, 'House', [
    { title: 'Bins', due_date: '2027-02-26' },
    { title: 'Rent', due_date: '2027-02-26' },
    { title: 'Walk', due_date: '2027-02-26' },
  ])
  await open(page, `/tasks/lists/${list}`)
  await expect(rows(page)).toHaveCount(3)

  await openEditor(page, 'Walk')
  expect(await axe(page, { part: 'dialog[open]' })).toEqual([])
  // The weekday of the due date is where it begins.
  await expect(editor(page).getByRole('checkbox', { name: 'Friday' })).toBeChecked()
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday']) await editor(page).getByRole('checkbox', { name: day }).setChecked(true, { force: true })
  await expect(editor(page)).toContainText('Every weekday, Monday to Friday')
  await editor(page).getByRole('button', { name: 'Save' }).click()
  await expect(editor(page)).toBeHidden()
  expect(await ruleOf(page, list, 'Walk')).toEqual([['todo', '2027-02-26', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR']])

  await openEditor(page, 'Bins')
  const every = editor(page).getByLabel('Every', { exact: true })
  await every.press('Backspace')
  await every.pressSequentially('2')
  await editor(page).getByRole('checkbox', { name: 'Friday' }).setChecked(false, { force: true })
  for (const day of ['Thursday', 'Monday']) await editor(page).getByRole('checkbox', { name: day }).setChecked(true, { force: true })
  await editor(page).getByRole('radio', { name: 'After so many times' }).check()
  const times = editor(page).getByLabel('How many times')
  await times.press('Backspace')
  await times.press('Backspace')
  await times.pressSequentially('6')
  await expect(editor(page)).toContainText('Every 2 weeks on Monday and Thursday, 6 times')
  await editor(page).getByRole('button', { name: 'Save' }).click()
  expect(await ruleOf(page, list, 'Bins')).toEqual([['todo', '2027-02-26', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=6']])
  // In the field it stands in words, and the editor finds it again.
  await expect(field(page)).toBeFocused()
  await expect(field(page).locator('option:checked')).toHaveText('Every 2 weeks on Monday and Thursday, 6 times')
  await openEditor(page)
  await expect(editor(page).getByLabel('Every', { exact: true })).toHaveValue('2')
  await expect(editor(page).getByLabel('How many times')).toHaveValue('6')
  await editor(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(field(page).locator('option:checked')).toHaveText('Every 2 weeks on Monday and Thursday, 6 times')

  await openEditor(page, 'Rent')
  await editor(page).getByLabel('Unit').selectOption('months')
  await expect(editor(page).getByRole('radio', { name: 'the fourth Friday' })).toBeVisible()
  await editor(page).getByRole('radio', { name: 'the last Friday' }).check()
  await editor(page).getByRole('radio', { name: 'On a day' }).check()
  await editor(page).getByLabel('Last day').fill('2027-12-31')
  await expect(editor(page)).toContainText('Every month on the last Friday, until 31 December 2027')
  await editor(page).getByRole('button', { name: 'Save' }).click()
  expect(await ruleOf(page, list, 'Rent')).toEqual([['todo', '2027-02-26', 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231']])
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  // Done, it comes again on the last Friday of the next month.
  await page.getByRole('checkbox', { name: 'Done: Rent' }).click()
  await expect(row(page, 'Rent')).toContainText('26 Mar')
  expect((await ruleOf(page, list, 'Rent')).sort()).toEqual([
    ['done', '2027-02-26', 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231'],
    ['todo', '2027-03-26', 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231'],
  ])
})

test('the repeat editor by keyboard alone; a todo without a date gets the first day of its rule', async ({ page }) => {
  await register(page, somebody('ravi'))
  const list = await listWith(page, 'House', [{ title: 'Plants' }])
  await open(page, `/tasks/lists/${list}`)
  await openEditor(page, 'Plants')
  await expect(editor(page).getByLabel('Every', { exact: true })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  const day = (n: number) => editor(page).getByRole('checkbox').nth(n)
  await expect(day(0)).toBeFocused()
  for (let n = 0; n < 7; n++) {
    // All but Wednesday are taken out.
    if ((await day(n).isChecked()) !== (n === 2)) await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
  }
  await expect(editor(page)).toContainText('Every week on Wednesday')
  await page.keyboard.press('Enter')
  await expect(editor(page)).toBeHidden()
  const [[, due, rule] = []] = await ruleOf(page, list, 'Plants')
  expect(rule).toBe('FREQ=WEEKLY;BYDAY=WE')
  expect(new Date(`${due}T00:00:00Z`).getUTCDay()).toBe(3)
  // Esc closes the editor and nothing else.
  await field(page).selectOption({ label: 'Custom…' })
  await page.keyboard.press('Escape')
  await expect(editor(page)).toBeHidden()
  await expect(field(page)).toBeVisible()
})

test('a date that is typed segment by segment keeps the rule it had', async ({ page }) => {
  await register(page, somebody('usha'))
  const list = await listWith(page, 'House', [{ title: 'Rent', due_date: '2027-01-15', recurrence: 'FREQ=MONTHLY' }])
  await open(page, `/tasks/lists/${list}`)
  await row(page, 'Rent').click()
  const due = page.getByLabel('Due date', { exact: true })
  await due.focus()
  // Month, day and year, as this browser has them; in between it is no day at all.
  await page.keyboard.type('02202028')
  await expect(due).toHaveValue('2028-02-20')
  await page.getByRole('textbox', { name: 'Title' }).focus()
  await expect(due).toHaveValue('2028-02-20')
  expect(await ruleOf(page, list, 'Rent')).toEqual([['todo', '2028-02-20', 'FREQ=MONTHLY']])
  // What is left half-typed changes nothing, and goes.
  await due.focus()
  await page.keyboard.press('Backspace')
  await expect(due).toHaveValue('')
  await page.getByRole('textbox', { name: 'Title' }).focus()
  await expect(due).toHaveValue('2028-02-20')
  expect(await ruleOf(page, list, 'Rent')).toEqual([['todo', '2028-02-20', 'FREQ=MONTHLY']])
  await due.fill('')
  await expect(field(page).locator('option:checked')).toHaveText('Never')
  expect(await ruleOf(page, list, 'Rent')).toEqual([['todo', null, null]])
})
