import { png } from '#server/testing-pictures.ts'
import { enter, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { open } from './steps.ts'

test('a cover is cut by keys and used', async ({ page }) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  await open(page, '/write/new')
  await page
    .locator('input[type=file]:not([multiple])')
    .first()
    .setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: Buffer.from(png(900, 900, (x, y) => [x % 255, y % 255, 90])) })
  const dialog = page.getByRole('dialog', { name: 'Cut the cover' })
  await expect(dialog.getByRole('application')).toBeFocused()
  const box = await dialog.getByRole('application').boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1)
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowDown')
  expect(Number(await dialog.getByRole('slider').inputValue())).toBeGreaterThan(1)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  const sending = page.getByRole('dialog', { name: 'Cover picture' })
  await expect(sending).toContainText('The picture is there.')
  await sending.getByRole('button', { name: 'Use without description' }).click()
  const cover = page.getByRole('group', { name: 'Cover picture' }).locator('img')
  await expect(cover).toBeVisible()
  const size = await cover.evaluate((img) => [Number(img.getAttribute('width')), Number(img.getAttribute('height'))])
  expect((size[0] ?? 0) / (size[1] ?? 1)).toBeCloseTo(1.5, 1)
})
