import { expect, type Locator, type Page } from '@playwright/test'

/** The app loads with the first sign of intent; from here on the page answers without the server. */
export async function wake(page: Page) {
  await page.keyboard.press('Shift')
  // Longer than an expectation usually waits: on a busy machine the first load of a site takes seconds.
  await expect(page.locator('html')).toHaveAttribute('data-ready', '', { timeout: 15_000 })
}

export async function open(page: Page, address: string) {
  await page.goto(address)
  await wake(page)
}

export interface Person {
  username: string
  email: string
  password: string
}

/** Tests share a site, so each brings people of its own. */
export function somebody(name: string): Person {
  // Digits belong to every script; letters of a second one would be refused.
  const username = `${name}.${Math.floor(Math.random() * 1e9)}`
  return { username, email: `${username}@example.com`, password: 'river stone mango 42' }
}

export async function fillSignUp(page: Page, { username, email, password }: Person) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

/** After a sign-up one may confirm the address, or later. */
export async function confirmLater(page: Page) {
  await expect(page).toHaveURL(/\/verify-otp/)
  await page
    .getByRole('main')
    .getByRole('link', { name: /^(Later|बाद में)$/ })
    .click()
}

/** What the last mail to an address says; the site keeps its mails instead of sending them. */
export async function lastMail(page: Page, email: string, subject: string): Promise<string> {
  let text = ''
  await expect
    .poll(async () => {
      const html = await (await page.request.get('/dev/mail')).text()
      const mail = html.split('<article>').find((one) => one.startsWith(`<h2>${subject}</h2>`) && one.includes(`To ${email} `))
      text = /<pre>([\s\S]*?)<\/pre>/.exec(mail ?? '')?.[1] ?? ''
      return text
    })
    .not.toBe('')
  return text
}
export const codeIn = (text: string) => /^\d{6}$/m.exec(text)?.[0] ?? ''

/** Signs up as the form does, but without its pages, which have tests of their own; no page is opened. */
export async function register(page: Page, person: Person) {
  const { request } = page.context()
  const { csrfToken } = (await (await request.get('/auth/csrf/')).json()) as { csrfToken: string }
  // The same browser as its pages: a session from another would be a new device.
  const headers = { 'x-csrftoken': csrfToken, 'user-agent': await page.evaluate(() => navigator.userAgent) }
  const answer = await request.post('/auth/register/', { data: person, headers })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** Signs up, and opens the home page or another. */
export async function signUp(page: Page, person: Person, address = '/') {
  await register(page, person)
  await open(page, address)
  await expect(page.getByRole('button', { name: `Account of ${person.username}` })).toBeVisible()
}

export const shapeOf = (page: Page, slug: string): Locator => page.locator(`svg a[href$="/states/${slug}"]`).first()
export const rowsOf = (page: Page): Locator => page.getByRole('table').getByRole('rowheader').getByRole('link')
export const toastSaying = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Messages', exact: true }).getByRole('listitem').filter({ hasText: text })

/** Where the colour of a shape lives. */
export const fillOf = (shape: Locator): Promise<string> => shape.locator('use').evaluate((use) => getComputedStyle(use).fill)

/** Waits until no animation or transition runs, so that colours and places are their last ones. */
export const settled = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
  })

/** How much has moved by itself since the page was opened. It is reported with the frame after the one it happened in. */
export const jumps = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    return window.layoutShift
  })
