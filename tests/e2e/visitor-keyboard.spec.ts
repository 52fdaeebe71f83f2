import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { fillOf, open, settled, shapeOf, somebody, toastSaying } from './steps.ts'

/** Goes on with Tab until the focus is where `there` says, as somebody without a mouse does. */
async function tabTo(page: Page, there: string, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 80) {
  for (let pressed = 0; pressed < most; pressed++) {
    await page.keyboard.press(key)
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), there)) return
  }
  throw new Error(`${most} times ${key} did not reach ${there}`)
}

interface Stop {
  name: string
  seen: boolean
}

/** What has the focus, and whether one can see that it has. */
const stop = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement
    const name = `${at.tagName} ${at.getAttribute('href') ?? at.id} ${at.textContent?.slice(0, 30)}`
    // A radio button is drawn by its label, a shape of the map by its fill (tested by itself).
    const drawn = at instanceof HTMLInputElement && at.type === 'radio' ? at.closest('label') : at
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn ?? at)
    const { width, height, bottom, top } = (drawn ?? at).getBoundingClientRect()
    const inside = width > 1 && height > 1 && bottom > 0 && top < innerHeight
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    return { name, seen: inside && (outlined || at instanceof SVGElement) }
  })

test('the skip link is first, shows itself, and leads to the content', async ({ page }) => {
  await open(page, '/states/kerala')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  expect((await skip.boundingBox())?.height).toBeGreaterThanOrEqual(36)
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
})

for (const address of ['/', '/states/delhi', '/compare?states=goa,kerala', '/signup', '/about/data'])
  test(`on ${address} the focus is always in sight`, async ({ page }) => {
    await open(page, address)
    const stops: Stop[] = []
    for (let pressed = 0; pressed < 60; pressed++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement === document.body)) break
      stops.push(await stop(page))
    }
    expect(stops.length).toBeGreaterThan(8)
    expect(stops.filter(({ seen }) => !seen).map(({ name }) => name)).toEqual([])
  })

test('map, state and comparison by Tab and Enter, with the focus on each new heading', async ({ page }) => {
  await open(page, '/')
  await tabTo(page, 'a[href="/?by=density"]')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/?by=density')
  await tabTo(page, 'svg a[href="/states/kerala"]')
  const plain = await fillOf(shapeOf(page, 'tamil-nadu'))
  await settled(page)
  expect(await fillOf(shapeOf(page, 'kerala'))).not.toBe(plain)
  await expect(shapeOf(page, 'kerala').locator('text').filter({ hasText: 'Kerala' })).toBeVisible()
  await expect(shapeOf(page, 'kerala')).toHaveAccessibleName('Kerala, Density: 860')

  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/states/kerala')
  await expect(page.getByRole('heading', { level: 1, name: 'Kerala' })).toBeFocused()
  await tabTo(page, 'main summary')
  await page.keyboard.press('Enter')
  await expect(page.locator('main details[open]')).toHaveCount(1)
  await tabTo(page, 'a[href="/compare?states=kerala,karnataka"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Compare Kerala and Karnataka' })).toBeFocused()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page.getByRole('heading', { level: 1, name: 'Kerala' })).toBeVisible()
})

test('filters and ticks by keyboard', async ({ page }) => {
  await open(page, '/')
  await tabTo(page, 'a[href="#list"]')
  await page.keyboard.press('Enter')
  await tabTo(page, 'input[name=q]')
  await page.keyboard.type('uttar')
  await expect(page.getByRole('table').getByRole('checkbox')).toHaveCount(2)
  await tabTo(page, 'input[value=uttar-pradesh]')
  await page.keyboard.press('Space')
  await tabTo(page, 'input[value=uttarakhand]')
  await page.keyboard.press('Space')
  await tabTo(page, 'a[href^="/compare?"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Compare Uttar Pradesh and Uttarakhand' })).toBeFocused()
})

for (const [text, place, name] of [
  ['तमिल', '/states/tamil-nadu', 'Tamil Nadu'],
  ['kerala', '/states/kerala', 'Kerala'],
] as const)
  test(`Ctrl+K, ${text}, Enter goes to ${name}`, async ({ page }) => {
    await open(page, '/about/data')
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search the site' })
    await expect(field).toBeFocused()
    await page.keyboard.type(text)
    await expect(page.getByRole('option', { selected: true })).toContainText(name)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(place)
    await expect(page.getByRole('heading', { level: 1, name })).toBeFocused()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

test('the palette moves by arrows, says when it finds nothing, and gives the focus back', async ({ page }) => {
  await open(page, '/')
  await tabTo(page, 'a[href="/?by=area"]')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('pradesh')
  const dialog = page.getByRole('dialog')
  const chosen = dialog.getByRole('option', { selected: true })
  await expect(dialog.getByRole('option')).toHaveCount(5)
  const first = await chosen.textContent()
  await page.keyboard.press('ArrowDown')
  await expect(chosen).not.toHaveText(first ?? '')
  await page.keyboard.press('ArrowUp')
  await expect(chosen).toHaveText(first ?? '')
  await page.keyboard.press('ArrowUp')
  await expect(dialog.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.type('xyz')
  await expect(page.getByRole('dialog').getByText('Nothing found for “pradeshxyz”.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('a[href="/?by=area"]')).toBeFocused()
})

test('what is typed while the palette is on its way is not lost', async ({ page }) => {
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  await page.route('**/assets/palette-*.js', async (route) => {
    await held
    await route.continue()
  })
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('goaa')
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  release()
  await expect(page.getByRole('combobox', { name: 'Search the site' })).toHaveValue('goa')
  await page.keyboard.type(' x')
  await expect(page.getByRole('combobox', { name: 'Search the site' })).toHaveValue('goa x')
})

test('Ctrl+K pressed before the app has come opens the palette when it has', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('tripura')
  const field = page.getByRole('combobox', { name: 'Search the site' })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('tripura')
})

test('? shows the keys, Escape closes them, and no field loses its question mark', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await expect(sheet.getByText('Ctrl K')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.getByLabel('Find a place').focus()
  await page.keyboard.type('goa?')
  await expect(page.getByLabel('Find a place')).toHaveValue('goa?')
  await expect(sheet).toHaveCount(0)
})

test('signing up, profile and signing out without a mouse', async ({ page }) => {
  const person = somebody('kavya')
  await open(page, '/')
  await tabTo(page, 'a[href="/signup"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Sign up' })).toBeFocused()
  // An empty form: the first wrong field gets the focus, and the summary leads to each.
  await tabTo(page, 'main button[type=submit]')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Username')).toBeFocused()
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3)
  // The form library sets the focus once more from a timer.
  await page.evaluate(() => new Promise((done) => setTimeout(done)))
  await page.keyboard.type(person.username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(person.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(person.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Confirm your e-mail' })).toBeFocused()
  await tabTo(page, 'main form a[href="/"]')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/')
  // The address comes before the page, whose heading takes the focus.
  await expect(page.getByRole('heading', { level: 1, name: 'India, state by state' })).toBeFocused()

  // From the heading the account button is the last of the top bar.
  await tabTo(page, '[popovertarget]', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, 'a[href="/profile"]')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: person.username })).toBeFocused()
  // Behind the form of the profile.
  await tabTo(page, 'main button.mt-3')
  await page.keyboard.press('Enter')
  await expect(toastSaying(page, 'You are signed out.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible()
})
