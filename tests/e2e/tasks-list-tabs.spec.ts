import { expect, test } from './fixtures.ts'
import { open, register, somebody } from './steps.ts'
import { listWith, rows, sent } from './tasks-steps.ts'

test('a list that gets a colour here keeps the name that another tab has given it while the dialog was open', async ({ page, context, complaints }) => {
  complaints.allow(/status of 409/)
  await register(page, somebody('kiran'))
  const list = await listWith(page, 'Goa', [{ title: 'Ferry' }])
  const address = `/tasks/lists/${list}`
  await open(page, address)
  await expect(rows(page)).toHaveCount(1)
  const second = await context.newPage()
  await open(second, address)
  await expect(rows(second)).toHaveCount(1)
  const edit = async (which: typeof page) => {
    await which.getByRole('main').getByRole('button', { name: 'More about the list Goa' }).last().click()
    await which.getByRole('button', { name: 'Name and colour' }).click()
    await expect(which.getByRole('dialog').getByRole('textbox')).toBeFocused()
    return which.getByRole('dialog')
  }
  const here = await edit(page)
  const there = await edit(second)
  await there.getByRole('textbox').fill('Goa by ferry')
  await there.getByRole('button', { name: 'Save' }).click()
  await sent(second)
  // It has arrived behind the dialog.
  await expect(page.locator('h1', { hasText: 'Goa by ferry' })).toHaveCount(1)
  await here
    .locator('label')
    .filter({ has: page.getByRole('radio', { name: 'Red' }) })
    .click()
  await here.getByRole('button', { name: 'Save' }).click()
  await sent(page)
  expect(await (await page.request.get(`/api/lists/${list}`)).json()).toMatchObject({ name: 'Goa by ferry', color: '#c93030' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goa by ferry')
})
