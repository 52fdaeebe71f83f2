import type { BrowserContext, Page, Request } from '@playwright/test'
import { change, comment, enter, type Made, post, promote, type Writer, writerOf } from './blog-steps.ts'
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

/** Until nothing has been asked for, nor is on its way, for a tenth of a second. */
async function quiet(page: Page, visit: () => Promise<void>) {
  const under_way = new Set<Request>()
  let last = Date.now()
  const begin = (request: Request) => void under_way.add(request)
  const end = (request: Request) => {
    under_way.delete(request)
    last = Date.now()
  }
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  await visit()
  await expect.poll(() => under_way.size === 0 && Date.now() - last > 100, { intervals: [25], message: `what is asked for at ${page.url()} comes` }).toBe(true)
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
}

async function look(page: Page, address: string) {
  await quiet(page, async () => {
    await page.goto(address)
    if (!address.startsWith('/feeds')) await wake(page)
  })
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

/** The watch itself works. */
async function provesItself(page: Page, hits: string[]) {
  const before = hits.length
  await page.evaluate('hit()')
  expect(hits.length).toBe(before + 1)
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
  await provesItself(page, hits)
  await context.close()
})

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64')
/** As a name takes it: one line of a hundred characters, nothing that cannot be seen. */
const name_of = (text: string) => one_line(text.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')).slice(0, 100)

test('a hundred as the names of people, texts of pictures, names of files, in the editor, its preview and history, notices and mails', async ({
  page: api,
  browser,
  baseURL,
  site,
  complaints,
}) => {
  test.setTimeout(300_000)
  complaints.allow(/./)
  const people: Writer[] = []
  for (let n = 0; n < 25; n++) people.push(await writerOf(api, `p${n}`))
  const [asha] = people as [Writer]
  await promote(api, site, asha)
  const talked = await post(api, asha)
  const send = async (method: 'PATCH' | 'POST', path: string, { token }: Writer, options: object) => {
    const answer = await api.request.fetch(path, { method, headers: { authorization: `Token ${token}` }, ...options })
    expect([path, answer.status(), answer.ok() ? '' : await answer.text()]).toEqual([path, expect.any(Number), ''])
    return answer.json()
  }
  const named = async (round: number) => {
    for (const [n, person] of people.entries()) {
      const [first, last] = [payloads[round * 50 + 2 * n], payloads[round * 50 + 2 * n + 1]].map((text) => name_of(text ?? ''))
      const { data } = await send('PATCH', '/api/v1/users/profile/', person, {
        data: { first_name: first, last_name: last, bio: payloads[round * 50 + n], preferences: { show_name: true } },
      })
      expect([data.first_name, data.last_name]).toEqual([first, last])
    }
  }
  await named(0)
  for (const person of people.slice(1)) await comment(api, person, talked, `@${asha.username} ${person.username}`)

  // Twenty pictures, each with five of them as its text, as covers and within posts; the same texts as drafts with a version before.
  const pictured: Made[] = []
  for (let n = 0; n < 20; n++) {
    const alt = payloads
      .slice(n * 5, n * 5 + 5)
      .map((text) => one_line(text).slice(0, 55))
      .join(' ')
    const multipart = { file: { name: `${one_line(payloads[n] ?? '').replaceAll('/', '∕')}.png`, mimeType: 'image/png', buffer: png } }
    const { data: picture } = await send('POST', '/api/images', asha, { multipart })
    expect((await send('PATCH', `/api/images/${picture.id}`, asha, { data: { alt } })).data.alt).toBe(alt.normalize('NFC'))
    const content = `![A picture](${picture.url})\n\n![${alt}](${picture.url})\n\n${payloads.slice(n * 5, n * 5 + 5).join('\n\n')}`
    const made = await post(api, asha, {
      postname: name_of(payloads[n * 5] ?? ''),
      content,
      image: picture.id,
      category: name_of(payloads[n * 5 + 1] ?? '').slice(0, 50),
    })
    await change(api, asha, `/api/posts/${made.id}`, { content: `${content}\n\n${payloads[n]}`, version: 1 })
    pictured.push(made)
  }

  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), bypassCSP: true })
  const { page, hits } = await watched(context)
  await enter(page, asha)
  for (const round of [0, 1]) {
    if (round > 0) await named(round)
    for (const address of ['/blog', '/notices', '/profile', `/blog/by/${asha.username}`, `/blog/by/${people[1]?.username}`, `/people/${people[1]?.username}`])
      await look(page, address)
    await look(page, `/posts/${talked.slug}`)
    const shown = await page.locator('#comments').textContent()
    for (let n = 2; n < 50; n++) expect(shown).toContain(name_of(payloads[round * 50 + n] ?? ''))
  }
  for (const [n, { id, slug }] of pictured.entries()) {
    await look(page, `/posts/${encodeURIComponent(slug)}`)
    await look(page, `/write/${id}`)
    await page.getByText('Side by side').click()
    await expect(page.locator('.prose img').first()).toBeVisible()
    if (n === 0) {
      await page.locator('input[type=file][multiple]').setInputFiles({ name: `"><img src=x onerror=hit()>.png`, mimeType: 'image/png', buffer: png })
      const dialog = page.getByRole('dialog', { name: 'Picture' })
      await dialog.getByLabel('What does it show?').fill('"><img src=x onerror=hit()>')
      await dialog.getByRole('button', { name: 'Use picture' }).click()
      await expect(dialog).toBeHidden()
    }
    await look(page, `/write/${id}/history`)
  }
  await page.goto('/dev/mail')
  const mails = await page.locator('a', { hasText: 'as HTML' }).evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(mails.length).toBeGreaterThan(20)
  for (const address of mails.slice(0, 60)) await page.goto(address)
  expect(hits).toEqual([])
  await page.goto('/blog')
  await provesItself(page, hits)
  await context.close()
})
