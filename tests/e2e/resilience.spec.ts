import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { fillSignUp, open, register, signUp, somebody, toastSaying, wake } from './steps.ts'

test.use({ serviceWorkers: 'allow' })

/** From the second page on the service worker sees every request. */
async function underWorker(page: Page) {
  await page.goto('/about/data')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

test('without a network: what was opened before works, what was not says so', async ({ page, context, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/)
  await underWorker(page)
  await open(page, '/states/goa')
  await open(page, '/')
  await context.setOffline(true)
  await page.goto('/states/goa')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goa')
  expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain('Anek')
  await wake(page)
  await expect(page.getByRole('status').filter({ hasText: 'You are offline.' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goa')

  await page.goto('/states/assam')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Assam')
})

test('with the app running, a page that cannot come says so and comes when the network does', async ({ page, context, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /status of 503/)
  await underWorker(page)
  await open(page, '/')
  await context.setOffline(true)
  await page.getByRole('table').getByRole('link', { name: 'Bihar' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline')
  await expect(page).toHaveURL('/states/bihar')
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bihar')
})

test('nothing of a signed-in person lies in a cache', async ({ page }) => {
  await underWorker(page)
  const person = somebody('private')
  await register(page, person)
  for (const address of ['/profile', '/', '/states/goa']) {
    await page.goto(address)
    await expect(page.locator('body')).toContainText(person.username.slice(0, 1))
  }
  const { kept, named } = await page.evaluate(async (username) => {
    const kept: string[] = []
    const named: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        kept.push(new URL(request.url).pathname)
        if ((await (await cache.match(request))?.text())?.includes(username)) named.push(request.url)
      }
    }
    return { kept, named }
  }, person.username)
  expect(kept).toContain('/offline.html')
  expect(kept.filter((path) => !path.startsWith('/assets/') && /profile|login|signup|auth/.test(path))).toEqual([])
  expect(named).toEqual([])
})

test('a second tab notices the sign-out', async ({ page, context }) => {
  const person = somebody('tabs')
  await signUp(page, person)
  const second = await context.newPage()
  await open(second, '/states/goa')
  await expect(second.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
  await page.bringToFront()
  await page.locator('[popovertarget]').click()
  await page.locator('[popover]').getByRole('button', { name: 'Sign out' }).click()
  await expect(toastSaying(page, 'You are signed out.')).toBeVisible()
  await second.bringToFront()
  await expect(toastSaying(second, 'You were signed out in another tab or on another device.')).toBeVisible()
  await expect(second.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
})

/** Keeps the answers to an address back until `release`. */
async function hold(page: Page, address: string) {
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  const asked: string[] = []
  await page.route(address, async (route) => {
    asked.push(route.request().method())
    await held
    await route.continue()
  })
  return { asked, release }
}

test.describe('by way of the network', () => {
  test.use({ serviceWorkers: 'block' })

  test('a slow page shows a line of progress until it is there', async ({ page }) => {
    await open(page, '/')
    const { release } = await hold(page, '**/api/states/goa*')
    await page.getByRole('table').getByRole('link', { name: 'Goa', exact: true }).click()
    const line = page.getByRole('progressbar', { name: 'Loading the page' })
    await expect(line).toBeVisible()
    await expect.poll(() => line.evaluate((bar) => Number(getComputedStyle(bar).opacity))).toBe(1)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('India, state by state')
    release()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Goa')
    await expect(line).toHaveCount(0)
  })

  test('a failed sign-up loses nothing that was typed, and works the next time', async ({ page, complaints }) => {
    complaints.allow(/status of 50\d/, /ERR_FAILED/)
    const person = somebody('again')
    await open(page, '/signup')
    await fillSignUp(page, person)
    const submit = page.getByRole('main').getByRole('button', { name: 'Make my account' })
    const kept = async () => {
      await expect(page.getByLabel('Username')).toHaveValue(person.username)
      await expect(page.getByLabel('E-mail')).toHaveValue(person.email)
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue(person.password)
    }
    await page.route('**/auth/register*', (route) => route.fulfill({ status: 500, json: {} }))
    await submit.click()
    await expect(page.getByRole('alert')).toContainText('it is our mistake')
    await kept()
    await page.unroute('**/auth/register*')
    await page.route('**/auth/register*', (route) => route.abort())
    await submit.click()
    await expect(page.getByRole('alert')).toContainText('No answer from the server.')
    await kept()
    await page.unroute('**/auth/register*')
    await submit.click()
    await expect(page.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
  })

  test('a double click signs up once', async ({ page }) => {
    const person = somebody('twice')
    await open(page, '/signup')
    await fillSignUp(page, person)
    const { asked, release } = await hold(page, '**/auth/register*')
    await page.getByRole('button', { name: 'Make my account' }).dblclick()
    await expect(page.getByRole('button', { name: 'Making your account' })).toHaveAttribute('aria-busy', 'true')
    await page.keyboard.press('Enter')
    release()
    await expect(page.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
    expect(asked).toEqual(['POST'])
  })

  test('a draft of a sign-up survives a reload, its password does not', async ({ page }) => {
    const person = somebody('draft')
    await open(page, '/signup')
    await fillSignUp(page, person)
    await page.reload()
    await wake(page)
    await expect(page.getByLabel('Username')).toHaveValue(person.username)
    await expect(page.getByLabel('E-mail')).toHaveValue(person.email)
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(person.password)
  })

  test('a sign-out that cannot reach the server says so and keeps the person', async ({ page, complaints }) => {
    complaints.allow(/ERR_FAILED/)
    const person = somebody('stays')
    await signUp(page, person)
    await page.route('**/auth/logout*', (route) => route.abort())
    await page.locator('[popovertarget]').click()
    await page.locator('[popover]').getByRole('button', { name: 'Sign out' }).click()
    await expect(toastSaying(page, 'Signing out did not work')).toBeVisible()
    await expect(page.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
    await page.unroute('**/auth/logout*')
    await toastSaying(page, 'Signing out did not work').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
  })
})
