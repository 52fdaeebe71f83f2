import type { BrowserContext, Page } from '@playwright/test'
import { comment, enter, type Made, post, promote, writerOf } from './blog-steps.ts'
import { expect, test } from './fixtures.ts'
import { wake } from './steps.ts'
import { payloads } from './xss-payloads.ts'

const one_line = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** Counts what runs: calls of `hit`, dialogs, and links that would run something when they are pressed. */
async function watched(context: BrowserContext): Promise<{ page: Page; hits: string[] }> {
  const hits: string[] = []
  await context.exposeBinding('hit', ({ page }) => void hits.push(page.url()))
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    hits.push(`dialog at ${page.url()}`)
    void dialog.dismiss()
  })
  return { page, hits }
}

async function look(page: Page, address: string) {
  await page.goto(address)
  if (!address.startsWith('/feeds')) await wake(page)
  await page.waitForLoadState('networkidle')
  // What runs only when it is pointed at or focused.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('main *')) {
      for (const name of ['mouseover', 'focus', 'toggle', 'error', 'load', 'animationstart']) element.dispatchEvent(new Event(name))
    }
  })
  const running = await page.evaluate(() =>
    [...document.querySelectorAll('[href], [src], [action], [formaction], [data]')]
      .flatMap((element) => ['href', 'src', 'action', 'formaction', 'data'].map((name) => element.getAttribute(name) ?? ''))
      .filter((value) => /^[\s\p{Cc}]*(javascript|vbscript|data:text)/iu.test(value)),
  )
  expect(running, `addresses that run at ${address}`).toEqual([])
  const handlers = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on'))),
  )
  expect(handlers, `handlers at ${address}`).toEqual([])
}

test('a hundred stored texts are seen on every page that shows them, with the security policy off, and none runs', async ({
  page: api,
  browser,
  baseURL,
  site,
  complaints,
}) => {
  test.setTimeout(180_000)
  complaints.allow(/./)
  expect(new Set(payloads).size).toBe(100)
  const asha = await writerOf(api, 'asha')
  const ravi = await writerOf(api, 'ravi')
  await promote(api, site, asha)
  const parts = [payloads.slice(0, 40), payloads.slice(40, 70), payloads.slice(70)]
  const posts: Made[] = []
  for (const part of parts)
    posts.push(await post(api, asha, { content: part.join('\n\n'), postname: one_line(part[0] ?? ''), category: one_line(part[1] ?? '').slice(0, 50) }))
  const [first] = posts as [Made]
  // The API gives the text back as it came.
  const stored = await (await api.request.get(`/api/posts/${first.id}`)).json()
  expect(stored.data.content).toBe(parts[0]?.join('\n\n').normalize('NFC'))
  for (const payload of payloads) await comment(api, asha, first, payload)
  for (const payload of payloads.filter((_, i) => i % 5 === 0)) {
    await post(api, asha, { postname: one_line(payload).slice(0, 200), content: payload, category: 'Food' })
    // A newcomer's: held where it has links, and in the queue of staff.
    await post(api, ravi, { postname: one_line(payload).slice(0, 200), content: `${payload}\n\nhttps://a.invalid/` })
    const contact = { name: one_line(payload).slice(0, 100), email: 'a@example.com', subject: one_line(payload).slice(0, 150), message: payload }
    await api.request.post('/api/contact', { data: contact })
  }
  await comment(api, ravi, first, `@${asha.username} ${payloads[0]}`)

  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), bypassCSP: true })
  const { page, hits } = await watched(context)
  const seen = [
    '/blog',
    '/blog?category=food',
    `/blog/by/${asha.username}`,
    '/search?q=hit',
    '/search?q=script&kind=post',
    '/feeds/posts.xml',
    '/feeds/category/food',
  ]
  for (const address of [...seen, ...posts.map(({ slug }) => `/posts/${encodeURIComponent(slug)}`)]) await look(page, address)
  await enter(page, asha)
  for (const address of ['/write', '/notices', '/moderation', '/moderation/contact', '/dev/mail']) {
    if (address === '/dev/mail') await page.goto(address)
    else await look(page, address)
  }
  expect(hits).toEqual([])
  // And the watch itself works.
  await page.evaluate('hit()')
  expect(hits.length).toBe(1)
  await context.close()
})
