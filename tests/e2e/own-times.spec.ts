import { change, enter, post, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { open } from './steps.ts'

test.use({ timezoneId: 'America/New_York' })

test('a device was used at one’s own time, also on the page as the server makes it; after signing out nothing of it is kept', async ({ page }) => {
  await enter(page, await writerOf(page, 'asha'))
  await open(page, '/profile/devices')
  const used = page.getByText(/^Used last /).first()
  const told = (await used.textContent()) ?? ''
  const { results } = (await (await page.request.get('/auth/sessions/')).json()) as { results: { created_at: string }[] }
  const times = results.map(({ created_at }) =>
    new Date(created_at).toLocaleString('en-IN', { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'America/New_York' }),
  )
  expect(times.some((time) => told.includes(time))).toBe(true)
  const drawn = await (await page.request.get('/profile/devices')).text()
  expect(times.some((time) => drawn.includes(time))).toBe(true)
  const zone = async () => (await page.context().cookies()).find(({ name }) => name === 'zone')?.value
  expect(await zone()).toBe('America/New_York')
  await page
    .getByRole('button', { name: /account/i })
    .first()
    .click()
  await page.locator('[popover]').getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(zone).toBe(undefined)
})

test('when a post goes out is told at the writer’s own time', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  const made = await post(page, asha, { status: 'draft' })
  const at = new Date(Date.now() + 3 * 86_400_000).toISOString()
  await change(page, asha, `/api/posts/${made.id}`, { status: 'scheduled', publish_at: at })
  await enter(page, asha)
  await open(page, `/posts/${made.slug}`)
  const time = new Date(at).toLocaleString('en-IN', { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'America/New_York' })
  await expect(page.getByRole('complementary').filter({ hasText: time })).toBeVisible()
})
