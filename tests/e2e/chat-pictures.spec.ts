import type { Page } from '@playwright/test'
import { png } from '#server/testing-pictures.ts'
import { bubble, fieldOf, messages, say, talker, talkTo } from './chat-steps.ts'
import { expect, test } from './fixtures.ts'
import { open, settled, toastSaying } from './steps.ts'

test.describe.configure({ timeout: 90_000 })

/** A picture of two colours, so that one sees which is which. */
const picture = (name: string, [width, height]: [number, number], colour: readonly [number, number, number] = [30, 90, 160]) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(png(width, height, (x, y) => (x + y < width / 2 ? [240, 180, 40] : colour))),
})
const tray = (page: Page) => page.getByRole('region', { name: /of this message/ })
const choose = (page: Page, ...files: ReturnType<typeof picture>[]) => page.locator('input[type=file]').setInputFiles(files)
const shown = (page: Page) => page.locator('main ol img')
const drawn = (page: Page, at: number) =>
  expect
    .poll(() =>
      shown(page)
        .nth(at)
        .evaluate((img) => (img as HTMLImageElement).complete && (img as HTMLImageElement).naturalWidth > 0),
    )
    .toBe(true)

test('pictures are chosen, pasted and dropped, described, sent with and without words, looked at by keyboard, and deleted for both', async ({
  page,
  newPage,
  site,
  axe,
  complaints,
}) => {
  complaints.allow(/status of 4(04|10)/)
  const other = await newPage()
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
  const headers = { 'content-type': 'image/png', 'x-csrftoken': csrfToken, origin: site.url }
  expect((await page.request.put('/api/v1/users/profile/avatar/', { data: picture('me.png', [96, 96]).buffer, headers })).status()).toBe(200)
  await talkTo(page, ravi)
  await talkTo(other, asha)
  await say(page, 'look at these')
  // Who writes is shown with their own picture.
  await expect(other.getByRole('navigation', { name: 'Conversations' }).locator('img[src^="/media/avatars/"]')).toBeVisible()

  await choose(page, picture('pass.png', [900, 600]))
  await expect(tray(page)).toContainText('Uploaded', { timeout: 15_000 })
  await tray(page).getByRole('textbox').fill('The pass in snow')
  // Nobody sees it before it is sent.
  await expect(shown(other)).toHaveCount(0)
  await settled(page)
  await axe(page)
  await fieldOf(page).focus()
  await page.keyboard.press('Enter')
  await expect(tray(page)).toHaveCount(0)
  await expect(other.getByRole('button', { name: 'The pass in snow, show large' })).toBeVisible()
  await drawn(other, 0)
  await expect(other.getByRole('log')).toContainText(`${asha.username}: Picture: The pass in snow`)
  await expect(other.getByRole('navigation', { name: 'Conversations' })).toContainText('Picture: The pass in snow')

  // Dropped on the conversation, and pasted into the field; a fifth is one too many.
  const transfer = await page.evaluateHandle(
    (files) => {
      const data = new DataTransfer()
      for (const { name, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }))
      return data
    },
    [picture('one.png', [80, 80]), picture('two.png', [60, 120], [120, 30, 30])].map(({ name, buffer }) => ({ name, bytes: [...buffer] })),
  )
  await page.getByRole('main').locator('ol').dispatchEvent('drop', { dataTransfer: transfer })
  await expect(tray(page).getByRole('listitem')).toHaveCount(2)
  await fieldOf(page).evaluate((field, clipboardData) => field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true })), transfer)
  await expect(tray(page).getByRole('listitem')).toHaveCount(4, { timeout: 15_000 })
  await choose(page, picture('five.png', [10, 10]))
  await expect(toastSaying(page, 'A message can have 4 pictures.')).toBeVisible()
  await tray(page).getByRole('button', { name: 'Remove two.png' }).last().click()
  await expect(tray(page).getByRole('listitem')).toHaveCount(3, { timeout: 15_000 })
  await expect(tray(page).getByText('Uploaded', { exact: true })).toHaveCount(3, { timeout: 15_000 })
  await say(page, 'three of them')
  await expect(bubble(other, 'three of them').locator('img')).toHaveCount(3, { timeout: 15_000 })
  await expect(bubble(page, 'three of them')).toContainText('Read')

  const large = other.getByRole('dialog', { name: 'Picture' })
  await bubble(other, 'three of them')
    .getByRole('button', { name: /show large/ })
    .first()
    .focus()
  await other.keyboard.press('Enter')
  await expect(large).toContainText('1 of 3')
  await other.keyboard.press('ArrowRight')
  await expect(large).toContainText('2 of 3')
  const width = () =>
    large
      .locator('img')
      .last()
      .evaluate((img) => img.getBoundingClientRect().width)
  const before = await width()
  await other.keyboard.press('+')
  await expect.poll(width).toBeCloseTo(before * 1.5, 0)
  await other.keyboard.press('0')
  await expect(large.getByRole('link', { name: 'Download' })).toHaveAttribute('download', /\.webp$/)
  await settled(other)
  await axe(other)
  await other.keyboard.press('Escape')
  await expect(large).toHaveCount(0)
  await expect(
    bubble(other, 'three of them')
      .getByRole('button', { name: /show large/ })
      .first(),
  ).toBeFocused()

  await bubble(page, 'three of them').hover()
  await bubble(page, 'three of them')
    .getByRole('button', { name: /^Actions/ })
    .click()
  await page.getByRole('button', { name: 'Delete for both' }).click()
  await expect(messages(other)).toHaveText(['look at these'], { timeout: 15_000 })
  await expect(shown(other)).toHaveCount(1)
  await open(other, other.url())
  await drawn(other, 0)
})

test('a picture survives a reload while it waits, is called off, is told what is wrong with it, and is shown as damaged when it is', async ({
  page,
  newPage,
  site,
  complaints,
}) => {
  complaints.allow(/ERR_FAILED/, /ERR_INTERNET_DISCONNECTED/, /status of 4\d\d/)
  const other = await newPage()
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await talkTo(page, ravi)
  await talkTo(other, asha)
  // What is no picture is said at its line, and only it has to go.
  await choose(page, { name: 'fake.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)">') })
  await expect(tray(page).getByRole('alert')).toHaveText(/no picture that we can read/)
  await tray(page).getByRole('button', { name: 'Remove fake.png' }).click()
  await expect(tray(page)).toHaveCount(0)

  await page.route('**/pictures/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await choose(page, picture('pass.png', [300, 200]))
  await expect(tray(page).getByRole('alert')).toContainText('goes on when there is a connection')
  await tray(page).getByRole('textbox').fill('over the pass')
  await open(page, page.url())
  await expect(tray(page).getByRole('textbox')).toHaveValue('over the pass')
  await expect(tray(page).locator('img')).toBeVisible()
  // Sent while there is no way: it waits with its message, and survives another reload.
  await say(page, 'with a picture')
  await expect(bubble(page, 'with a picture')).toContainText(/Not sent|Sending|Waits/)
  await page.unroute('**/pictures/**')
  await open(page, page.url())
  await expect(bubble(other, 'with a picture').getByRole('button', { name: 'over the pass, show large' })).toBeVisible({ timeout: 20_000 })
  await expect(messages(page)).toHaveText(['with a picture'])
  await expect(bubble(page, 'with a picture')).toContainText('Read')
  await drawn(page, 0)
  expect(await page.evaluate(async () => Object.keys(localStorage).filter((key) => key.includes('chat.picture')))).toEqual([])

  const { readdir, writeFile } = await import('node:fs/promises')
  const folder = `${site.data_dir}/media/chat-pictures`
  for (const name of await readdir(folder)) await writeFile(`${folder}/${name}`, 'spoilt')
  await open(other, other.url())
  await expect(bubble(other, 'with a picture')).toContainText('This picture is damaged')
})
