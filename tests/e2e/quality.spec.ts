import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { jumps, open, register, settled, signUp, somebody, wake } from './steps.ts'

const pages = [
  '/',
  '/?by=literacy',
  '/?zone=southern&sort=-population&compare=kerala,tamil-nadu',
  '/?q=keralla',
  '/states/kerala',
  '/states/jammu-and-kashmir',
  '/states/lakshadweep',
  '/compare',
  '/compare?states=kerala,tamil-nadu,karnataka,goa',
  '/about/data',
  '/login?next=%2Fprofile',
  '/signup',
  '/verify-otp/',
  '/reset',
  '/reset?token=x',
  '/not-me?token=x',
  '/hi/reset',
  '/undo-deletion?token=x',
  '/nowhere',
  '/states/keralla',
  '/hi',
  '/hi/states/ladakh',
  '/hi/signup',
  '/offline.html',
  '/api/docs/',
  '/docs/',
  '/docs/limits',
  '/api/v1/docs/',
]
/** Not made by the app's own frame. */
const plain = /^\/(offline|api|docs)/

/** A sentence that is not in the books of its page shows its key. */
const bareKeys = (page: Page) =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const keys: string[] = []
    while (texts.nextNode()) if (/^[a-z_]+(\.[a-z_]+)+$/.test(texts.currentNode.textContent ?? '')) keys.push(texts.currentNode.textContent ?? '')
    return keys
  })

/** Each page comes in one theme, every other in the dark one, and then changes into the other. */
for (const [n, address] of pages.entries())
  test(`${address} is accessible in both themes and nothing jumps`, async ({ visitor: page, axe, complaints }) => {
    const [first, second] = n % 2 === 0 ? (['light', 'dark'] as const) : (['dark', 'light'] as const)
    complaints.allow(/status of 404/)
    await page.emulateMedia({ colorScheme: first })
    // As on a first visit, where fonts come late.
    const session = await page.context().newCDPSession(page)
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    await page.goto(address)
    if (plain.test(address)) await page.waitForLoadState('networkidle')
    else await wake(page)
    await settled(page)
    expect(await jumps(page)).toBeLessThanOrEqual(0.01)
    // A sentence whose values were forgotten.
    if (!plain.test(address)) await expect(page.locator('body')).not.toContainText(/\{\w+\}/)
    expect(await bareKeys(page), 'sentences that the page has no book for').toEqual([])
    await axe(page)
    await page.emulateMedia({ colorScheme: second })
    await settled(page)
    await axe(page, { colours: true })
    await session.detach()
  })

for (const [width, prefix] of [
  [390, ''],
  [1440, '/hi'],
] as const)
  test(`nothing jumps on the pages of one’s own account, and its navigation shows where one is: ${width} px${prefix}`, async ({ newPage }) => {
    const page = await newPage({ viewport: { width, height: 844 } })
    await register(page, somebody('steady'))
    for (const path of ['/', '/password', '/ways-in', '/devices', '/keys', '/history', '/data']) {
      await open(page, `${prefix}/profile${path}`)
      await settled(page)
      await expect(page.locator('main nav a[aria-current=page]'), path).toBeInViewport({ ratio: 1 })
      expect(`${path} ${(await jumps(page)) <= 0.01}`).toBe(`${path} true`)
    }
  })

test('profile, palette, shortcuts, menu and a form with mistakes are accessible', async ({ page, axeInBothThemes: look }) => {
  await open(page, '/signup')
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await look(page)
  await signUp(page, somebody('axe'))
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pradesh')
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(5)
  await look(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await look(page)
  await page.keyboard.press('Escape')
  await page.locator('[popovertarget]').click()
  await expect(page.locator('[popover]')).toBeVisible()
  await look(page)
  await page.getByRole('link', { name: 'Profile' }).click()
  await expect(page).toHaveURL('/profile')
  await look(page)
})
