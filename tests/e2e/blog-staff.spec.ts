import { comment, enter, post, promote, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { jumps, open, settled, toastSaying } from './steps.ts'

test('staff lets a newcomer through, hides with a reason, brings back; the author is told; nobody else has these pages', async ({
  page,
  newPage,
  site,
  complaints,
}) => {
  complaints.allow(/status of 404/)
  const staff = await writerOf(page, 'meera')
  const author = await writerOf(page, 'ravi')
  const reader = await writerOf(page, 'leela')
  await promote(page, site, staff)
  const held = await post(page, author, { postname: 'Links of a newcomer', content: 'See https://example.org/ for more.' })
  const made = await post(page, author, { postname: 'What one may say' })
  const said = await comment(page, author, made, 'A rude remark')

  const other = await newPage()
  await enter(other, reader)
  await open(other, `/posts/${made.slug}`)
  await other.getByRole('listitem').filter({ hasText: 'A rude remark' }).getByRole('button', { name: 'Report' }).click()
  await other.getByLabel('Insults or threatens somebody').check()
  await other.getByRole('button', { name: 'Send report' }).click()
  await expect(toastSaying(other, 'Thank you')).toBeVisible()
  await other.goto('/moderation')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('There is no such page')

  await enter(page, staff)
  await open(page, '/moderation')
  const waiting = page.getByRole('listitem').filter({ hasText: 'Links of a newcomer' })
  await waiting.getByRole('button', { name: 'Let through' }).click()
  await expect(waiting).toHaveCount(0)
  expect((await other.request.get(`/posts/${held.slug}`)).status()).toBe(200)

  const rude = page.getByRole('listitem').filter({ hasText: 'A rude remark' }).first()
  await expect(rude).toContainText('1 report')
  await rude.getByRole('button', { name: 'Hide' }).click()
  await rude.getByRole('button', { name: 'Hide' }).click()
  await expect(rude.getByText('Say why: its author is told.')).toBeVisible()
  await rude.getByLabel('Why?').fill('Rude')
  await rude.getByRole('button', { name: 'Hide' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'A rude remark' })).toHaveCount(0)
  const shown = await (await other.request.get(`/api/posts/${made.id}/comments`)).text()
  expect(shown).not.toContain('A rude remark')
  await toastSaying(page, 'hidden').getByRole('button', { name: 'Undo' }).click()
  await expect(toastSaying(page, 'see it again')).toBeVisible()
  expect(await (await other.request.get(`/api/posts/${made.id}/comments`)).text()).toContain(said.id)

  const told = await newPage()
  await enter(told, author)
  await told.goto('/notices')
  await expect(told.getByRole('link', { name: 'What you wrote is visible now: “Links of a newcomer”' })).toBeVisible()
})

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

for (const colorScheme of ['light', 'dark'] as const)
  test(`pages of readers, writers and staff are accessible and fit a phone, ${colorScheme}`, async ({ newPage, page: api, site, axe, complaints }) => {
    complaints.allow(/status of 404/)
    const asha = await writerOf(api, 'asha')
    await promote(api, site, asha)
    const made = await post(api, asha, {
      postname: 'Looked at from all sides',
      state: 'kerala',
      content: `${'Long. '.repeat(900)}\n\n## One\n\n> Said\n\n## Two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n## Three`,
    })
    // In place of its picture stands its first letter, which is two code points: axe takes a single one for no text.
    await post(api, asha, { postname: 'नीली रेल', language: 'hi' })
    const said = await comment(api, asha, made, 'Something')
    await comment(api, asha, made, 'An answer', said.id)
    const page = await newPage({ colorScheme, viewport: colorScheme === 'light' ? { width: 1280, height: 800 } : { width: 390, height: 844 } })
    const look = async (address: string) => {
      await open(page, address)
      await settled(page)
      expect(await jumps(page), `shift at ${address}`).toBeLessThanOrEqual(0.02)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `width of ${address}`).toBeLessThanOrEqual(0)
      await expect(page.locator('body')).not.toContainText(/\{\w+\}/)
      await axe(page)
    }
    for (const address of [
      '/blog',
      '/hi/blog?state=kerala',
      `/posts/${made.slug}`,
      `/blog/by/${asha.username}`,
      '/posts/nothing-here-at-all',
      '/search?q=sides',
      '/contact',
    ])
      await look(address)
    await enter(page, asha)
    for (const address of [`/hi/posts/${made.slug}`, '/write', '/hi/write', '/notices', '/moderation', '/moderation?show=done', '/moderation/contact'])
      await look(address)
  })

test('on a phone what only staff have stands in the account menu, and the bottom bar keeps what everybody has', async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const staff = await writerOf(page, 'meera')
  await promote(page, site, staff)
  await enter(page, staff)
  await open(page, '/')
  const bar = page.getByRole('navigation', { name: 'Main' }).last()
  await expect(bar.getByRole('link', { name: 'Blog' })).toBeVisible()
  await expect(bar.getByRole('link', { name: 'Moderation' })).toHaveCount(0)
  await page.getByRole('button', { name: /^Account of meera/ }).click()
  await page.locator('#account-menu').getByRole('link', { name: 'Moderation' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Moderation')
  await page.getByRole('button', { name: /^Account of meera/ }).click()
  await expect(page.locator('#account-menu').getByRole('link', { name: 'Moderation' })).toHaveAttribute('aria-current', 'page')
})
