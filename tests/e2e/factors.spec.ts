import type { CDPSession, Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { test as base, expect } from './fixtures.ts'
import { open, type Person, register, settled, somebody, toastSaying, wake } from './steps.ts'

// Passkeys belong to a name; the address of numbers has none.
const test = base.extend({ baseURL: async ({ site }, use) => use(site.url.replace('127.0.0.1', 'localhost')) })

interface Key {
  cdp: CDPSession
  id: string
}

/** Chromium's own key in memory: verifies its user, and touches itself unless told to wait. */
async function addKey(page: Page): Promise<Key> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}
const touch = ({ cdp, id }: Key, enabled: boolean) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled })

/** Opens the sign-in while nobody touches the key, until the browser's own offer waits for it: on a slow machine that comes long after the page. */
async function openWithOffer(page: Page, key: Key, address: string) {
  await touch(key, false)
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials)
    navigator.credentials.get = (options) => {
      const answer = get(options)
      Object.assign(window, { offered: true })
      return answer
    }
  })
  await open(page, address)
  await page.waitForFunction(() => 'offered' in window)
  await touch(key, true)
}

async function signOut(page: Page) {
  await page.locator('[popovertarget]').click()
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page.getByRole('button', { name: 'Account and settings' })).toBeVisible()
}

async function openWaysIn(page: Page) {
  await page.goto('/profile/ways-in')
  await wake(page)
  await expect(page.getByRole('heading', { name: 'Ways to sign in' })).toBeVisible()
}

async function typePassword(page: Page, { username, password }: Person) {
  await open(page, '/login')
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Of the step to come, which the server's tolerance takes: the present one may have been used a moment ago. */
const codeOf = (secret: string, steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })

async function setUpApp(page: Page): Promise<{ secret: string; recovery_codes: string[] }> {
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  const secret = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code from the app').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible()
  return { secret, recovery_codes: await page.locator('[data-print] li').allTextContents() }
}

test('a passkey: add it, sign out, sign in with it by the button and by autofill, rename it, remove it', async ({ page, complaints }) => {
  // The page may be asking something at the moment of signing out.
  complaints.allow(/status of 401/)
  const asha = somebody('asha')
  const key = await addKey(page)
  await register(page, asha)
  await openWaysIn(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('Passkey 1')).toBeVisible()
  await expect(toastSaying(page, 'The passkey is added')).toBeVisible()
  await signOut(page)
  // The button asks anew.
  await openWithOffer(page, key, '/login?next=%2Fprofile')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL('/profile')
  await expect(page.getByRole('heading', { name: asha.username })).toBeVisible()
  await signOut(page)
  await open(page, '/login')
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('button', { name: `Account of ${asha.username}` })).toBeVisible()
  await openWaysIn(page)
  await expect(page.getByText('last used')).toBeVisible()
  await page.getByRole('button', { name: 'Rename Passkey 1' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Laptop')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Laptop')).toBeVisible()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('alert').getByText('This device has a passkey for your account already.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('You have no passkey yet.')).toBeVisible()
})

test('a passkey that was removed says so at the sign-in, and the password still works', async ({ page, complaints }) => {
  complaints.allow(/status of 401/)
  const ravi = somebody('ravi')
  const key = await addKey(page)
  await register(page, ravi)
  await openWaysIn(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Remove Passkey 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('You have no passkey yet.')).toBeVisible()
  await signOut(page)
  await openWithOffer(page, key, '/login')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'This passkey does not open an account here' })).toBeVisible()
  await touch(key, false)
  await page.getByLabel('Username or e-mail').fill(ravi.username)
  await page.getByLabel('Password', { exact: true }).fill(ravi.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('button', { name: `Account of ${ravi.username}` })).toBeVisible()
})

test('an offer of the browser’s that is still on its way does not take the place of what the button asks for', async ({ page }) => {
  const key = await addKey(page)
  await register(page, somebody('tara'))
  await openWaysIn(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('Passkey 1')).toBeVisible()
  await signOut(page)
  await touch(key, false)
  let release = () => {}
  const held = new Promise<void>((done) => (release = done))
  const answers: string[] = []
  await page.route('**/auth/passkeys/sign-in/options*', async (route) => {
    if (answers.push('') === 1) await held
    await route.continue()
  })
  await open(page, '/login')
  await expect.poll(() => answers.length).toBe(1)
  const button = page.getByRole('button', { name: 'Sign in with a passkey' })
  const waiting = page.getByRole('button', { name: 'Waiting for your device…' })
  const [asked] = await Promise.all([page.waitForResponse('**/auth/passkeys/sign-in/options*'), button.click()])
  await asked.finished()
  await expect(waiting).toBeVisible()
  const [offered] = await Promise.all([page.waitForResponse('**/auth/passkeys/sign-in/options*'), release()])
  await offered.finished()
  // What the late answer leads to has happened when the page has had time for a call of its own.
  await page.evaluate(() => fetch('/api/health/').then((answer) => answer.text()))
  await expect(page.getByRole('main').getByRole('alert').filter({ hasText: /./ })).toHaveCount(0)
  await expect(waiting).toBeVisible()
})

test('codes: set up, sign in with one, with a recovery code, make new ones, turn off', async ({ page, complaints, context }) => {
  test.setTimeout(90_000)
  complaints.allow(/status of (401|403)/)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const meera = somebody('meera')
  await register(page, meera)
  await openWaysIn(page)
  const { secret, recovery_codes } = await setUpApp(page)
  expect(recovery_codes).toHaveLength(10)
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(toastSaying(page, 'Copied.')).toBeVisible()
  for (const code of recovery_codes) expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(code)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()])
  expect(file.suggestedFilename()).toBe('pocket-india-recovery-codes.txt')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes left.')).toBeVisible()
  await signOut(page)

  await typePassword(page, meera)
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
  const field = page.getByLabel('Code from the app')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  await field.fill('000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('That code is not right, or it was used before.')).toBeVisible()
  await field.fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Account of ${meera.username}` })).toBeVisible()
  await signOut(page)

  await typePassword(page, meera)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recovery_codes[0]?.toLowerCase() ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Account of ${meera.username}` })).toBeVisible()

  await openWaysIn(page)
  await expect(page.getByText('9 recovery codes left.')).toBeVisible()
  await page.getByRole('button', { name: 'Make new recovery codes' }).click()
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible()
  expect(await page.locator('[data-print] li').allTextContents()).not.toContain(recovery_codes[1])
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByRole('button', { name: 'Set up an app' })).toBeVisible()
  await signOut(page)
  await typePassword(page, meera)
  await expect(page.getByRole('button', { name: `Account of ${meera.username}` })).toBeVisible()
})

/** The server says that the proof is old, once, as it would ten minutes later. */
async function proofGrowsOld(page: Page, path: string) {
  const answer = { detail: 'Confirm first that it is you.', code: 'proof_needed' }
  await page.route(path, (route) => route.fulfill({ status: 403, json: answer }), { times: 1 })
}

test('after a while a change asks for the password first, then goes on by itself; Esc leaves everything as it was', async ({ page, complaints }) => {
  complaints.allow(/status of (401|403)/)
  const usha = somebody('usha')
  await register(page, usha)
  await openWaysIn(page)
  await proofGrowsOld(page, '**/auth/totp')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await expect(dialog.getByLabel('Password', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Set up an app' })).toBeFocused()
  await proofGrowsOld(page, '**/auth/totp')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await dialog.getByLabel('Password', { exact: true }).fill('not my password')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('That is not your password')).toBeVisible()
  await dialog.getByLabel('Password', { exact: true }).fill(usha.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
})

test('a passkey confirms as well', async ({ page, complaints }) => {
  complaints.allow(/status of 403/)
  await addKey(page)
  await register(page, somebody('lata'))
  await openWaysIn(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('Passkey 1')).toBeVisible()
  await proofGrowsOld(page, '**/auth/totp')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
})

test('at an address of numbers there are no passkeys, and the pages say so', async ({ newPage, site }) => {
  const page = await newPage({ baseURL: site.url })
  await open(page, '/login')
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden()
  await register(page, somebody('numbers'))
  await openWaysIn(page)
  await expect(page.getByText('This browser, or this address, cannot use passkeys.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeHidden()
})

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const)
  test(`${colorScheme}, ${width}: the page and each of its steps are accessible and fit`, async ({ newPage, axe, complaints, baseURL }) => {
    test.setTimeout(60_000)
    // The key still offers what was removed; the page says that it opens nothing.
    complaints.allow(/status of 40[13]/)
    const page = await newPage({ baseURL: baseURL ?? '', colorScheme, viewport: { width, height: 900 }, hasTouch: width < 500 })
    const look = async () => {
      await settled(page)
      await axe(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await addKey(page)
    const person = somebody('axe')
    await register(page, person)
    await openWaysIn(page)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByText('Passkey 1')).toBeVisible()
    await look()
    await proofGrowsOld(page, '**/auth/totp')
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await expect(page.getByRole('dialog').getByLabel('Password', { exact: true })).toBeVisible()
    await look()
    await page.keyboard.press('Escape')
    await setUpApp(page)
    await look()
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByRole('button', { name: 'Remove Passkey 1' }).click()
    await look()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('You have no passkey yet.')).toBeVisible()
    await look()
    await signOut(page)
    await typePassword(page, person)
    await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
    await look()
    await page.goto('/hi/login')
    await wake(page)
    await expect(page.getByRole('button', { name: 'पासकी से साइन इन करें' })).toBeVisible()
    await look()
  })

test('by keyboard alone: set up, turn on, keep the codes', async ({ page }) => {
  await register(page, somebody('keys'))
  await openWaysIn(page)
  const press = async (name: string) => {
    const target = page.getByRole('button', { name })
    for (let steps = 0; steps < 60 && !(await target.evaluate((button) => button === document.activeElement)); steps++) await page.keyboard.press('Tab')
    await expect(target).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await press('Set up an app')
  await expect(page.getByRole('heading', { name: 'Set up your app' })).toBeFocused()
  const secret = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '')
  const field = page.getByLabel('Code from the app')
  for (let steps = 0; steps < 10 && !(await field.evaluate((input) => input === document.activeElement)); steps++) await page.keyboard.press('Tab')
  await page.keyboard.type(codeOf(secret))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeFocused()
  await press('I have kept them')
  await expect(page.getByText('10 recovery codes left.')).toBeVisible()
})
