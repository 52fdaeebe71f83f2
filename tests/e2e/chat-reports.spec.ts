import { png } from '#server/testing-pictures.ts'
import { bubble, changeRows, fieldOf, say, setConfirmed, talker, talkTo } from './chat-steps.ts'
import { expect, test } from './fixtures.ts'
import { open, settled, toastSaying } from './steps.ts'

test.describe.configure({ timeout: 90_000 })

test('what was reported is read by staff alone, with its picture, handled with a note, and opened again; from a person’s page one writes to them', async ({
  page,
  newPage,
  site,
  axe,
  complaints,
}) => {
  complaints.allow(/status of 403/)
  const [other, third] = [await newPage(), await newPage({ viewport: { width: 390, height: 844 } })]
  // The first on a site is its admin: that one is not to be who has no right to read here.
  const asha = await talker(page, site, 'asha')
  const [ravi, meera] = await Promise.all([talker(other, site, 'ravi'), talker(third, site, 'meera')])
  await talkTo(page, ravi)
  await say(page, 'not for anybody else')
  await page.locator('input[type=file]').setInputFiles([{ name: 'rude.png', mimeType: 'image/png', buffer: Buffer.from(png(300, 200)) }])
  await say(page, 'an insult')
  await talkTo(other, asha)
  await bubble(other, 'an insult').hover()
  await bubble(other, 'an insult')
    .getByRole('button', { name: /^Actions/ })
    .click()
  await other.getByRole('button', { name: 'Report' }).click()
  await other.getByRole('dialog').getByLabel('Insult or harassment').check()
  await other.getByRole('dialog').getByLabel('Anything they should know').fill('Please look at this.')
  await other.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
  await expect(toastSaying(other, 'Thank you')).toBeVisible()

  await open(third, '/chat/reports')
  await expect(third.getByRole('main')).toContainText('Only those who run this site')
  changeRows(site, 'update users set role = ? where username = ?', ['staff', meera.username])
  await expect.poll(async () => (await (await third.request.get('/auth/session/')).json()).user?.role).toBe('staff')
  await open(third, '/chat')
  await third.getByRole('link', { name: 'Reported messages' }).click()
  const report = third.getByRole('article').filter({ hasText: asha.username })
  await expect(report).toContainText('Insult or harassment')
  await expect(report).toContainText('Please look at this.')
  await expect(report.getByRole('blockquote')).toContainText('an insult')
  await expect(report.getByRole('img', { name: 'Picture 1 of the reported message' })).toBeVisible()
  await expect(third.locator('body')).not.toContainText('not for anybody else')
  await settled(third)
  await axe(third)
  await report.getByLabel('What was done').fill('Wrote to them.')
  await report.getByRole('button', { name: 'Mark as handled' }).click()
  await expect(report).toHaveCount(0)
  await toastSaying(third, 'Marked as handled').getByRole('button', { name: 'Undo' }).click()
  await expect(report.getByRole('button', { name: 'Mark as handled' })).toBeVisible()
  await report.getByRole('button', { name: 'Mark as handled' }).click()
  await expect(report).toHaveCount(0)
  await third.getByText('Handled', { exact: true }).click()
  await expect(report).toContainText(`Handled by ${meera.username}`)
  await open(third, '/hi/chat/reports?state=handled')
  await expect(third.getByRole('heading', { level: 1 })).toHaveText('शिकायत वाले संदेश')
  await expect(report).toContainText('अपमान या परेशान करना')

  // Staff read them whether or not they may talk themselves.
  await setConfirmed(third, site, meera, false)
  await open(third, '/chat')
  await third.getByRole('link', { name: 'Reported messages' }).click()
  await third.getByText('Handled', { exact: true }).click()
  await expect(report).toContainText('Insult or harassment')
  await setConfirmed(third, site, meera, true)

  await open(third, `/people/${ravi.username}`)
  await third.getByRole('link', { name: `Write to ${ravi.username}` }).click()
  await expect(third.getByRole('heading', { level: 1, name: ravi.username })).toBeVisible()
  await expect(fieldOf(third)).toBeVisible()
  await setConfirmed(other, site, ravi, false)
  await open(third, `/people/${ravi.username}`)
  await expect(third.getByRole('link', { name: /^Write to/ })).toHaveCount(0)
})
