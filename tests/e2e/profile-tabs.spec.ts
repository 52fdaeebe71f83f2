import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, somebody, toastSaying } from './steps.ts'

declare global {
  interface Window {
    drawing?: boolean
  }
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name })
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click()
const saved = /\/api\/v1\/users\/profile\/?$/

test('a merge loses nothing when its answers come before the browser draws the next frame', async ({ page, context, complaints }) => {
  complaints.allow(/status of 409/)
  await register(page, somebody('kiran'))
  await open(page, '/profile')
  const second = await context.newPage()
  await second.addInitScript(() => {
    const real = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (draw) => {
      const next = (time: number): unknown => (window.drawing === false ? real(next) : draw(time))
      return real(next)
    }
  })
  await open(second, '/profile')
  await field(second, 'First name').fill('Second')
  await field(page, 'About me').fill('From the first tab.')
  await save(page)
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()

  await second.route(saved, async (route) => {
    const answer = await route.fetch()
    // From the conflict on nothing is drawn until the merge is saved.
    if (route.request().method() === 'PATCH') await second.evaluate((drawing) => Object.assign(window, { drawing }), answer.ok())
    await route.fulfill({ response: answer })
  })
  await save(second)
  await expect(toastSaying(second, 'both are kept')).toBeVisible()
  await expect(field(second, 'First name')).toHaveValue('Second')
  await expect(field(second, 'About me')).toHaveValue('From the first tab.')
  await second.reload()
  await expect(field(second, 'First name')).toHaveValue('Second')
  await expect(field(second, 'About me')).toHaveValue('From the first tab.')
})

test('what is typed while a save is on its way stays, and is saved by the next', async ({ page }) => {
  await register(page, somebody('meena'))
  await open(page, '/profile')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(saved, async (route) => {
    await held
    await route.continue()
  })
  await field(page, 'First name').fill('  Meena ')
  await field(page, 'About me').fill('One')
  await save(page)
  await expect(page.getByRole('button', { name: 'Saving' })).toBeVisible()
  await field(page, 'About me').fill('One, two')
  await field(page, 'Last name').fill('Rao')
  release()
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()
  // What was sent is as the server keeps it; what came later is a change of that.
  await expect(field(page, 'First name')).toHaveValue('Meena')
  await expect(field(page, 'About me')).toHaveValue('One, two')
  await expect(page.getByText('You have changes that are not saved yet.')).toBeVisible()
  await page.reload()
  await expect(field(page, 'Last name')).toHaveValue('Rao')
  await save(page)
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()
  await expect(page.getByText('You have changes that are not saved yet.')).toBeHidden()
  await page.reload()
  await expect(field(page, 'First name')).toHaveValue('Meena')
  await expect(field(page, 'Last name')).toHaveValue('Rao')
  await expect(field(page, 'About me')).toHaveValue('One, two')
})

test('what another tab saved is said at the field in which something else is typed, however it becomes known', async ({ page, context }) => {
  await register(page, somebody('ravi'))
  await open(page, '/profile')
  const second = await context.newPage()
  await open(second, '/profile')
  await field(second, 'About me').fill('Mine')
  await field(page, 'About me').fill('Theirs')
  await field(page, 'Last name').fill('Rao')
  await save(page)
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()
  // The answer to a choice brings the whole profile.
  await second.getByLabel('My first and last name').click()
  await expect(second.getByText('Changed in another tab meanwhile to “Theirs”. Save again to keep yours.')).toBeVisible()
  await expect(field(second, 'About me')).toHaveValue('Mine')
  await expect(field(second, 'Last name')).toHaveValue('Rao')
  await save(second)
  await expect(toastSaying(second, 'Profile saved.')).toBeVisible()
  await second.reload()
  await expect(field(second, 'About me')).toHaveValue('Mine')
  await expect(field(second, 'Last name')).toHaveValue('Rao')
})
