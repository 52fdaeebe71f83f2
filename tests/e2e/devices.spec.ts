import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, type Person, register, settled, somebody, toastSaying } from './steps.ts'

/** Signs in by the form, as on another device. */
async function signIn(page: Page, { username, password }: Person) {
  await open(page, '/login')
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/')
}

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const rowOf = (page: Page, name: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: name })

/** Two browsers of one person: the first looks at its devices, the second sits on a page. */
async function twoDevices(page: Page, newPage: (options: { userAgent: string }) => Promise<Page>, { deaf = false } = {}) {
  const person = somebody('devices')
  await register(page, person)
  const other = await newPage({ userAgent: iphone })
  // A socket that opens and says nothing, as behind a proxy that swallows it.
  if (deaf) await other.routeWebSocket(/\/ws\//, () => {})
  await signIn(other, person)
  await open(other, '/profile/devices')
  await expect(rowOf(other, 'Safari 18 on iOS')).toContainText('This device')
  await open(page, '/profile/devices')
  await expect(rowOf(page, 'This device')).toContainText('on Linux')
  return { person, other }
}

async function endPhone(page: Page) {
  const row = rowOf(page, 'Safari 18 on iOS')
  await row.getByRole('button', { name: 'Sign out: Safari 18 on iOS' }).click()
  await row.getByRole('button', { name: 'Really sign out?: Safari 18 on iOS' }).click()
  await expect(toastSaying(page, 'Safari 18 on iOS is signed out.')).toBeVisible()
  await expect(row).toHaveCount(0)
}

test('a device that is ended from another is signed out with its next click, also where no news comes', async ({ page, newPage, complaints }) => {
  complaints.allow(/status of 401/)
  const { person, other } = await twoDevices(page, newPage, { deaf: true })
  await endPhone(page)
  await other.getByRole('main').getByRole('link', { name: 'API keys' }).click()
  await expect(toastSaying(other, 'You were signed out in another tab or on another device.')).toBeVisible()
  await expect(other.getByRole('button', { name: `Account of ${person.username}` })).toHaveCount(0)
  await other.goto('/profile/devices')
  await expect(other).toHaveURL('/login?next=%2Fprofile%2Fdevices')
  await page.reload()
  await expect(page.getByRole('main').getByText('You are signed in on this device only.')).toBeVisible()
})

test('a device that is ended from another is signed out at once, without a click', async ({ page, newPage, complaints }) => {
  complaints.allow(/status of 401/)
  const { person, other } = await twoDevices(page, newPage)
  await endPhone(page)
  await expect(other.getByRole('button', { name: `Account of ${person.username}` })).toHaveCount(0, { timeout: 5000 })
  await expect(toastSaying(other, 'You were signed out in another tab or on another device.')).toBeVisible()
})

test('what ended elsewhere disappears when one comes back to the tab; all others go with one button', async ({ page, newPage, complaints }) => {
  complaints.allow(/status of 401/)
  const { person, other } = await twoDevices(page, newPage)
  await other.getByRole('button', { name: `Account of ${person.username}` }).click()
  await other.locator('[popover]').getByRole('button', { name: 'Sign out' }).click()
  await expect(toastSaying(other, 'You are signed out.')).toBeVisible()
  await expect(rowOf(page, 'Safari 18 on iOS')).toBeVisible()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(rowOf(page, 'Safari 18 on iOS')).toHaveCount(0)
  await signIn(other, person)
  const third = await newPage({ userAgent: iphone })
  await signIn(third, person)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(rowOf(page, 'Safari 18 on iOS')).toHaveCount(2)
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByRole('button', { name: 'Really sign out all others?' }).click()
  await expect(toastSaying(page, 'Everything else is signed out.')).toBeVisible()
  await expect(rowOf(page, 'Safari 18 on iOS')).toHaveCount(0)
  for (const one of [other, third]) {
    await one.goto('/profile')
    await expect(one).toHaveURL('/login?next=%2Fprofile')
  }
})

test('the question on a button is forgotten when one goes elsewhere', async ({ page, newPage }) => {
  await twoDevices(page, newPage)
  const row = rowOf(page, 'Safari 18 on iOS')
  await row.getByRole('button', { name: 'Sign out: ' }).press('Enter')
  await expect(row.getByRole('button', { name: 'Really sign out?: ' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(row.getByRole('button', { name: 'Sign out: ' })).toBeVisible()
})

test('a key is made, shown once, works from a program, stands in the history, and is refused when revoked', async ({ page, site, complaints }) => {
  complaints.allow(/status of 409/)
  const person = somebody('keys')
  await register(page, person)
  await open(page, '/profile/keys')
  await expect(page.getByText('No keys yet')).toBeVisible()
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('Give the key a name.')).toBeVisible()
  await page.getByLabel('Name').fill('Backup script')
  await page.getByLabel('Name').press('Enter')
  const field = page.getByLabel('Key', { exact: true })
  await expect(field).toHaveValue(/^bnyn_[\w-]{43}$/)
  const secret = await field.inputValue()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(toastSaying(page, 'The key is copied.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await expect(page.locator('body')).not.toContainText('bnyn_')
  await expect(rowOf(page, 'Backup script')).toContainText('never used')

  const call = (method: string, path: string, body?: string) =>
    fetch(site.url + path, { method, headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, ...(body ? { body } : {}) })
  const me = await call('GET', '/auth/me/')
  expect(me.status).toBe(200)
  expect(((await me.json()) as { username: string }).username).toBe(person.username)
  expect((await call('PATCH', '/api/v1/users/profile/', '{"bio":"x"}')).status).toBe(403)

  await page.getByLabel('Name').fill('Backup script')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText('You have a key of that name already. Choose another name.')).toBeVisible()

  await page.reload()
  await page.keyboard.press('Shift')
  await expect(rowOf(page, 'Backup script')).toContainText('last used')
  await rowOf(page, 'Backup script').getByRole('button', { name: 'Revoke: Backup script' }).click()
  await rowOf(page, 'Backup script').getByRole('button', { name: 'Really revoke?: Backup script' }).click()
  await expect(toastSaying(page, 'The key Backup script is revoked.')).toBeVisible()
  expect((await call('GET', '/auth/me/')).status).toBe(401)

  await page.getByRole('main').getByRole('link', { name: 'Security history' }).click()
  await expect(page).toHaveURL('/profile/history')
  await expect(rowOf(page, 'You revoked an API key “Backup script”')).toHaveCount(1)
  await expect(rowOf(page, 'You made an API key “Backup script”')).toHaveCount(1)
  await expect(rowOf(page, 'You made this account')).toHaveCount(1)
  await expect(page.getByText('That is all.')).toBeVisible()
})

test('older entries of the history come when asked for', async ({ page, site }) => {
  const { username, ...rest } = somebody('history')
  await register(page, { username, ...rest })
  const body = JSON.stringify({ username, password: 'wrong' })
  for (let i = 0; i < 32; i++) await fetch(`${site.url}/api/token/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await open(page, '/profile/history')
  const failed = rowOf(page, 'Somebody tried to sign in with a wrong password')
  await expect(failed).toHaveCount(30)
  await page.getByRole('button', { name: 'Show older' }).click()
  await expect(failed).toHaveCount(32)
  await expect(rowOf(page, 'You made this account')).toHaveCount(1)
})

test('a page whose list does not come says so, and comes when it is asked for again', async ({ page, complaints }) => {
  complaints.allow(/status of 503|ERR_FAILED|Failed to load/)
  await register(page, somebody('offline'))
  await open(page, '/profile')
  await page.route('**/auth/history**', (route) => route.fulfill({ status: 503, body: '{"detail":"busy"}' }))
  await page.getByRole('main').getByRole('link', { name: 'Security history' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong here')
  await page.unroute('**/auth/history**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(rowOf(page, 'You made this account')).toHaveCount(1)
})

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const)
  test(`devices, keys and history are accessible: ${colorScheme}, ${width} px, both languages`, async ({ newPage, axe }) => {
    // Nine looks of axe.
    test.slow()
    const page = await newPage({ colorScheme, viewport: { width, height: 844 } } as never)
    await register(page, somebody('axe'))
    for (const address of ['/profile/devices', '/profile/keys', '/profile/history', '/hi/profile/devices', '/hi/profile/keys', '/hi/profile/history']) {
      await open(page, address)
      await settled(page)
      await axe(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${address} is not wider than the screen`).toBeLessThanOrEqual(width)
    }
    await open(page, '/profile/keys')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await settled(page)
    await axe(page)
    await page.getByLabel('Name').fill('For the test')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await expect(page.getByRole('button', { name: 'I have kept it' })).toBeVisible()
    await settled(page)
    await axe(page)
    await page.getByRole('button', { name: 'Revoke: ' }).click()
    await settled(page)
    await axe(page)
  })
