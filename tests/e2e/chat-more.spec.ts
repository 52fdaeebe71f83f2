import { fieldOf, say, talker, talkTo } from './chat-steps.ts'
import { expect, test } from './fixtures.ts'

test.use({ timezoneId: 'America/New_York' })

test('who talks from New York reads New York’s time, also of what the server has drawn', async ({ page, site, newPage }) => {
  const other = await newPage()
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await talkTo(other, asha)
  await say(other, 'Good morning')
  await talkTo(page, ravi)
  const time = page.locator('main ol time').last()
  const told = async () => {
    const at = new Date((await time.getAttribute('datetime')) ?? '')
    return at.toLocaleTimeString('en-IN', { hour: 'numeric', minute: '2-digit', timeZone: 'America/New_York' })
  }
  await expect(time).toHaveText(await told())
  // The page as it comes, before any script: nothing is left to change when the app takes it over.
  const drawn = await (await page.request.get(page.url())).text()
  const of_server = [...drawn.matchAll(/<time[^>]*>([^<]*)</g)].map(([, text]) => text)
  expect(of_server.length).toBeGreaterThan(1)
  expect(new Set(of_server)).toEqual(new Set([await told()]))
  await page.reload()
  await expect(fieldOf(page)).toBeVisible()
  await expect(time).toHaveText(await told())
  await expect(page.getByRole('navigation', { name: 'Conversations' }).locator('time')).toHaveText(await told())
})

test('an address that asks for more than is searched is searched by its beginning', async ({ page, site }) => {
  await talker(page, site, 'asha')
  await page.goto(`/chat/search?q=${'x'.repeat(300)}`)
  await expect(page.getByRole('main')).toContainText(`Nothing found for “${'x'.repeat(100)}”`)
})
