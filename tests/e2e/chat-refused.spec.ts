import { say, setConfirmed, talker, talkTo } from './chat-steps.ts'
import { expect, test } from './fixtures.ts'
import { open } from './steps.ts'

test.describe.configure({ timeout: 90_000 })

const nobodys = '0198a0b1-7c00-7000-8000-0000000000ff'

test('a conversation that one may not read is refused the same way by the server and in the browser', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/status of 40[34]/)
  const [other, third] = [await newPage(), await newPage()]
  const asha = await talker(page, site, 'asha')
  const [ravi, meera] = await Promise.all([talker(other, site, 'ravi'), talker(third, site, 'meera')])
  await talkTo(page, ravi)
  await say(page, 'between the two of us')
  const address = new URL(page.url()).pathname

  for (const [of, room] of [
    [third, address],
    [third, `/chat/${nobodys}`],
    [third, '/chat/no-id'],
  ] as const) {
    await open(of, room)
    await expect(of.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
    await expect(of.locator('body')).not.toContainText('between the two of us')
  }

  await setConfirmed(third, site, meera, false)
  for (const where of [address, '/chat', '/chat/new', '/chat/search', '/chat/reports', `/hi${address}`]) {
    await open(third, where)
    await expect(third.getByRole('heading', { level: 1 })).toHaveText(/Confirm your e-mail|ई-मेल की पुष्टि/)
  }
  await setConfirmed(page, site, asha, false)
  await open(page, address)
  await expect(page.locator('body')).not.toContainText('between the two of us')
})
