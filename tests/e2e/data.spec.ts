import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from './fixtures.ts'
import { open, register, settled, somebody, toastSaying, wake } from './steps.ts'

/** The link of the newest mail to somebody with that subject, as a path of this site. */
async function mailedLink(page: Page, email: string, subject: string): Promise<string> {
  let link = ''
  await expect
    .poll(
      async () => {
        const html = await (await page.request.get('/dev/mail')).text()
        const mail = html.split('<article>').find((part) => part.includes(email) && part.includes(`<h2>${subject}</h2>`))
        link = /: https?:\/\/[^/\s]+(\/\S+)/.exec(mail ?? '')?.[1]?.replaceAll('&#38;', '&') ?? ''
        return link
      },
      { timeout: 20_000 },
    )
    .not.toBe('')
  return link
}

async function fetchZip(page: Page) {
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Fetch the zip file' }).click()
  const download = await coming
  const files = unzipSync(await readFile(await download.path()))
  return { name: download.suggestedFilename(), files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])) }
}

async function signIn(page: Page, username: string, password: string) {
  await open(page, '/login')
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function leave(page: Page, username: string) {
  await open(page, '/profile/data')
  await page.getByLabel('Your username').fill(username)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(toastSaying(page, /Your account is closed and will be erased on \d+ \w+ \d{4}/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible()
}

test('a copy of one’s data: asked for, made, fetched from the page and by the link of the mail', async ({ page, newPage, axe }) => {
  const person = somebody('copy')
  await register(page, person)
  await open(page, '/profile')
  await page.getByRole('link', { name: 'Your data' }).click()
  await expect(page.getByRole('heading', { name: 'Your data', level: 1 })).toBeVisible()
  await settled(page)
  await axe(page)
  await page.getByRole('button', { name: 'Put my data together' }).click()
  await expect(page.getByRole('link', { name: 'Fetch the zip file' })).toBeVisible({ timeout: 20_000 })
  const { name, files } = await fetchZip(page)
  expect(name).toMatch(new RegExp(`^${person.username}-\\d{4}-\\d\\d-\\d\\d\\.zip$`))
  expect(JSON.parse(files['accounts/account.json'] ?? '')).toMatchObject({ username: person.username, email: person.email })
  expect(files['index.html']).toContain(person.email)
  const link = await mailedLink(page, person.email, 'Your data is ready')
  // Elsewhere the link asks who one is, then leads where it leads.
  const elsewhere = await newPage()
  await elsewhere.goto(link)
  await wake(elsewhere)
  await expect(elsewhere).toHaveURL(/\/login\?next=/)
  await elsewhere.getByLabel('Username or e-mail').fill(person.username)
  await elsewhere.getByLabel('Password', { exact: true }).fill(person.password)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  expect((await fetchZip(elsewhere)).files['accounts/account.json']).toBe(files['accounts/account.json'])
  await settled(elsewhere)
  await axe(elsewhere)
  // Without the token the page says where the link is.
  await open(page, '/profile/data')
  await expect(page.getByText(`The link to fetch it is in the mail that we sent to ${person.email}.`)).toBeVisible()
})

test('leaving, and coming back by the link of the mail', async ({ page, axe, complaints }) => {
  complaints.allow(/status of (400|410)/)
  const person = somebody('leaver')
  await register(page, person)
  await open(page, '/profile/data')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByText('Type your own username, as it stands below the field.')).toBeVisible()
  await settled(page)
  await axe(page)
  await leave(page, person.username)
  const link = await mailedLink(page, person.email, 'Your account is closed')
  await open(page, link)
  await settled(page)
  await axe(page)
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(page.getByRole('heading', { name: `Welcome back, ${person.username}` })).toBeVisible()
  await open(page, link)
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, person.username, person.password)
  await expect(page.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
})

test('signing in to a closed account says so and offers to keep it', async ({ page, complaints }) => {
  complaints.allow(/status of (401|403)/)
  const person = somebody('returner')
  await register(page, person)
  await leave(page, person.username)
  await signIn(page, person.username, 'not my password at all')
  await expect(page.getByText('The username or the password is not right. Check both and try again.')).toBeVisible()
  await signIn(page, person.username, person.password)
  await expect(page.getByText(/It is closed and will be erased on \d+ \w+ \d{4}/)).toBeVisible()
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(page.getByRole('heading', { name: `Welcome back, ${person.username}` })).toBeVisible()
})

test('in Hindi, on a phone, in the dark', async ({ newPage, axe }) => {
  const page = await newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'hi-IN' })
  await register(page, somebody('hindi'))
  await open(page, '/hi/profile/data')
  await expect(page.getByRole('heading', { name: 'आपका डेटा', level: 1 })).toBeVisible()
  await expect(page.locator('main')).not.toContainText(/\{\w+\}/)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await settled(page)
  await axe(page)
  await open(page, '/hi/undo-deletion?token=x')
  await expect(page.getByRole('heading', { name: 'अपना खाता रखना चाहते हैं?' })).toBeVisible()
  await settled(page)
  await axe(page)
})
