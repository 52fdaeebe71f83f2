import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { openProvider, type TestProvider } from '../../apps/accounts/tests/outside/provider.ts'
import { test as base, expect } from './fixtures.ts'
import { startSite } from './site.ts'
import { confirmLater, fillSignUp, open, somebody, toastSaying, wake } from './steps.ts'

/** A site that sends people to a provider of ours, instead of the shared one. */
const test = base.extend<object, { provider: TestProvider }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const provider = await openProvider()
      await use(provider)
      await provider.close()
    },
    { scope: 'worker' },
  ],
  site: [
    async ({ provider }, use) => {
      const site = await startSite({ ...provider.settings, OIDC_NAME: 'Banyan ID' })
      await provider.allow(`${site.url}/auth/google/callback/`)
      await use(site)
      await site.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

const button = (page: Page) => page.getByRole('main').getByRole('link', { name: 'Continue with Banyan ID' })

/** Somebody whose address the provider vouches for. */
function known(provider: TestProvider, name: string, more: object = {}): string {
  const { username, email } = somebody(name)
  provider.people[username] = { name: username, email, email_verified: true, ...more }
  return username
}

/** The provider's own page. */
async function signInThere(page: Page, login: string) {
  await page.getByLabel('Name').fill(login)
  await page.getByRole('button', { name: 'Sign in there' }).click()
}

test('somebody new signs in with the provider, sees their profile, signs out and comes back', async ({ page, provider, axe }) => {
  const asha = known(provider, 'asha', { given_name: 'Asha', family_name: 'Rao' })
  await open(page, '/login')
  await axe(page)
  await button(page).click()
  await signInThere(page, asha)
  await expect(page).toHaveURL('/profile/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(asha)
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue('Asha')
  await expect(page.getByRole('textbox', { name: 'Last name' })).toHaveValue('Rao')
  await wake(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/')

  await open(page, '/profile/ways-in')
  await expect(page).toHaveURL('/login?next=%2Fprofile%2Fways-in')
  await button(page).click()
  // The provider remembers who this is.
  await expect(page).toHaveURL('/profile/ways-in')
  await wake(page)
  await expect(page.getByRole('listitem').filter({ hasText: 'Banyan ID' })).toContainText(`${asha}@example.com`)
  await axe(page)
})

test('without scripts it works as well', async ({ noScriptPage: page, provider }) => {
  const person = known(provider, 'plain')
  await page.goto('/signup?next=/states/goa')
  await button(page).click()
  await signInThere(page, person)
  await expect(page).toHaveURL('/states/goa')
  await page.goto('/profile')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(person)
})

test('in Hindi one comes back to Hindi', async ({ page, provider }) => {
  const person = known(provider, 'hindi')
  await open(page, '/hi/login')
  await page.getByRole('link', { name: 'Banyan ID से आगे बढ़ें' }).click()
  await signInThere(page, person)
  await expect(page).toHaveURL('/hi/profile')
  await expect(page.locator('html')).toHaveAttribute('lang', 'hi')
})

test('who says no there, or is not vouched for, is told so and can go on here', async ({ page, provider, axe }) => {
  await open(page, '/login?next=/compare')
  await button(page).click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page).toHaveURL('/login?problem=denied&next=%2Fcompare')
  await expect(page.getByRole('alert')).toContainText('You did not sign in at Banyan ID.')
  await wake(page)
  await axe(page)

  const unsure = known(provider, 'unsure', { email_verified: false })
  await button(page).click()
  await signInThere(page, unsure)
  await expect(page.getByRole('alert')).toContainText('has not confirmed your e-mail address')
})

test('a callback that was copied opens nothing in another browser, nor a second time', async ({ page, newPage, provider }) => {
  const person = known(provider, 'copied')
  let copied = ''
  page.on('request', (request) => {
    if (request.url().includes('/auth/google/callback/')) copied = request.url()
  })
  await open(page, '/login')
  await button(page).click()
  await signInThere(page, person)
  await expect(page).toHaveURL('/profile/')
  expect(copied).toContain('code=')

  const thief = await newPage()
  await open(thief, '/login')
  // Has begun a trip of its own, so it has such a cookie as well.
  await button(thief).click()
  await expect(thief.getByLabel('Name')).toBeVisible()
  await thief.goto(copied)
  await expect(thief).toHaveURL('/login?problem=expired')
  await expect(thief.getByRole('alert')).toContainText('begun in another browser')

  // In the first browser it does no harm: who is signed in stays so.
  await page.goto(copied)
  await expect(page).toHaveURL('/')
  await page.goto('/profile')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(person)
})

test('an address that somebody has only claimed here comes to its owner, and the claimer is out', async ({ page, newPage, provider }) => {
  const claimer = somebody('claim')
  await open(page, '/signup')
  await fillSignUp(page, claimer)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await confirmLater(page)
  await expect(page).toHaveURL('/')

  provider.people[claimer.username] = { name: 'The Owner', email: claimer.email, email_verified: true }
  const owner = await newPage()
  await open(owner, '/login')
  await button(owner).click()
  await signInThere(owner, claimer.username)
  await expect(owner).toHaveURL('/profile/')
  await expect(owner.getByRole('heading', { level: 1 })).toContainText(claimer.username)

  await page.goto('/profile')
  await expect(page).toHaveURL('/login?next=%2Fprofile')
})

test('linking and unlinking while signed in', async ({ page, newPage, provider, complaints }) => {
  const me = somebody('linker')
  const there = known(provider, 'linked')
  await open(page, '/signup')
  await fillSignUp(page, me)
  await page.getByRole('button', { name: 'Make my account' }).click()
  await confirmLater(page)
  await expect(page).toHaveURL('/')
  await open(page, '/profile/ways-in')
  await expect(page.getByText('Nothing is linked yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Link Banyan ID' }).click()
  await signInThere(page, there)
  await expect(page).toHaveURL('/profile/ways-in?linked=google')
  await expect(page.getByRole('status').filter({ hasText: 'Banyan ID is linked' })).toBeVisible()

  const elsewhere = await newPage()
  await open(elsewhere, '/login')
  await button(elsewhere).click()
  await signInThere(elsewhere, there)
  await expect(elsewhere.getByRole('heading', { level: 1 })).toContainText(me.username)

  await wake(page)
  await page.getByRole('button', { name: `Unlink Banyan ID, ${there}@example.com` }).click()
  await expect(toastSaying(page, 'does not open your account any more')).toBeVisible()
  await expect(page.getByText('Nothing is linked yet.')).toBeVisible()

  // Whoever came by the provider alone keeps that way.
  const alone = known(provider, 'alone')
  const other = await newPage()
  await open(other, '/login?next=/profile/ways-in')
  await button(other).click()
  await signInThere(other, alone)
  await wake(other)
  complaints.allow(/status of 409/)
  await other.getByRole('button', { name: /^Unlink Banyan ID/ }).click()
  await expect(toastSaying(other, 'your only way to sign in')).toBeVisible()
})

test('a provider that does not answer is told on the page, and the form still works', async ({ newPage }) => {
  // A port where nobody listens.
  const server = createServer().listen(0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const site = await startSite({ GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'y', OIDC_ISSUER: `http://127.0.0.1:${port}` })
  try {
    const page = await newPage({ baseURL: site.url })
    await open(page, '/login')
    await page.getByRole('main').getByRole('link', { name: 'Continue with' }).click()
    await expect(page.getByRole('alert')).toContainText('does not answer just now')
    await expect(page.getByLabel('Username or e-mail')).toBeVisible()
  } finally {
    await site.stop()
  }
})
