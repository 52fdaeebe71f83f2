import type { Page } from '@playwright/test'
import { post, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { confirmLater, open, rowsOf, shapeOf, somebody, wake } from './steps.ts'

const pages = [
  '/hi',
  '/hi?by=density&q=xyz',
  '/hi/states/kerala',
  '/hi/states/ladakh',
  '/hi/states/lakshadweep',
  '/hi/states/andaman-and-nicobar-islands',
  '/hi/compare',
  '/hi/compare?states=kerala,goa,dadra-and-nagar-haveli-and-daman-and-diu',
  '/hi/about/data',
  '/hi/login?next=%2Fprofile',
  '/hi/signup',
  '/hi/verify-otp',
  '/hi/reset',
  '/hi/reset?token=x',
  '/hi/not-me?token=x',
  '/hi/nowhere',
  '/hi/states/keralla',
]

/** Signs that stand in Latin letters in Hindi too: keys, formats, number plates, licences, what the visitor typed, names of products. */
const latin_in_hindi = /^(Ctrl|K|API|api|docs|JSON|CLDR|ISO|MapSVG|[A-Z]{2}|xyz|keralla|name@example\.com|dev|mail)$/

/** Words in Latin letters that a reader of the page meets, by eye or by ear; names in other languages are marked as such and left out. */
const latinWords = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = []
    const walk = (element: Element) => {
      // The language link names the other language in that language; English is marked as English.
      const lang = element.getAttribute('lang')
      if (lang && lang !== 'hi') return
      // A name is what people call themselves, in whatever script.
      if (element.matches('script, style, template, noscript, bdi') || !element.checkVisibility()) return
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) found.push(element.getAttribute(name) ?? '')
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) found.push(child.textContent ?? '')
        else if (child instanceof Element) walk(child)
      }
    }
    found.push(document.title, document.querySelector('meta[name=description]')?.getAttribute('content') ?? '')
    walk(document.body)
    return found.flatMap((text) => text.match(/[A-Za-z][A-Za-z@.]*/g) ?? [])
  })

for (const address of pages)
  test(`no English is left on ${address}`, async ({ visitor: page, complaints }) => {
    complaints.allow(/status of 404/)
    if (address === '/hi/states/kerala') await post(page, await writerOf(page, 'asha'), { postname: 'धान और नदी', language: 'hi', state: 'kerala' })
    await page.goto(address)
    await expect(page.locator('html')).toHaveAttribute('lang', 'hi')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[\u0900-\u097f]/)
    const english = async () => [...new Set((await latinWords(page)).filter((word) => !latin_in_hindi.test(word)))]
    expect(await english(), 'as the server made it').toEqual([])
    await wake(page)
    expect(await english(), 'with the app').toEqual([])
    await expect(page.locator('html')).toHaveAttribute('lang', 'hi')
  })

test('names, prose, facts and figures in Hindi, grouped in lakh and crore', async ({ page }) => {
  await open(page, '/hi?by=population')
  await expect(rowsOf(page).filter({ hasText: /^केरल$/ })).toHaveCount(1)
  await expect(page.getByRole('row').filter({ hasText: 'केरल' })).toContainText('3,34,06,061')
  await expect(page.getByRole('row').filter({ hasText: 'केरल' })).toContainText('तिरुवनंतपुरम')
  await shapeOf(page, 'uttar-pradesh').locator('use').click()
  await expect(page).toHaveURL('/hi/states/uttar-pradesh')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('उत्तर प्रदेश')
  await expect(page).toHaveTitle(/^उत्तर प्रदेश/)
  await expect(page.locator('main')).toContainText('19,98,12,341')
  await expect(page.getByRole('heading', { name: 'उत्तर प्रदेश के बारे में' })).toBeVisible()
  await expect(page.locator('main')).toContainText('लखनऊ')
  await expect(page.locator('html')).toHaveAttribute('lang', 'hi')
})

test('the language link leads to and fro and keeps the page, its filters and the session', async ({ page }) => {
  await open(page, '/?by=density&zone=southern&compare=kerala')
  await page.locator('header a[hreflang=hi]').click()
  await expect(page).toHaveURL('/hi?by=density&zone=southern&compare=kerala')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('भारत, राज्य-दर-राज्य')
  await expect(rowsOf(page)).toHaveCount(6)
  await wake(page)
  await rowsOf(page).filter({ hasText: 'तेलंगाना' }).click()
  await expect(page).toHaveURL('/hi/states/telangana')
  // The address comes before the page: until it is there, the link is the one of the page that is still shown.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('तेलंगाना')
  await page.locator('header a[hreflang=en]').click()
  await expect(page).toHaveURL('/states/telangana')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Telangana')
})

test('the palette, sign-up with its mistakes, the profile and sign-out speak Hindi', async ({ page }) => {
  const person = somebody('देवी')
  await open(page, '/hi')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('chennai')
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText('तमिलनाडु')
  await page.keyboard.press('Escape')
  await page.getByRole('banner').getByRole('link', { name: 'खाता बनाएँ' }).click()
  await expect(page).toHaveURL('/hi/signup')
  await page.locator('main button[type=submit]').click()
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3)
  await page.locator('#username').fill(person.username)
  await page.locator('#email').fill(person.email)
  await page.locator('#password').fill(person.password)
  expect((await latinWords(page)).filter((word) => !latin_in_hindi.test(word))).toEqual([])
  await page.locator('main button[type=submit]').click()
  await confirmLater(page)
  await expect(page).toHaveURL('/hi')
  await page.locator('[popovertarget]').click()
  await page.locator('[popover] a[href="/hi/profile"]').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(person.username)
  await page.getByRole('main').getByRole('button', { name: 'साइन आउट करें' }).click()
  await expect(page).toHaveURL('/hi')
  await expect(page.getByRole('banner').getByRole('link', { name: 'साइन इन' })).toBeVisible()
})
