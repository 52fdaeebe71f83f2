import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { RunningSite } from './site.ts'
import { open, type Person, somebody } from './steps.ts'

/** Changes the site's database from outside; the server notices the other process's write. */
export function changeRows(site: RunningSite, statement: string, values: (string | null)[]) {
  const db = new Database(join(site.data_dir, 'banyan.db'))
  db.run('pragma busy_timeout = 5000')
  db.run(statement, values)
  db.close()
}

/** As if the code from the mail had been typed in, or had not been. */
export async function setConfirmed(page: Page, site: RunningSite, { username }: Person, confirmed: boolean) {
  const at = confirmed ? new Date().toISOString() : null
  changeRows(site, 'update users set email_verified_at = ? where username = ?', [at, username])
  await expect.poll(async () => (await (await page.request.get('/auth/session/')).json()).user?.email_verified).toBe(confirmed)
}

/** Somebody who may talk, signed in in this page's browser. Signing up by the form is what other tests are about. */
export async function talker(page: Page, site: RunningSite, name: string): Promise<Person> {
  const person = somebody(name)
  const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
  const made = await page.request.post('/auth/register/', { data: person, headers: { 'x-csrftoken': csrfToken, origin: site.url } })
  expect(made.status()).toBe(201)
  await setConfirmed(page, site, person, true)
  return person
}

export const fieldOf = (page: Page) => page.getByRole('textbox', { name: /^Message to / })
export const messages = (page: Page) => page.locator('main ol > li[data-key] [dir=auto]')
export const bubble = (page: Page, text: string) =>
  page
    .locator('main ol > li')
    .filter({ has: page.locator('[dir=auto]', { hasText: text }) })
    .last()

/** Opens the conversation by the address that other pages link to. */
export async function talkTo(page: Page, person: Person) {
  await open(page, `/chat/new?to=${encodeURIComponent(person.username)}`)
  await expect(page.getByRole('heading', { level: 1, name: person.username })).toBeVisible()
  await expect(fieldOf(page)).toBeFocused()
}

export async function say(page: Page, text: string) {
  await fieldOf(page).fill(text)
  await page.keyboard.press('Enter')
  await expect(fieldOf(page)).toHaveValue('')
}
