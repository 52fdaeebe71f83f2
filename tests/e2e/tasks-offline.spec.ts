import { expect, test } from './fixtures.ts'
import { open, register, somebody } from './steps.ts'
import { add, keptOffline, listWith, row, rows, sent, side, titles } from './tasks-steps.ts'

test.describe.configure({ timeout: 120_000 })
test.use({ serviceWorkers: 'allow' })

test('without a network the lists are there, what is done waits, and a conflict of two devices loses neither version', async ({
  page,
  newPage,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 409/)
  await register(page, somebody('asha'))
  const list = await listWith(page, 'Kerala', [{ title: 'Train' }, { title: 'Boat' }, { title: 'Hat' }])
  await open(page, `/tasks/lists/${list}`)
  await expect(rows(page)).toHaveCount(3)
  await keptOffline(page)
  const other = await newPage({ storageState: await page.context().storageState() })
  await open(other, `/tasks/lists/${list}`)
  await expect(rows(other)).toHaveCount(3)

  await page.context().setOffline(true)
  await page.goto(`/tasks/lists/${list}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kerala')
  await expect(rows(page)).toHaveCount(3)
  const rename = async (which: typeof page, from: string, to: string) => {
    await row(which, from).click()
    await which.getByRole('textbox', { name: 'Title' }).fill(to)
    await which.keyboard.press('Enter')
    await expect(row(which, to)).toBeVisible()
  }
  await rename(page, 'Train', 'Train at nine')
  await page.getByRole('checkbox', { name: 'Done: Hat' }).click()
  await add(page, 'Umbrella')
  await expect(side(page).getByRole('status')).toContainText('3 changes wait for the connection.')
  // Over a reload as well.
  await page.goto('/tasks/today')
  await side(page)
    .getByRole('link', { name: /^Kerala/ })
    .click()
  await expect.poll(() => titles(page)).toEqual(['Train at nine', 'Boat', 'Umbrella'])

  // The other device changes the same title, and another field of another todo.
  await rename(other, 'Train', 'Train at ten')
  await row(other, 'Hat').click()
  await other.getByLabel('Priority').selectOption('High')
  await other.getByRole('button', { name: 'Close', exact: true }).click()
  await sent(other)

  await page.context().setOffline(false)
  await expect(page.getByText('1 change needs you')).toBeVisible({ timeout: 40_000 })
  await expect.poll(() => titles(other)).toEqual(['Train at ten', 'Boat', 'Umbrella'])
  await expect(row(page, 'Train at nine')).toContainText('Not saved')
  await page.getByRole('button', { name: 'Look at it' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Train at nine')
  await expect(dialog).toContainText('Train at ten')
  await dialog.getByRole('radio', { name: /^Both/ }).check()
  await dialog.getByRole('button', { name: 'Save this choice' }).click()
  await expect(dialog).toContainText('Everything is saved.')
  await expect.poll(() => titles(other)).toEqual(['Train at nine / Train at ten', 'Boat', 'Umbrella'])
  await page.keyboard.press('Escape')
  await sent(page)
  // Done here and urgent there: both stand.
  await other.getByText('1 done').click()
  await expect(row(other, 'Hat')).toContainText('High')

  // Nothing of it stays after signing out.
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/')
  const kept = () =>
    page.evaluate(async () =>
      [...Object.keys(localStorage), ...(await indexedDB.databases()).map(({ name }) => name)].filter((name) => name?.startsWith('private')),
    )
  await expect.poll(kept).toEqual([])
})

test('two tabs share one queue; one that is deleted elsewhere comes back with what was changed here', async ({ page, newPage, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 409/)
  await register(page, somebody('ravi'))
  const list = await listWith(page, 'Goa', [{ title: 'Ferry' }])
  await open(page, `/tasks/lists/${list}`)
  await keptOffline(page)
  const tab = await page.context().newPage()
  await open(tab, `/tasks/lists/${list}`)
  const other = await newPage({ storageState: await page.context().storageState() })
  await open(other, `/tasks/lists/${list}`)
  await expect(rows(other)).toHaveCount(1)
  await page.context().setOffline(true)
  await add(page, 'Swim')
  await expect(row(tab, 'Swim')).toBeVisible()
  await add(tab, 'Sleep')
  await expect(row(page, 'Sleep')).toBeVisible()
  await row(page, 'Ferry').click()
  await page.getByRole('textbox', { name: 'Notes' }).fill('From Panaji')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await row(other, 'Ferry').focus()
  await other.keyboard.press('Delete')
  await sent(other)
  await page.context().setOffline(false)
  await expect.poll(() => titles(other), { timeout: 40_000 }).toEqual(['Swim', 'Sleep'])
  await page.getByRole('button', { name: 'Look at it' }).click()
  await expect(page.getByRole('dialog')).toContainText('From Panaji')
  await page.getByRole('button', { name: 'Bring back with my changes' }).click()
  await expect.poll(() => titles(other)).toEqual(['Ferry', 'Swim', 'Sleep'])
  await row(other, 'Ferry').click()
  await expect(other.getByRole('textbox', { name: 'Notes' })).toHaveValue('From Panaji')
})

test('a list that gets two names on two devices keeps the one that its person chooses; a colour from elsewhere stands beside it', async ({
  page,
  newPage,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of 409/)
  await register(page, somebody('kiran'))
  const list = await listWith(page, 'Goa', [{ title: 'Ferry' }])
  await open(page, `/tasks/lists/${list}`)
  await keptOffline(page)
  const other = await newPage({ storageState: await page.context().storageState() })
  await open(other, `/tasks/lists/${list}`)
  await expect(rows(other)).toHaveCount(1)
  const edit = async (which: typeof page, from: string, name: string, colour?: string) => {
    await which
      .getByRole('main')
      .getByRole('button', { name: `More about the list ${from}` })
      .last()
      .click()
    await which.getByRole('button', { name: 'Name and colour' }).click()
    const dialog = which.getByRole('dialog')
    await expect(dialog.getByRole('textbox')).toBeFocused()
    await dialog.getByRole('textbox').fill(name)
    if (colour)
      await dialog
        .locator('label')
        .filter({ has: which.getByRole('radio', { name: colour }) })
        .click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(which.getByRole('heading', { level: 1 })).toHaveText(name)
  }
  await page.context().setOffline(true)
  await edit(page, 'Goa', 'Goa by ferry')
  await edit(other, 'Goa', 'Goa by train', 'Red')
  await sent(other)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Look at it' }).click({ timeout: 40_000 })
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio', { name: /Goa by ferry/ })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: /Goa by train/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save this choice' }).click()
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Goa by ferry')
  await sent(page)
  expect(await (await page.request.get(`/api/lists/${list}`)).json()).toMatchObject({ name: 'Goa by ferry', color: '#c93030' })
})
