import type { Page } from '@playwright/test'
import { bubble, changeRows, fieldOf, messages, say, setConfirmed, talker, talkTo } from './chat-steps.ts'
import { expect, test } from './fixtures.ts'
import type { RunningSite } from './site.ts'
import { open, type Person, toastSaying } from './steps.ts'

interface Pair {
  asha: Person
  ravi: Person
  /** Ravi's browser; Asha's is the test's own page. */
  other: Page
}

/** Two people, each in a browser of their own, in one conversation. */
async function pair(page: Page, newPage: () => Promise<Page>, site: RunningSite): Promise<Pair> {
  const other = await newPage()
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await talkTo(page, ravi)
  await talkTo(other, asha)
  return { asha, ravi, other }
}

const texts = (page: Page) => messages(page).allTextContents()
const actions = async (page: Page, text: string) => {
  await bubble(page, text).hover()
  await bubble(page, text)
    .getByRole('button', { name: /^Actions/ })
    .click()
}
const listOf = (page: Page) => page.getByRole('navigation', { name: 'Conversations' })
const rail = (page: Page) => page.getByRole('navigation', { name: 'Main' }).filter({ visible: true })

/** As another device of theirs would. */
async function deleteLast(page: Page, site: RunningSite) {
  const at = page.url().replace('/chat/', '/api/chat/rooms/')
  const { results } = (await (await page.request.get(`${at}/messages/?limit=1`)).json()) as { results: { id: string }[] }
  const { csrfToken } = (await (await page.request.get('/auth/csrf/')).json()) as { csrfToken: string }
  const gone = await page.request.delete(`${at}/messages/${results[0]?.id}/`, { headers: { 'x-csrftoken': csrfToken, origin: site.url } })
  expect(gone.status()).toBe(200)
}

test.describe.configure({ timeout: 90_000 })

test('visitors are asked to sign in, and those without a confirmed address to confirm it', async ({ page, site }) => {
  await page.goto('/chat')
  await expect(page).toHaveURL('/login?next=%2Fchat')
  const person = await talker(page, site, 'new')
  await setConfirmed(page, site, person, false)
  await open(page, '/chat')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm your e-mail address first')
  await expect(page.getByRole('link', { name: 'Confirm my address' })).toHaveAttribute('href', '/profile/password')
})

test('two people talk: delivered, read, unread counts, typing, presence', async ({ page, newPage, site }) => {
  const other = await newPage()
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await open(page, '/chat')
  await expect(page.getByRole('main')).toContainText('No conversations yet')
  await talkTo(page, ravi)
  await open(other, '/states/goa')
  await say(page, 'Namaste! Is the road to Tawang open?')
  // Anywhere in the app it counts as delivered, and the frame and the tab say that it is there.
  await expect(bubble(page, 'Tawang')).toContainText('Delivered')
  await expect(rail(other).getByRole('link', { name: '1 new: Chat' })).toBeVisible()
  await expect(other).toHaveTitle(/^\(1\) /)
  await rail(other).getByRole('link', { name: 'Chat' }).click()
  await expect(listOf(other).getByRole('link', { name: asha.username })).toContainText('1 unread message')
  await expect(listOf(other).getByRole('link', { name: asha.username })).toContainText('Online')
  await listOf(other).getByRole('link', { name: asha.username }).click()
  await expect(other.getByText('New messages', { exact: true }).first()).toBeVisible()
  await expect(bubble(page, 'Tawang')).toContainText('Read')
  await expect(rail(other).getByRole('link', { name: 'Chat', exact: true })).toBeVisible()
  await expect(other).not.toHaveTitle(/^\(/)
  await fieldOf(other).pressSequentially('Yes')
  await expect(page.getByRole('main')).toContainText('is writing…')
  await other.keyboard.press('Enter')
  await expect(page.getByRole('log')).toContainText(`${ravi.username}: Yes`)
  await expect(page.getByRole('main')).not.toContainText('is writing…')
  expect(await texts(page)).toEqual(await texts(other))
  await other.context().close()
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).not.toContainText('Online', { timeout: 45_000 })
})

test('who was offline catches up in order and without doubles, and so do those they wrote to', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/)
  const { other } = await pair(page, newPage, site)
  await say(page, 'one')
  await expect(messages(other)).toHaveText(['one'])
  await other.context().setOffline(true)
  for (const text of ['two', 'three', 'four']) await say(page, text)
  await expect(bubble(page, 'four')).toContainText('Sent')
  for (const text of ['five', 'six']) await say(other, text)
  await expect(bubble(other, 'five')).toContainText('Waits for the connection')
  await expect(messages(page)).toHaveText(['one', 'two', 'three', 'four'])
  await other.context().setOffline(false)
  const all = ['one', 'two', 'three', 'four', 'five', 'six']
  await expect(messages(page)).toHaveText(all, { timeout: 20_000 })
  await expect(messages(other)).toHaveText(all, { timeout: 20_000 })
  await open(other, other.url())
  await expect(messages(other)).toHaveText(all)
})

test('what waits survives a reload and is sent once; a draft is still there', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/ERR_FAILED/)
  const { other } = await pair(page, newPage, site)
  await page.route('**/api/chat/rooms/*/messages**', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await say(page, 'held up')
  await expect(bubble(page, 'held up')).toContainText('Not sent.', { timeout: 15_000 })
  await fieldOf(page).fill('a draft')
  await page.unroute('**/api/chat/rooms/*/messages**')
  await open(page, page.url())
  await expect(fieldOf(page)).toHaveValue('a draft')
  await expect(messages(other)).toHaveText(['held up'])
  await expect(messages(page)).toHaveText(['held up'])
  await expect(bubble(page, 'held up')).toContainText('Read')
  // Nothing of it stays in the browser after signing out.
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/')
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('private.')))).toEqual([])
})

test('each conversation keeps the draft of its own', async ({ page, newPage, site }) => {
  const { ravi } = await pair(page, newPage, site)
  const meera = await talker(await newPage(), site, 'meera')
  await say(page, 'for Ravi')
  await fieldOf(page).fill('half a word to Ravi')
  await talkTo(page, meera)
  await expect(fieldOf(page)).toHaveValue('')
  await say(page, 'for Meera')
  await fieldOf(page).fill('half a word to Meera')
  for (const [{ username }, draft] of [
    [ravi, 'half a word to Ravi'],
    [meera, 'half a word to Meera'],
  ] as const) {
    await listOf(page).getByRole('link', { name: username }).click()
    await expect(page.getByRole('heading', { level: 1, name: username })).toBeVisible()
    await expect(fieldOf(page)).toHaveValue(draft)
  }
})

test('a failed message says so, is tried again or thrown away; an answer that was lost makes no double', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/ERR_FAILED/, /status of 403/)
  const { asha, other } = await pair(page, newPage, site)
  // The server has it, but its answer never comes.
  await page.route('**/api/chat/rooms/*/messages**', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    await route.abort()
  })
  await say(page, 'once')
  await expect(messages(other)).toHaveText(['once'])
  await page.unroute('**/api/chat/rooms/*/messages**')
  await expect(messages(page)).toHaveText(['once'])
  await expect(bubble(page, 'once')).not.toContainText('Not sent')
  await page.route('**/api/chat/rooms/*/messages**', (route) => route.abort())
  await say(page, 'stuck')
  await expect(bubble(page, 'stuck')).toContainText('Not sent.', { timeout: 15_000 })
  await expect(page.getByRole('log')).toContainText('Not sent. stuck')
  await page.unroute('**/api/chat/rooms/*/messages**')
  await bubble(page, 'stuck').getByRole('button', { name: 'Try again' }).click()
  await expect(messages(other)).toHaveText(['once', 'stuck'])

  await other.getByRole('button', { name: /^More about/ }).click()
  await other.getByRole('button', { name: `Block ${asha.username}` }).click()
  await expect(other.getByRole('main')).toContainText(`You have blocked ${asha.username}`)
  await expect(toastSaying(other, 'is blocked')).toBeVisible()
  await say(page, 'hello?')
  await expect(bubble(page, 'hello?')).toContainText('you cannot write to each other')
  // Nor is anything said by changing what was said; who has blocked is not offered it.
  await actions(page, 'once')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await fieldOf(page).fill('once more')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You cannot write to each other.', { exact: true })).toBeVisible()
  await expect(messages(page)).toHaveText(['once', 'stuck', 'hello?'])
  await actions(other, 'once')
  await expect(other.getByRole('button', { name: 'Report', exact: true })).toBeVisible()
  for (const name of ['Reply', '👍']) await expect(other.getByRole('button', { name, exact: true })).toHaveCount(0)
  await other.keyboard.press('Escape')
  await other
    .getByRole('main')
    .getByRole('button', { name: `Unblock ${asha.username}` })
    .click()
  await expect(fieldOf(other)).toBeVisible()
  await bubble(page, 'hello?').getByRole('button', { name: 'Discard' }).click()
  await expect(messages(page)).toHaveText(['once', 'stuck'])
})

test('a change is not lost: not by a reload, nor without a network, nor when its message has gone', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /status of 410/)
  const { other } = await pair(page, newPage, site)
  await say(page, 'to be read')
  await say(page, 'frist')
  await expect(messages(other)).toHaveText(['to be read', 'frist'])
  await page.keyboard.press('ArrowUp')
  await fieldOf(page).fill('first, half')
  await open(page, page.url())
  await expect(page.getByRole('main')).toContainText('Editing:')
  await expect(fieldOf(page)).toHaveValue('first, half')
  await page.context().setOffline(true)
  await fieldOf(page).fill('first, whole')
  await page.keyboard.press('Enter')
  const failed = toastSaying(page, 'That did not work')
  await expect(failed).toBeVisible()
  await expect(fieldOf(page)).toHaveValue('first, whole')
  // What tells of it stands clear of the field.
  const [toast, field] = [await failed.boundingBox(), await fieldOf(page).boundingBox()]
  expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThan(field?.y ?? 0)
  await page.context().setOffline(false)
  await fieldOf(page).press('Enter')
  await expect(messages(other)).toHaveText(['to be read', 'first, whole'])

  await page.keyboard.press('ArrowUp')
  await fieldOf(page).fill('first of all')
  await deleteLast(page, site)
  await expect(messages(page)).toHaveText(['to be read'])
  await fieldOf(page).press('Enter')
  await expect(toastSaying(page, 'That message has been deleted').getByRole('button', { name: 'Copy text' })).toBeVisible()
  await expect(messages(page)).toHaveText(['to be read'])
  // The keys still lead to the messages that are left.
  await fieldOf(page).press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: /^Actions .*to be read/ })).toBeFocused()
})

test('edit, delete with undo, reply, react, report', async ({ page, newPage, site }) => {
  const { asha, other } = await pair(page, newPage, site)
  await say(page, 'frist')
  await say(page, 'second https://example.com/x')
  await expect(messages(other)).toHaveCount(2)
  await expect(other.getByRole('link', { name: 'https://example.com/x', exact: true })).toHaveAttribute('rel', 'noopener nofollow ugc')

  await actions(page, 'frist')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(fieldOf(page)).toBeFocused()
  await expect(fieldOf(page)).toHaveValue('frist')
  await fieldOf(page).fill('first')
  await page.keyboard.press('Enter')
  await expect(bubble(other, 'first')).toContainText('Edited')

  await actions(other, 'first')
  await other.getByRole('button', { name: '👍' }).click()
  await expect(bubble(page, 'first').getByRole('list', { name: 'Reactions' })).toHaveText('👍')
  await bubble(page, 'first').getByRole('button', { name: /^👍 1/ }).click()
  await expect(bubble(other, 'first').getByRole('button', { name: /^👍 2/ })).toHaveText('👍 2')
  await bubble(other, 'first').getByRole('button', { name: /^👍 2/ }).click()
  await expect(bubble(page, 'first').getByRole('button', { name: /^👍 1/ })).toBeVisible()

  await actions(other, 'first')
  await other.getByRole('button', { name: 'Reply' }).click()
  await expect(fieldOf(other)).toBeFocused()
  await say(other, 'an answer')
  await expect(bubble(page, 'an answer').getByRole('button', { name: 'Answer to:' })).toContainText('first')
  await bubble(page, 'an answer').getByRole('button', { name: 'Answer to:' }).click()
  await expect(
    bubble(page, 'first')
      .getByRole('button', { name: /^Actions/ })
      .first(),
  ).toBeFocused()

  await actions(page, 'second')
  await page.getByRole('button', { name: 'Delete for both' }).click()
  await expect(messages(page)).toHaveText(['first', 'an answer'])
  await toastSaying(page, 'deleted').getByRole('button', { name: 'Undo' }).click()
  await expect(messages(page)).toHaveText(['first', /second/, 'an answer'])
  await actions(page, 'second')
  await page.getByRole('button', { name: 'Delete for both' }).click()
  await expect(messages(other)).toHaveText(['first', 'an answer'], { timeout: 15_000 })
  await expect(other.getByRole('main').getByText('Message deleted').last()).toBeVisible()

  await actions(other, 'first')
  await other.getByRole('button', { name: 'Report' }).click()
  await other.getByRole('dialog').getByLabel('Insult or harassment').check()
  await other.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
  await expect(toastSaying(other, 'Thank you').getByRole('button', { name: `Block ${asha.username}` })).toBeVisible()
})

test('what was tampered with is shown as damaged; other rooms are not there', async ({ page, newPage, site, complaints }) => {
  complaints.allow(/status of 404/)
  await pair(page, newPage, site)
  await say(page, 'sound')
  await say(page, 'spoilt')
  await expect(bubble(page, 'spoilt')).toContainText('Read')
  changeRows(
    site,
    'update chat_messages set sealed = (select sealed from chat_messages m where m.room_id = chat_messages.room_id and m.seq = 1) where seq = 2 and room_id = ?',
    [new URL(page.url()).pathname.split('/').at(-1) ?? ''],
  )
  await open(page, page.url())
  await expect(messages(page)).toHaveText(['sound'])
  await expect(page.locator('main ol')).toContainText('This message is damaged')
  for (const room of [crypto.randomUUID(), 'nonsense']) {
    await page.goto(`/chat/${room}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
  }
})

test('a message sent in one tab appears in the other, and mute holds in both', async ({ page, site, newPage, context }) => {
  const { ravi } = await pair(page, newPage, site)
  const second = await context.newPage()
  await open(second, page.url())
  await say(page, 'from the first tab')
  await expect(messages(second)).toHaveText(['from the first tab'])
  await page.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(listOf(second).getByRole('link', { name: ravi.username })).toContainText('Muted')
})

test('a long conversation opens at what is new, loads both ways, keeps the place, and search jumps into it', async ({ page, newPage, site }) => {
  const { other } = await pair(page, newPage, site)
  await other.goto('/about/data')
  const token = (await (await page.request.get('/auth/csrf/')).json()).csrfToken as string
  const room_id = new URL(page.url()).pathname.split('/').at(-1)
  for (let i = 1; i <= 150; i++) {
    const data = { id: crypto.randomUUID(), text: i === 17 ? 'the needle नमस्ते' : `message ${i}` }
    const headers = { 'x-csrftoken': token, origin: site.url }
    expect((await page.request.post(`/api/chat/rooms/${room_id}/messages/`, { data, headers })).status()).toBe(201)
  }
  await expect(bubble(page, 'message 150')).toBeInViewport()
  // The messages scroll, not the page.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)
  await open(other, `/chat/${room_id}`)
  await expect(other.getByText('New messages', { exact: true }).first()).toBeInViewport()
  await expect(other.getByText('message 1', { exact: true })).toBeInViewport()
  await expect(other.getByRole('button', { name: /\d+ new messages/ })).toBeVisible()
  await other.getByRole('button', { name: /\d+ new messages/ }).click()
  await expect(bubble(other, 'message 150')).toBeInViewport()
  await expect(bubble(page, 'message 150')).toContainText('Read')
  // What one looks at stays where it is while earlier messages come.
  const box = other.getByRole('region', { name: /^Messages with/ })
  await other.route(/messages\/?\?before=/, async (route) => {
    await other.waitForTimeout(600)
    await route.continue()
  })
  await box.evaluate((area) => area.scrollTo(0, 300))
  const seen = other.getByText('message 97', { exact: true })
  await expect(seen).toBeInViewport()
  const before = await seen.evaluate((line) => line.getBoundingClientRect().top)
  await expect(other.getByText('message 60', { exact: true })).toBeAttached()
  await other.unrouteAll({ behavior: 'ignoreErrors' })
  expect(Math.abs((await seen.evaluate((line) => line.getBoundingClientRect().top)) - before)).toBeLessThan(3)

  await listOf(other).getByRole('link', { name: 'Search messages' }).click()
  await expect(other.getByRole('searchbox', { name: 'Search your messages' })).toBeFocused()
  await other.keyboard.type('नमस्ते')
  const result = other.getByRole('main').getByRole('link', { name: /needle/ })
  await expect(result.locator('mark')).toHaveText('नमस्ते')
  await result.click()
  await expect(other).toHaveURL(/\?at=17$/)
  await expect(bubble(other, 'the needle')).toBeInViewport()
  await expect(bubble(other, 'message 18')).toBeInViewport()
  await other.goBack()
  await expect(other.getByRole('searchbox', { name: 'Search your messages' })).toHaveValue('नमस्ते')
})

test('by keyboard alone: find, open, write, walk, react, edit, leave', async ({ page, newPage, site }) => {
  const other = await newPage()
  const [, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await open(page, '/chat/new')
  await expect(page.getByRole('combobox', { name: 'To' })).toBeFocused()
  await page.keyboard.type(ravi.username.slice(0, -1))
  await expect(page.getByRole('option', { name: ravi.username })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(fieldOf(page)).toBeFocused()
  await page.keyboard.type('one')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('line two')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveText(['one\nline two'])
  await page.keyboard.type('three')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveText(['one\nline two', 'three'])
  await expect(bubble(page, 'three')).toContainText(/Sent|Delivered/)
  await page.keyboard.press('ArrowUp')
  await expect(fieldOf(page)).toHaveValue('three')
  await page.keyboard.press('Escape')
  await expect(fieldOf(page)).toHaveValue('')
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Add pictures' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(bubble(page, 'three').getByRole('button', { name: /^Actions/ })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(bubble(page, 'one').getByRole('button', { name: /^Actions/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '👍' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(bubble(page, 'line two').getByRole('list', { name: 'Reactions' })).toHaveText('👍')
  await expect(bubble(page, 'line two').getByRole('button', { name: /^Actions/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(bubble(page, 'line two').getByRole('button', { name: /^Actions/ })).toBeFocused()
})

test('Enter that ends the composing of a word does not send', async ({ page, newPage, site }) => {
  await pair(page, newPage, site)
  const client = await page.context().newCDPSession(page)
  await client.send('Input.imeSetComposition', { text: 'नमस्ते', selectionStart: 6, selectionEnd: 6 })
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveCount(0)
  await client.send('Input.insertText', { text: 'नमस्ते' })
  await expect(fieldOf(page)).toHaveValue(/नमस्ते/)
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveText([/नमस्ते/])
})

test('the length is counted near the end, and too much is not sent', async ({ page, newPage, site }) => {
  await pair(page, newPage, site)
  await fieldOf(page).fill('क'.repeat(3990))
  await expect(page.getByText('10 characters left')).toBeVisible()
  await fieldOf(page).fill('a'.repeat(4001))
  await expect(page.getByText('1 character too many')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveCount(0)
})

test('notifications are offered after the first message, and come only while nobody looks', async ({ page, newPage, site, context }) => {
  await context.grantPermissions(['notifications'], { origin: site.url })
  await page.addInitScript(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    let permission: NotificationPermission = 'default'
    class Shown {
      static get permission() {
        return permission
      }
      static async requestPermission() {
        permission = 'granted'
        return permission
      }
      constructor(title: string, options: NotificationOptions) {
        shown.push(`${title}: ${options.body}`)
      }
    }
    Object.assign(window, { Notification: Shown })
  })
  const { ravi, other } = await pair(page, newPage, site)
  await expect(page.getByRole('button', { name: 'Notify me' })).toHaveCount(0)
  await say(other, 'one')
  await page.getByRole('button', { name: 'Notify me' }).click()
  await expect(page.getByRole('button', { name: 'Notify me' })).toHaveCount(0)
  const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown)
  await say(other, 'two')
  await expect(messages(page)).toHaveText(['one', 'two'])
  expect(await shown()).toEqual([])
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true }))
  await say(other, 'three')
  await expect.poll(shown).toEqual([`${ravi.username}: three`])
  // Never for what is muted.
  await page.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(listOf(page).getByRole('link', { name: ravi.username })).toContainText('Muted')
  await say(other, 'four')
  await expect(messages(page)).toHaveText(['one', 'two', 'three', 'four'])
  expect(await shown()).toHaveLength(1)
})

test('list, thread, menu, report, new and search are accessible', async ({ newPage, site, axeInBothThemes: look }) => {
  const [page, other] = [await newPage(), await newPage()]
  const [asha, ravi] = await Promise.all([talker(page, site, 'asha'), talker(other, site, 'ravi')])
  await open(page, '/chat')
  await look(page)
  await talkTo(page, ravi)
  await talkTo(other, asha)
  await say(other, 'Namaste https://example.com')
  await say(page, 'Hello')
  await expect(messages(other)).toHaveCount(2)
  await actions(other, 'Hello')
  await other.getByRole('button', { name: '👍' }).click()
  await expect(bubble(page, 'Hello')).toContainText('👍')
  await look(page)
  await actions(page, 'Namaste')
  await look(page)
  await page.getByRole('button', { name: 'Report' }).click()
  await look(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^More about/ }).click()
  await look(page)
  await page.keyboard.press('Escape')
  await open(page, '/chat/new')
  await expect(page.getByRole('combobox', { name: 'To' })).toBeFocused()
  await page.keyboard.type(ravi.username.slice(0, 6))
  await expect(page.getByRole('option').first()).toBeVisible()
  await look(page)
  await open(page, '/chat/search?q=namaste')
  await expect(
    page
      .getByRole('main')
      .getByRole('link', { name: /Namaste/ })
      .last(),
  ).toBeVisible()
  await look(page)
  await expect(page.locator('body')).not.toContainText(/\{\w+\}/)
})
