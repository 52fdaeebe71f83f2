import type { Page } from '@playwright/test'
import { enter, post, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { open, toastSaying, wake } from './steps.ts'
import { keptOffline } from './tasks-steps.ts'

const state = (page: Page) => page.getByRole('main').locator('header').getByRole('status')
const text = (page: Page) => page.getByLabel(/^(Text, in Markdown|लेख, Markdown में)$/)

/** What the server has of a post lies in this browser too: that is written after the page has come, and whoever leaves at once may be too early. */
const keptHere = (page: Page, post_id: string) =>
  expect
    .poll(() =>
      page.evaluate(async (id) => {
        const name = 'private-files'
        if (!(await indexedDB.databases()).some((one) => one.name === name)) return false
        const asked = indexedDB.open(name)
        await new Promise((done) => (asked.onsuccess = done))
        const keys = asked.result.transaction('files').objectStore('files').getAllKeys()
        await new Promise((done) => (keys.onsuccess = done))
        asked.result.close()
        return keys.result.some((key) => String(key).endsWith(id))
      }, post_id),
    )
    .toBe(true)

/** A picture of one colour, as a paste or a drop would bring it. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64')

test('a writer by mouse: pictures, preview, publishing, history, trash and back', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  await open(page, '/write')
  await page.getByRole('main').getByRole('link', { name: 'New post' }).first().click()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3)
  await page.getByLabel('Title').fill('Mangoes of Malda')
  await page.getByLabel('Category').fill('Food')
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'West Bengal' })
  await text(page).fill('ripe')
  await text(page).selectText()
  await page.getByRole('button', { name: 'Bold' }).click()
  await expect(text(page)).toHaveValue('**ripe**')
  await page.locator('input[type=file][multiple]').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: png })
  const dialog = page.getByRole('dialog', { name: 'Picture' })
  await dialog.getByLabel('What does it show?').fill('A [green] mango')
  await dialog.getByRole('button', { name: 'Use picture' }).click()
  await expect(text(page)).toHaveValue(/!\[A \\\[green\\\] mango\]\(\/media\/posts\/.+\.webp\)/)
  await page.getByText('Side by side').click()
  await expect(page.locator('.prose img')).toHaveAttribute('alt', 'A [green] mango')
  await expect(state(page)).toHaveText('Saved')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mangoes of Malda')

  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await text(page).fill('**ripe** in June')
  await expect(state(page)).toHaveText('Saved')
  await page.getByRole('button', { name: 'Publish changes' }).click()
  await expect(page.locator('.prose').first()).toContainText('ripe in June')
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByText('More', { exact: true }).click()
  await page.getByRole('link', { name: 'Earlier versions' }).click()
  await expect(page.locator('ins').filter({ hasText: 'June' })).toBeVisible()
  await page.getByRole('link', { name: /^Version 1/ }).click()
  await page.getByRole('button', { name: 'Restore this version' }).click()
  await expect(toastSaying(page, 'The draft says')).toBeVisible()
  await expect(text(page)).toHaveValue(/\*\*ripe\*\*/)
  await page.getByText('More', { exact: true }).click()
  await page.getByRole('button', { name: 'Move to trash' }).click()
  await toastSaying(page, 'trash').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('main').getByRole('link', { name: 'Mangoes of Malda', exact: true })).toBeVisible()
})

test('a writer by keyboard alone, with lists that go on and undo of the browser', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  await open(page, '/write/new')
  await page.getByLabel('Title').focus()
  await page.keyboard.type('By keys')
  await page.keyboard.press('Enter')
  await expect(text(page)).toBeFocused()
  await page.keyboard.type('- one\ntwo\n\nSee ')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('this')
  await expect(text(page)).toHaveValue('- one\n- two\nSee **this**')
  await page.keyboard.press('Control+z')
  await expect(text(page)).not.toHaveValue('- one\n- two\nSee **this**')
  await page.keyboard.press('Control+Shift+z')
  await expect(text(page)).toHaveValue('- one\n- two\nSee **this**')
  // Tab leads on: the text is no trap.
  for (let i = 0; i < 10 && !(await page.getByLabel('Category').evaluate((field) => field === document.activeElement)); i++) await page.keyboard.press('Tab')
  await page.keyboard.type('Culture')
  await page.getByRole('button', { name: 'Publish', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('By keys')
  await expect(page.locator('.prose li')).toHaveText(['one', 'two See this'])
})

test('a minute without a network loses nothing, and a reload brings back what only this browser has', async ({ page, context, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const asha = await writerOf(page, 'asha')
  const made = await post(page, asha, { postname: 'Offline', status: 'draft' })
  await page.clock.install()
  await enter(page, asha)
  await open(page, `/write/${made.id}`)
  await text(page).fill('Written on the train')
  await expect(state(page)).toHaveText('Saved')
  await context.setOffline(true)
  await text(page).fill('Written on the train, in the tunnel')
  await expect(state(page)).toHaveText('Saved on this device, no network')
  // A whole minute, in which it tries again and again, and somebody goes on writing.
  for (let n = 0; n < 6; n++) {
    await page.clock.runFor(10_000)
    await text(page).pressSequentially(` ${n}`)
    await expect(state(page)).toHaveText('Saved on this device, no network')
  }
  expect((await (await page.request.get(`/api/posts/${made.id}/draft`)).json()).data.content).toBe('Written on the train')
  await context.setOffline(false)
  await page.clock.runFor(30_000)
  await expect(state(page)).toHaveText('Saved', { timeout: 15_000 })
  expect((await (await page.request.get(`/api/posts/${made.id}/draft`)).json()).data.content).toBe('Written on the train, in the tunnel 0 1 2 3 4 5')
  // A crash in the middle of a save: the server never hears of it.
  await page.route(`**/api/posts/${made.id}/draft`, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  complaints.allow(/ERR_FAILED/)
  await text(page).fill('Typed just before the crash')
  await page.unroute(`**/api/posts/${made.id}/draft`)
  await page.reload()
  await wake(page)
  await expect(text(page)).toHaveValue('Typed just before the crash')
  await expect(state(page)).toHaveText('Saved')
})

test.describe('with the service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  test('the editor opens without a network, with what the server had and what was typed since; so do the list and a new post', async ({
    page,
    context,
    complaints,
  }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/, /WebSocket/)
    const asha = await writerOf(page, 'asha')
    const made = await post(page, asha, { postname: 'By the river', content: 'Begun at home', status: 'draft' })
    const saved = await post(page, asha, { postname: 'All saved', content: 'Nothing is missing', status: 'published' })
    await enter(page, asha)
    for (const { id } of [saved, made]) {
      await open(page, `/write/${id}`)
      await expect(state(page)).toHaveText('Saved')
      await keptHere(page, id)
    }
    await keptOffline(page)
    await context.setOffline(true)
    await text(page).fill('Begun at home, continued on the boat')
    await expect(state(page)).toHaveText('Saved on this device, no network')

    await page.reload()
    await expect(text(page)).toHaveValue('Begun at home, continued on the boat')
    await expect(state(page)).toHaveText('Saved on this device, no network')
    // What the server had all of is there as well.
    await page.goto(`/write/${saved.id}`)
    await expect(text(page)).toHaveValue('Nothing is missing')
    await expect(page.getByLabel('Title')).toHaveValue('All saved')
    await expect(page.getByRole('button', { name: 'Publish changes' })).toBeVisible()
    await page.goto('/write')
    await expect(page.getByText('There is no network.', { exact: false })).toBeVisible()
    await expect(page.getByRole('main').getByRole('list').getByRole('link')).toHaveText(['All saved', 'By the river'])
    await page.getByRole('link', { name: 'New post' }).click()
    await page.getByLabel('Title').fill('Out at sea')
    await page.getByRole('link', { name: 'Blog', exact: true }).first().focus()
    await page.goto('/write')
    await page.getByRole('link', { name: 'Out at sea' }).click()
    await expect(page.getByLabel('Title')).toHaveValue('Out at sea')
    // A language that was never read here is not there: the words stay those that are.
    await page.goto(`/hi/write/${made.id}`)
    await expect(text(page)).toHaveValue('Begun at home, continued on the boat')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')

    await context.setOffline(false)
    await page.goto(`/write/${made.id}`)
    await expect(text(page)).toHaveValue('Begun at home, continued on the boat')
    await expect(state(page)).toHaveText('Saved', { timeout: 15_000 })
    expect((await (await page.request.get(`/api/posts/${made.id}/draft`)).json()).data.content).toBe('Begun at home, continued on the boat')

    // Ended from elsewhere: what the server has does not stay in this browser.
    const kept = () =>
      page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const opening = indexedDB.open('private-files')
            opening.onsuccess = () => {
              const keys = opening.result.transaction('files').objectStore('files').getAllKeys()
              keys.onsuccess = () => {
                opening.result.close()
                resolve(keys.result.map(String).filter((key) => key.startsWith('post.')))
              }
            }
          }),
      )
    expect(await kept()).toHaveLength(2)
    const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
    await page.request.post('/auth/logout/', { headers: { 'x-csrftoken': csrfToken } })
    await page.getByRole('link', { name: 'Explore', exact: true }).first().click()
    await expect.poll(kept, { timeout: 20_000 }).toEqual([])
  })
})

test('two tabs: nothing is lost, both texts are shown, and both go into one', async ({ page, context, complaints }) => {
  complaints.allow(/status of 409/)
  const asha = await writerOf(page, 'asha')
  const made = await post(page, asha, { postname: 'Two tabs', status: 'draft' })
  await enter(page, asha)
  const other = await context.newPage()
  for (const tab of [page, other]) {
    await open(tab, `/write/${made.id}`)
    await expect(text(tab)).toBeVisible()
  }
  // What nobody has changed here is taken over at once.
  await text(page).fill('Seen in both')
  await expect(text(other)).toHaveValue('Seen in both')
  // Neither is saved before both have been typed, however slow the machine is.
  const { promise: both, resolve: typed } = Promise.withResolvers<void>()
  for (const tab of [page, other])
    await tab.route(`**/api/posts/${made.id}/draft`, async (route) => {
      await both
      await route.continue()
    })
  await text(page).fill('From the first tab')
  await text(other).fill('From the second tab')
  typed()
  const clash = (tab: Page) => tab.getByRole('region', { name: 'There are two texts now' })
  await expect.poll(async () => (await clash(page).count()) + (await clash(other).count())).toBe(1)
  const loser = (await clash(page).count()) === 1 ? page : other
  await expect(clash(loser)).toContainText('From the first tab')
  await expect(clash(loser)).toContainText('From the second tab')
  await clash(loser).getByRole('button', { name: 'Put both together' }).click()
  for (const tab of [page, other]) {
    await expect(text(tab)).toHaveValue(/From the first tab/)
    await expect(text(tab)).toHaveValue(/From the second tab/)
  }
})

test('two devices, of which neither hears the other: what the first has saved is shown beside what the second has written', async ({
  page,
  newPage,
  complaints,
}) => {
  complaints.allow(/status of 409/)
  const asha = await writerOf(page, 'asha')
  const made = await post(page, asha, { postname: 'Two devices', status: 'draft' })
  const other = await newPage()
  for (const device of [page, other]) {
    await enter(device, asha)
    await open(device, `/write/${made.id}`)
    await expect(text(device)).toBeVisible()
  }
  await text(page).fill('From the train')
  await expect(state(page)).toHaveText('Saved')
  await text(other).fill('From the desk')
  const clash = other.getByRole('region', { name: 'There are two texts now' })
  await expect(clash).toContainText('From the train')
  await expect(clash).toContainText('From the desk')
  await clash.getByRole('button', { name: 'Put both together' }).click()
  await expect(text(other)).toHaveValue(/From the train/)
  await expect(text(other)).toHaveValue(/From the desk/)
  await expect(state(other)).toHaveText('Saved')
})

test('a writer on a phone, in Hindi', async ({ newPage }) => {
  const page = await newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  await open(page, '/hi/write/new?language=hi')
  await page.getByRole('textbox', { name: 'शीर्षक', exact: true }).fill('पहाड़ की चाय')
  await text(page).fill('अदरक, इलायची और **धुआँ**।')
  await page.getByText('झलक', { exact: true }).tap()
  await expect(page.locator('.prose strong')).toHaveText('धुआँ')
  await page.getByText('लिखें', { exact: true }).tap()
  await page.getByLabel('श्रेणी').fill('खान-पान')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'प्रकाशित करें', exact: true }).tap()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('पहाड़ की चाय')
  await expect(page).toHaveURL(`/hi/posts/${encodeURIComponent('पहाड़-की-चाय')}`)
  const { data } = await (await page.request.get(`/api/posts?author=${asha.username}`)).json()
  expect(data[0]).toMatchObject({ category: 'Food', category_key: 'food', language: 'hi' })
})
