import { enter, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { rowsOf, shapeOf } from './steps.ts'

test('home: map and list are links, and the filter form asks the server', async ({ noScriptPage: page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('India, state by state')
  await expect(page.getByRole('group', { name: 'Map of India' }).getByRole('link')).toHaveCount(36)
  await expect(rowsOf(page)).toHaveCount(36)

  await page.getByLabel('Find a place').fill('pradesh')
  await page.getByLabel('Kind').selectOption('28 states')
  await page.getByLabel('Order').selectOption('Area, highest first')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/\?.*q=pradesh/)
  await expect(page).toHaveURL(/kind=state/)
  await expect(rowsOf(page)).toHaveText(['Madhya Pradesh', 'Uttar Pradesh', 'Andhra Pradesh', 'Arunachal Pradesh', 'Himachal Pradesh'])
  await expect(page.getByLabel('Find a place')).toHaveValue('pradesh')
  await expect(page.getByLabel('Kind')).toHaveValue('state')

  await page.getByRole('link', { name: 'Literacy' }).first().click()
  await expect(page).toHaveURL('/?by=literacy&kind=state&q=pradesh&sort=-area')
  await expect(page.getByRole('list', { name: 'Legend' }).getByRole('listitem')).toHaveCount(5)
  await page.getByRole('link', { name: 'Show all 36' }).click()
  await expect(rowsOf(page)).toHaveCount(36)
})

test('from the map to a state, a doubt opened, to a neighbour', async ({ noScriptPage: page }) => {
  await page.goto('/')
  await shapeOf(page, 'rajasthan').locator('use').click()
  await expect(page).toHaveURL('/states/rajasthan')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rajasthan')
  await expect(page.getByText('6,85,48,437').first()).toBeVisible()
  const doubt = page.locator('main details').first()
  await expect(doubt.getByRole('paragraph')).toBeHidden()
  await doubt.locator('summary').click()
  await expect(doubt.getByRole('paragraph')).toBeVisible()
  await page.getByRole('complementary', { name: 'Neighbours' }).getByRole('link', { name: 'Gujarat', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gujarat')
})

test('ticked places are compared, and others are added and taken away', async ({ noScriptPage: page }) => {
  await page.goto('/?q=pradesh')
  await page.getByLabel('Compare Himachal Pradesh').check()
  await page.getByLabel('Compare Uttar Pradesh').check()
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Himachal Pradesh' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Uttar Pradesh' })).toBeVisible()
  await page.getByLabel('Add a place').selectOption('Goa')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Goa' })).toBeVisible()
  await page.getByRole('link', { name: 'Remove Uttar Pradesh' }).click()
  await expect(page.getByRole('columnheader')).toHaveText([/Fact/, /Himachal Pradesh/, /Goa/])

  await page.goto('/compare')
  await page.getByLabel('First place').selectOption('Kerala')
  await page.getByLabel('Second place').selectOption('Assam')
  await page.getByRole('main').getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare Kerala and Assam')
})

test('the language link leads to the same page in Hindi and back', async ({ noScriptPage: page }) => {
  await page.goto('/states/kerala')
  await page.getByRole('link', { name: 'हिन्दी' }).or(page.locator('a[hreflang=hi]')).first().click()
  await expect(page).toHaveURL('/hi/states/kerala')
  await expect(page.locator('html')).toHaveAttribute('lang', 'hi')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('केरल')
  await page.locator('header a[hreflang=en]').click()
  await expect(page).toHaveURL('/states/kerala')
})

test('a wrong address says so with its status, and offers what was meant', async ({ noScriptPage: page, complaints }) => {
  complaints.allow(/status of 404/)
  expect((await page.goto('/states/keralla'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no state called “keralla”')
  await page.getByRole('main').getByRole('link', { name: 'Kerala' }).click()
  await expect(page).toHaveURL('/states/kerala')

  expect((await page.goto('/nowhere/at/all'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
  const search = page.getByRole('main').getByRole('searchbox')
  await search.fill('bhopal')
  await search.press('Enter')
  await expect(page).toHaveURL('/search?q=bhopal')
  await expect(page.getByRole('list', { name: 'Results' }).getByRole('link').first()).toHaveText('Madhya Pradesh')
})

for (const [address, title, button] of [
  ['/login', 'Sign in', 'Sign in'],
  ['/signup', 'Sign up', 'Make my account'],
] as const)
  test(`${address} says that it needs JavaScript, and puts no password into an address`, async ({ noScriptPage: page }) => {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    // Playwright's search by text leaves out what only browsers without scripts show.
    await expect(page.locator('main noscript > p')).toBeVisible()
    await expect(page.locator('main noscript > p')).toContainText('This form needs JavaScript.')
    const password = page.getByLabel('Password', { exact: true })
    await expect(password).toBeVisible()
    await password.fill('secret words here')
    await expect(page.getByRole('main').getByRole('button', { name: button })).toBeVisible()
    await expect(page.locator('main form')).toHaveAttribute('method', 'post')
  })

test('the menu of appearance and account opens without scripts', async ({ noScriptPage: page }) => {
  await page.goto('/about/data')
  await page.locator('[popovertarget]').click()
  await expect(page.locator('[popover]').getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('a message to those who run the site goes by a plain form', async ({ noScriptPage: page, site }) => {
  await page.goto('/hi/contact')
  await page.getByLabel('आपका नाम').fill('आशा')
  await page.locator('[name=email]').fill('asha@example.com')
  await page.locator('[name=subject]').fill('एक तारीख')
  await page.locator('[name=message]').fill('नागालैंड 1963 में बना।')
  expect(await page.locator('[name=proof]').inputValue()).toMatch(/^[0-9a-z]+\.[\w-]+\.[\w-]+$/)
  await page.getByRole('main').getByRole('button').click()
  await expect(page).toHaveURL(/\/hi\/contact\?sent=PI-/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('आपका संदेश मिल गया')
  expect(site.output()).not.toContain('"level":50')

  await page.goto('/contact')
  await page.getByRole('main').getByRole('button', { name: 'Send' }).click()
  // The browser itself says what is missing.
  await expect(page).toHaveURL('/contact')
  await page.goto('/contact?problem=email')
  await expect(page.getByRole('alert')).toContainText('Nothing was sent. Go back one step')
})

test('somebody who is signed in writes to those who run the site without scripts; another site’s page cannot do it for them', async ({
  noScriptPage: page,
  complaints,
}) => {
  const asha = await writerOf(page, 'asha')
  await enter(page, asha)
  const write = async () => {
    await page.getByLabel('Your name').fill('Asha')
    await page.locator('[name=email]').fill(`${asha.username}@example.com`)
    await page.locator('[name=subject]').fill('A wrong date')
    await page.locator('[name=message]').fill('Nagaland was formed in 1963.')
  }
  await page.goto('/contact')
  await write()
  const csrf = await page.locator('[name=csrf]').inputValue()
  await page.getByRole('main').getByRole('button', { name: 'Send' }).click()
  await expect(page).toHaveURL(/\/contact\?sent=PI-/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your message has arrived')

  complaints.allow(/status of 403/)
  const action = new URL('/api/contact/form', page.url()).href
  const fields = Object.entries({ csrf, language: 'en', name: 'Eve', email: 'eve@example.net', subject: 'Forged', message: 'Forged' })
  const inputs = fields.map(([name, value]) => `<input name="${name}" value="${value}">`).join('')
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${action}">${inputs}<button>Win</button></form>` }),
  )
  await page.goto('http://evil.example/')
  const [answer] = await Promise.all([page.waitForResponse(action), page.getByRole('button', { name: 'Win' }).click()])
  expect(answer.status()).toBe(403)
  await expect(page.locator('body')).toContainText('Calls from other sites are refused.')
})
