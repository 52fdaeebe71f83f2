import { enter, promote, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { open, toastSaying } from './steps.ts'

test('the contact inbox: a message is read, marked as answered, and that is undone', async ({ page, site }) => {
  const staff = await writerOf(page, 'meera')
  await promote(page, site, staff)
  const data = { name: 'Asha', email: 'asha@example.com', subject: 'A wrong date', message: 'Nagaland: 1 December 1963.' }
  const { data: sent } = await (await page.request.post('/api/contact', { data })).json()
  await enter(page, staff)
  await open(page, '/moderation/contact')
  const message = page.getByRole('listitem').filter({ hasText: sent.reference })
  await expect(message.getByRole('link', { name: 'Answer by mail' })).toHaveAttribute('href', new RegExp(`^mailto:asha%40example.com.*${sent.reference}`))
  await message.getByRole('button', { name: 'Mark as answered' }).click()
  await expect(message).toHaveCount(0)
  await toastSaying(page, 'Answered').getByRole('button', { name: 'Undo' }).click()
  await expect(message).toHaveCount(1)
})
