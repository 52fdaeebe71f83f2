import type { Page, WebSocket, WebSocketRoute } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { open, register, somebody, toastSaying } from './steps.ts'

const signOutOn = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign out' })

test('a page that nobody touches shows at once that its session was ended from another browser', async ({ page, newPage, site }) => {
  const person = somebody('live')
  await register(page, person)
  const heard = new Set<WebSocket>()
  page.on('websocket', (socket) => socket.on('framereceived', () => heard.add(socket)))
  await open(page, '/profile')
  await expect.poll(() => [...heard].some((socket) => !socket.isClosed())).toBe(true)
  // The same session in a second browser: what ends it there ends it here.
  const other = await newPage()
  await other.context().addCookies((await page.context().cookies()).map(({ name, value }) => ({ name, value, url: site.url })))
  await open(other, '/profile')
  await signOutOn(other).click()
  await expect(toastSaying(page, 'signed out')).toBeVisible()
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('signing out here is no surprise: no word of another device', async ({ page }) => {
  await register(page, somebody('quiet'))
  await open(page, '/profile')
  await signOutOn(page).click()
  await expect(page).toHaveURL('/')
  await page.waitForTimeout(1000)
  await expect(toastSaying(page, 'another')).toHaveCount(0)
})

test('what comes over the line while one signs out makes nobody ask for what is theirs no longer', async ({ page }) => {
  await register(page, somebody('late'))
  let line: WebSocketRoute | undefined
  await page.routeWebSocket(/\/ws\//, (socket) => {
    line = socket
    socket.send('{"ready":true,"cursor":"seen.1"}')
  })
  await page.route(/\/auth\/logout/, async (route) => {
    const response = await route.fetch()
    line?.send('{"reload":true,"cursor":"seen.2"}')
    await page.waitForTimeout(500)
    await route.fulfill({ response })
  })
  await open(page, '/profile')
  await expect.poll(() => line).toBeDefined()
  // Whoever was refused would be told so on the console, which the end of each test looks at.
  await signOutOn(page).click()
  await expect(page).toHaveURL('/')
  await expect(toastSaying(page, 'another')).toHaveCount(0)
})

test('a new password whose answer is slow signs nobody out', async ({ page }) => {
  const person = somebody('slow')
  await register(page, person)
  let ended = false
  page.on('websocket', (socket) => socket.on('close', () => (ended = true)))
  await page.route(/\/auth\/password-change/, async (route) => {
    // Not by the page's own hands, which would put the new cookie into its jar at once.
    const given = route.request()
    const answer = await fetch(given.url(), { method: 'POST', headers: await given.allHeaders(), body: given.postData() })
    const body = await answer.text()
    await expect.poll(() => ended).toBe(true)
    await page.waitForTimeout(700)
    await route.fulfill({
      status: answer.status,
      headers: { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie().join('\n') },
      body,
    })
  })
  await open(page, '/profile/password')
  const section = page.getByRole('region', { name: 'Change the password' })
  await section.getByLabel('Present password').fill(person.password)
  await section.getByLabel('New password').fill('tamarind river 17')
  await section.getByRole('button', { name: 'Change the password' }).click()
  await expect(toastSaying(page, 'Your password is changed.')).toBeVisible()
  await expect(page).toHaveURL('/profile/password')
  await page.reload()
  await expect(section).toBeVisible()
})

test('after a restart of the server the socket comes back and asks for what it missed', async ({ page }) => {
  await register(page, somebody('back'))
  const asked: string[] = []
  await page.routeWebSocket(/\/ws\//, (socket) => {
    asked.push(new URL(socket.url()).search)
    socket.send('{"ready":true,"cursor":"seen.7"}')
    socket.send('{"event":"test.news","cursor":"seen.8","data":{}}')
    // As a server that is restarted does.
    if (asked.length === 1) setTimeout(() => void socket.close({ code: 1012 }), 200)
  })
  await open(page, '/states/goa')
  await expect.poll(() => asked, { timeout: 10_000 }).toEqual(['', '?resume=seen.8'])
})
