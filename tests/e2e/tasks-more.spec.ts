import { expect, test } from './fixtures.ts'
import { open, signUp, somebody } from './steps.ts'

test('a place of a state page goes to a list: made at once, taken back, found again; a visitor is led to sign up and back', async ({
  page,
  noScriptPage,
  axe,
}) => {
  await noScriptPage.goto('/states/kerala')
  const visitor = noScriptPage.getByRole('link', { name: 'Add to a list: Kerala' })
  await expect(visitor).toHaveAttribute('href', '/signup?next=%2Fstates%2Fkerala')
  await signUp(page, somebody('adder'))
  await open(page, '/states/kerala')
  const place = page.getByRole('button', { name: /^Add to a list: .+, Kerala$/ }).first()
  const title = ((await place.getAttribute('aria-label')) ?? '').replace('Add to a list: ', '')
  await place.click()
  const panel = page.getByRole('dialog', { name: 'Add to a list' })
  await panel.getByRole('button', { name: 'Create and add' }).click()
  await expect(panel.getByText('Give the list a name.')).toBeVisible()
  expect(await axe(page, 'dialog')).toEqual([])
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
