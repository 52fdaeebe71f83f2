import { crc32, deflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, settled, somebody, toastSaying, wake } from './steps.ts'

/** A picture that is red on the left half and blue on the right. */
function picture(width: number, height: number): { name: string; mimeType: string; buffer: Buffer } {
  const chunk = (name: string, data: Buffer) => {
    const out = Buffer.alloc(12 + data.length)
    out.writeUInt32BE(data.length, 0)
    out.write(name, 4, 'latin1')
    out.set(data, 8)
    out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const row = Buffer.alloc(width * 3 + 1)
  for (let x = 0; x < width; x++) row.set(x < width / 2 ? [220, 40, 30] : [30, 60, 200], 1 + x * 3)
  const rows = Buffer.concat(Array.from({ length: height }, () => row))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  return {
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  }
}

const choose = (page: Page, file: ReturnType<typeof picture>) => page.locator('input[type=file]').setInputFiles(file)
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Choose the part to show' })
/** The colour of a picture at a part of its width and height. */
const colourAt = (page: Page, selector: string, x: number, y: number) =>
  page
    .locator(selector)
    .first()
    .evaluate(
      async (image, [px = 0, py = 0]) => {
        const shown = image as HTMLImageElement | HTMLCanvasElement
        if (shown instanceof HTMLImageElement) await shown.decode()
        const canvas = document.createElement('canvas')
        canvas.width = canvas.height = 100
        const context = canvas.getContext('2d')
        context?.drawImage(shown, 0, 0, 100, 100)
        return [...(context?.getImageData(px * 100, py * 100, 1, 1).data ?? [])].slice(0, 3)
      },
      [x, y],
    )
const red = ([r = 0, , b = 0]: number[]) => r > 150 && b < 100

test('edit the profile, see it on the author’s page; undo', async ({ page, newPage, axe }) => {
  const asha = somebody('asha')
  await register(page, asha)
  await open(page, '/profile')
  await page.getByRole('textbox', { name: 'First name' }).fill('Asha')
  await page.getByRole('textbox', { name: 'Last name' }).fill('Rao')
  await page.getByRole('textbox', { name: 'About me' }).fill('Walks, trains, mangoes.\nMore at https://example.org/asha.')
  await expect(page.getByText('943 characters left')).toBeVisible()
  await expect(page.getByText('You have changes that are not saved yet.')).toBeVisible()
  // A draft survives a reload.
  await page.reload()
  await wake(page)
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue('Asha')
  await page.getByLabel('Telephone').fill('call me')
  await page.getByLabel('Telephone').press('Control+Enter')
  await expect(page.getByText('Enter a telephone number such as +91 98765 43210.')).toBeVisible()
  await axe(page)
  await page.getByLabel('Telephone').fill('+91 98765 43210')
  await page.getByLabel('Telephone').press('Control+Enter')
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()
  await expect(page.getByText('You have changes that are not saved yet.')).toBeHidden()

  const visitor = await newPage()
  await visitor.goto(`/people/${asha.username}`)
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(asha.username)
  await expect(visitor.getByText('Walks, trains, mangoes.')).toBeVisible()
  const link = visitor.getByRole('link', { name: 'https://example.org/asha' })
  await expect(link).toHaveAttribute('rel', 'ugc nofollow noopener noreferrer')
  await expect(visitor.locator('main')).not.toContainText('Rao')
  await expect(visitor.locator('body')).not.toContainText('98765')
  await axe(visitor)

  await page.getByLabel('My first and last name').click()
  await expect(toastSaying(page, /^Saved\./)).toBeVisible()
  await visitor.reload()
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('Asha Rao')
  await toastSaying(page, 'Profile saved.').getByRole('button', { name: 'Undo' }).click()
  await expect(toastSaying(page, 'Back to how it was.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue('')
  await page.goto(`/hi/people/${asha.username}`)
  await expect(page.getByText('से सदस्य')).toBeVisible()
})

test('a picture: crop it with keys and wheel, see it in the menu and on the author’s page, remove it and have it back', async ({ page, newPage, axe }) => {
  const ravi = somebody('ravi')
  await register(page, ravi)
  await open(page, '/profile')
  await choose(page, { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') })
  await expect(page.getByText('We cannot read this file as a picture.')).toBeVisible()
  await choose(page, picture(600, 300))
  const area = dialog(page).getByRole('application')
  await expect(area).toBeVisible()
  expect(red(await colourAt(page, 'dialog canvas', 0.25, 0.5))).toBe(true)
  expect(red(await colourAt(page, 'dialog canvas', 0.75, 0.5))).toBe(false)
  await area.focus()
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowLeft')
  expect(red(await colourAt(page, 'dialog canvas', 0.9, 0.5))).toBe(true)
  await page.keyboard.press('+')
  await expect(dialog(page).getByRole('slider', { name: 'Nearness' })).not.toHaveValue('1')
  await area.hover()
  await page.mouse.wheel(0, -300)
  await settled(page)
  await axe(page)
  await dialog(page).getByRole('button', { name: 'Use this picture' }).click()
  await expect(toastSaying(page, 'That is you now.')).toBeVisible()
  await expect(dialog(page)).toBeHidden()
  const in_menu = page.getByRole('button', { name: `Account of ${ravi.username}` }).locator('img')
  await expect(in_menu).toHaveAttribute('src', /^\/media\/avatars\/[0-9a-f]{44}-96\.webp$/)
  expect(red(await colourAt(page, 'main img', 0.5, 0.5))).toBe(true)

  const visitor = await newPage()
  await visitor.goto(`/people/${ravi.username}`)
  await expect(visitor.locator('main img')).toHaveAttribute('src', /^\/media\/avatars\/[0-9a-f]{44}\.webp$/)
  expect(red(await colourAt(visitor, 'main img', 0.5, 0.5))).toBe(true)

  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(toastSaying(page, 'Picture removed.')).toBeVisible()
  await expect(in_menu).toHaveCount(0)
  await toastSaying(page, 'Picture removed.').getByRole('button', { name: 'Undo' }).click()
  await expect(in_menu).toHaveCount(1)
})

test('on a phone: drag the picture with a finger, nothing is cut off', async ({ newPage, axe }) => {
  const page = await newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await register(page, somebody('tara'))
  await open(page, '/profile')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await choose(page, picture(600, 300))
  const box = await dialog(page).getByRole('application').boundingBox()
  if (!box) throw new Error('no canvas')
  const touch = await page.context().newCDPSession(page)
  const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0.2, 0.5)] })
  for (let x = 0.3; x <= 0.9; x += 0.1) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(x, 0.5)] })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect.poll(async () => red(await colourAt(page, 'dialog canvas', 0.95, 0.5))).toBe(true)
  // Two fingers that part bring it nearer.
  await touch.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [
      { ...at(0.4, 0.5), id: 1 },
      { ...at(0.6, 0.5), id: 2 },
    ],
  })
  await touch.send('Input.dispatchTouchEvent', {
    type: 'touchMove',
    touchPoints: [
      { ...at(0.1, 0.5), id: 1 },
      { ...at(0.9, 0.5), id: 2 },
    ],
  })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect(dialog(page).getByRole('slider', { name: 'Nearness' })).not.toHaveValue('1')
  await settled(page)
  await axe(page)
  await dialog(page).getByRole('button', { name: 'Use this picture' }).tap()
  await expect(toastSaying(page, 'That is you now.')).toBeVisible()
})

test('language and theme go along to the next device', async ({ page, newPage, axe }) => {
  const meera = somebody('meera')
  await register(page, meera)
  await open(page, '/profile')
  await page.getByRole('group', { name: 'Theme' }).getByText('Dark').last().click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(toastSaying(page, /^Saved\./).first()).toBeVisible()
  await settled(page)
  await axe(page)
  await page.getByRole('group', { name: 'Language' }).getByText('हिन्दी').click()
  await expect(page).toHaveURL('/hi/profile')
  await settled(page)
  await axe(page)

  const other = await newPage()
  await open(other, '/login')
  await other.getByLabel('Username or e-mail').fill(meera.username)
  await other.getByLabel('Password', { exact: true }).fill(meera.password)
  await other.getByRole('button', { name: 'Sign in', exact: true }).last().click()
  await expect(other).toHaveURL('/hi')
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('two tabs: what only one of them changed is merged, what both changed is shown before anything is lost', async ({ page, context, complaints }) => {
  complaints.allow(/status of 409/)
  const kiran = somebody('kiran')
  await register(page, kiran)
  await open(page, '/profile')
  const second = await context.newPage()
  await open(second, '/profile')
  await second.getByRole('textbox', { name: 'First name' }).fill('Second')
  await page.getByRole('textbox', { name: 'About me' }).fill('From the first tab.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(toastSaying(page, 'Profile saved.')).toBeVisible()
  await second.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(toastSaying(second, 'both are kept')).toBeVisible()
  await expect(second.getByRole('textbox', { name: 'About me' })).toHaveValue('From the first tab.')

  await second.getByRole('textbox', { name: 'About me' }).fill('From the second tab.')
  await page.getByRole('textbox', { name: 'About me' }).fill('Again from the first tab.')
  await second.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(toastSaying(second, /^Profile saved\.(?!.*kept)/).last()).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Changed in another tab meanwhile to “From the second tab.”. Save again to keep yours.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'About me' })).toHaveValue('Again from the first tab.')
  // The note goes when the button is pressed, which is before the server has it.
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok())
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await saved
  await expect(page.getByText('Changed in another tab meanwhile')).toBeHidden()
  await second.reload()
  await expect(second.getByRole('textbox', { name: 'About me' })).toHaveValue('Again from the first tab.')
})

test('without scripts the author’s page reads whole; an unknown name is a page of its own', async ({ page, noScriptPage, complaints }) => {
  complaints.allow(/status of 404/)
  // A name that looks like that of a file is a name.
  const usha = { ...somebody('usha'), username: `usha${Date.now() % 1e6}.html` }
  await register(page, usha)
  await noScriptPage.goto(`/people/${usha.username.toUpperCase()}`)
  await expect(noScriptPage.getByRole('heading', { level: 1 })).toHaveText(usha.username)
  await expect(noScriptPage.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex')
  const ld = JSON.parse((await noScriptPage.locator('script[type="application/ld+json"]').textContent()) ?? '{}') as { '@type': string; url: string }
  expect(ld['@type']).toBe('ProfilePage')
  expect(ld.url).toContain(`/people/${usha.username}`)
  expect(await noScriptPage.locator('[style]').count()).toBe(0)
  const missing = await noScriptPage.goto('/people/nobody-at-all')
  expect(missing?.status()).toBe(404)
  await expect(noScriptPage.getByRole('heading', { level: 1 })).toBeVisible()
})
