import { devices } from '@playwright/test'
import { enter, promote, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { confirmLater, fillSignUp, open, rowsOf, shapeOf, somebody, toastSaying, wake } from './steps.ts'
import { sideways, smallTargets } from './touch.ts'

const { userAgent } = devices['Pixel 7']
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, userAgent })

const pages = [
  '/',
  '/?by=literacy',
  '/?q=keralla',
  '/?zone=southern&sort=-population&compare=kerala,tamil-nadu,karnataka,dadra-and-nagar-haveli-and-daman-and-diu',
  '/states/kerala',
  '/states/andaman-and-nicobar-islands',
  '/states/jammu-and-kashmir',
  '/compare',
  '/compare?states=goa,sikkim',
  '/compare?states=kerala,tamil-nadu,karnataka,dadra-and-nagar-haveli-and-daman-and-diu',
  '/about/data',
  '/login',
  '/signup',
  '/verify-otp/',
  '/reset',
  '/reset?token=x',
  '/not-me?token=x',
  '/hi/reset',
  '/nowhere',
  '/states/a-very-long-name-that-no-state-of-india-has-ever-had-and-never-will',
  '/hi',
  '/hi/states/ladakh',
  '/hi/signup',
  '/offline.html',
  '/api/docs/',
  '/docs/',
  '/docs/limits',
]

for (const address of pages)
  test(`${address} fits, and its controls can be hit`, async ({ visitor: page, complaints }) => {
    complaints.allow(/status of 404/)
    await page.goto(address)
    if (address === '/api/docs/') await expect(page.getByRole('heading', { level: 1 }).or(page.locator('.info')).first()).toBeVisible()
    expect(await sideways(page), 'as the server made it').toBe(0)
    if (/^\/(offline|api)/.test(address)) return
    if (!address.startsWith('/docs/')) {
      await wake(page)
      expect(await sideways(page), 'with the app').toBe(0)
    }
    expect(await smallTargets(page)).toEqual([])
  })

test('at 320 px, the narrowest that is sold, nothing scrolls sideways either', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const address of ['/', '/states/dadra-and-nagar-haveli-and-daman-and-diu', '/hi/states/kerala', '/signup', '/about/data']) {
    await page.goto(address)
    expect(await sideways(page), address).toBe(0)
  }
})

test('by touch: map, state, comparison, sign-up, profile, sign-out', async ({ page }) => {
  await open(page, '/')
  await shapeOf(page, 'rajasthan').locator('use').tap()
  await expect(page).toHaveURL('/states/rajasthan')
  await page.getByRole('link', { name: 'Compare with Gujarat' }).tap()
  await expect(page).toHaveURL('/compare?states=rajasthan,gujarat')
  const bar = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true })
  await bar.getByRole('link', { name: 'Explore' }).tap()
  await expect(page).toHaveURL('/')
  await expect(bar.getByRole('link', { name: 'Explore' })).toHaveAttribute('aria-current', 'page')

  const person = somebody('phone')
  await bar.getByRole('link', { name: 'Sign in' }).tap()
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign up')
  await fillSignUp(page, person)
  await page.getByRole('button', { name: 'Make my account' }).tap()
  await confirmLater(page)
  await expect(page).toHaveURL('/')
  await page.getByRole('button', { name: `Account of ${person.username}` }).tap()
  await page.locator('[popover]').getByRole('link', { name: 'Profile' }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(person.username)
  expect(await sideways(page)).toBe(0)
  expect(await smallTargets(page)).toEqual([])
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).tap()
  await expect(toastSaying(page, 'You are signed out.')).toBeVisible()
  await expect(bar.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('the bottom bar stays at the thumb and hides nothing of the page', async ({ page }) => {
  await open(page, '/about/data')
  const bar = page.getByRole('navigation', { name: 'Main' }).filter({ visible: true })
  await expect(bar.getByRole('listitem')).toHaveCount(4)
  const box = await bar.boundingBox()
  expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(844)
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  const foot = await page.getByRole('contentinfo').boundingBox()
  expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + 1)
})

for (const [prefix, names, search] of [
  ['', ['Explore', 'Blog', 'Tasks', 'Chat'], 'Search'],
  ['/hi', ['राज्य', 'ब्लॉग', 'काम', 'चैट'], 'खोजें'],
] as const)
  for (const width of [390, 320])
    test(`the bar of the signed-in has four places at ${width} px${prefix && ' in Hindi'}; search and account are at the top, the staff’s pages in the menu`, async ({
      page,
      site,
      axe,
    }) => {
      await page.setViewportSize({ width, height: 720 })
      const meera = await writerOf(page, 'meera')
      await promote(page, site, meera)
      await enter(page, meera)
      await open(page, `${prefix}/blog`)
      const bar = page.getByRole('navigation').filter({ visible: true }).last()
      await expect(bar.getByRole('listitem')).toHaveText([...names])
      expect(await bar.getByRole('link').evaluateAll((links) => links.filter((link) => link.scrollWidth > link.clientWidth).length)).toBe(0)
      expect(await sideways(page)).toBe(0)
      expect(await smallTargets(page)).toEqual([])
      await axe(page)
      // The keyboard of a tablet reaches the same.
      const way = page.locator('header').getByRole('link', { name: search, exact: true })
      await way.focus()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
      await page.keyboard.press('Escape')
      await page.locator('header [popovertarget]').tap()
      await expect(page.locator('[popover]').locator('a[href$="/moderation"]')).toBeVisible()
      await page.locator('[popover]').locator('a[href$="/profile"]').tap()
      await expect(page).toHaveURL(`${prefix}/profile`)
    })

test('without scripts the way to search is a link like any other', async ({ noScriptPage: page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await page.getByRole('link', { name: 'Search', exact: true }).filter({ visible: true }).click()
  await expect(page).toHaveURL('/search')
  await expect(page.getByRole('main').getByRole('searchbox')).toBeVisible()
})

test('palette and menu are sheets from below, wide as the phone', async ({ page }) => {
  await open(page, '/')
  await page.getByRole('link', { name: 'Search', exact: true }).filter({ visible: true }).tap()
  const palette = page.getByRole('dialog', { name: 'Search' })
  const field = palette.getByRole('combobox')
  await expect(field).toBeFocused()
  await field.fill('mizo')
  await expect(palette.getByRole('option')).toHaveCount(1)
  const sheet = await palette.boundingBox()
  expect(sheet).toMatchObject({ x: 0, width: 390 })
  expect(Number.parseFloat(await field.evaluate((input) => getComputedStyle(input).fontSize))).toBeGreaterThanOrEqual(16)
  await palette.getByRole('option').tap()
  await expect(page).toHaveURL('/states/mizoram')

  await page.getByRole('button', { name: 'Account and settings' }).tap()
  const menu = page.locator('[popover]')
  await expect(menu).toBeVisible()
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  const box = await menu.boundingBox()
  expect(box).toMatchObject({ x: 0, width: 390 })
  expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(844)
  expect(await smallTargets(page)).toEqual([])
})

test('the tray of ticked places stands above the bottom bar', async ({ page }) => {
  await open(page, '/?compare=goa,kerala')
  await rowsOf(page).filter({ hasText: 'Manipur' }).scrollIntoViewIfNeeded()
  const tray = await page.getByRole('region', { name: 'Chosen to compare' }).boundingBox()
  const bar = await page.getByRole('navigation', { name: 'Main' }).filter({ visible: true }).boundingBox()
  expect((tray?.y ?? 0) + (tray?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
  await page.getByRole('link', { name: 'Compare 2' }).tap()
  await expect(page).toHaveURL('/compare?states=goa,kerala')
})
