import type { Page } from '@playwright/test'
import { enter, post, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { listWith, newTodo, row, sent } from './tasks-steps.ts'

/** The app of this page stays on its way until the returned function lets it through. */
async function holdApp(page: Page): Promise<() => void> {
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  await page.route('**/assets/web-app-*.js', async (route) => {
    await held
    await route.continue()
  })
  return release
}

const message = { name: 'Asha Rao', email: 'asha@example.com', subject: 'A wrong date', message: 'Nagaland was formed on 1 December 1963.' }

async function type(page: Page) {
  for (const [name, text] of Object.entries(message)) await page.locator(`main [name=${name}]`).fill(text)
}

test('what was typed into the contact form before the app came is still there after', async ({ page }) => {
  const release = await holdApp(page)
  await page.goto('/contact')
  await type(page)
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await page.locator('main [name=subject]').press('End')
  await page.keyboard.type('!')
  for (const [name, text] of Object.entries({ ...message, subject: 'A wrong date!' })) await expect(page.locator(`main [name=${name}]`)).toHaveValue(text)
})

test('a message that was sent before the app came is sent by it, once', async ({ page }) => {
  const release = await holdApp(page)
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/contact')) sent++
  })
  await page.goto('/contact')
  await type(page)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.getByText(/^PI-[2-9A-Z]{4}-[2-9A-Z]{4}$/)).toBeVisible()
  expect(sent).toBe(1)
})

/** Somebody who is signed in has typed a comment, and the app is still on its way. */
async function commenting(page: Page) {
  const asha = await writerOf(page, 'early')
  const { slug } = await post(page, asha)
  await enter(page, asha)
  const release = await holdApp(page)
  await page.goto(`/posts/${slug}`)
  const field = page.getByLabel('Say something')
  await field.fill('Which ferry was it?')
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  return { release, field, address: `/posts/${slug}` }
}

test('a comment that was begun before the app came goes on', async ({ page }) => {
  const { release, field } = await commenting(page)
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await field.press('End')
  await page.keyboard.type('!')
  await expect(field).toHaveValue('Which ferry was it?!')
})

test('a comment that was sent before the app came is sent by it, and the page stays', async ({ page }) => {
  const { release, field, address } = await commenting(page)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.locator('#comments li').filter({ hasText: 'Which ferry was it?' })).toHaveCount(1)
  await expect(field).toHaveValue('')
  await expect(page).toHaveURL(address)
})

/** Somebody has typed a todo, and the app is still on its way. */
async function noting(page: Page) {
  await enter(page, await writerOf(page, 'early'))
  const list = await listWith(page, 'Ferries')
  const release = await holdApp(page)
  await page.goto(`/tasks/lists/${list}`)
  await newTodo(page).fill('Ask for the ferry')
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  return release
}

test('a todo that was begun before the app came goes on', async ({ page }) => {
  const release = await noting(page)
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await newTodo(page).press('End')
  await page.keyboard.type(' to Lakshadweep')
  await newTodo(page).press('Enter')
  await expect(row(page, 'Ask for the ferry to Lakshadweep')).toBeVisible()
})

test('a todo that was sent before the app came is made by it, once', async ({ page }) => {
  const release = await noting(page)
  await newTodo(page).press('Enter')
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(row(page, 'Ask for the ferry')).toHaveCount(1)
  await expect(newTodo(page)).toHaveValue('')
  await sent(page)
  await page.reload()
  await expect(row(page, 'Ask for the ferry')).toHaveCount(1)
})

test('a profile that was changed and sent before the app came is saved by it', async ({ page }) => {
  await enter(page, await writerOf(page, 'early'))
  const release = await holdApp(page)
  await page.goto('/profile')
  await page.locator('#bio').fill('I count ferries.')
  await page.locator('#bio').locator('xpath=ancestor::form').getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-ready', '')
  release()
  await expect(page.locator('html')).toHaveAttribute('data-ready', '')
  await expect(page.locator('#bio')).toHaveValue('I count ferries.')
  await expect.poll(async () => (await (await page.request.get('/api/v1/users/profile/')).json()).data.bio).toBe('I count ferries.')
})

test('the editor and the history of a post do not wait for a touch', async ({ page }) => {
  const asha = await writerOf(page, 'early')
  const { id } = await post(page, asha)
  await enter(page, asha)
  // What otherwise loads the app of a page that nobody touches never comes.
  await page.addInitScript(() => {
    const real = window.setTimeout.bind(window)
    const without = (work: () => void, ms?: number) => (ms === 3000 ? 0 : real(work, ms))
    Object.assign(window, { setTimeout: without })
  })
  await page.goto(`/write/${id}`)
  await expect(page.locator('#content')).toHaveValue('The **last** train leaves at dusk.')
  await page.goto(`/write/${id}/history`)
  await expect(page.getByRole('main')).toContainText('The **last** train leaves at dusk.')
})
