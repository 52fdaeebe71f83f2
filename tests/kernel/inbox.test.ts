import { expect, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { register } from '../../apps/accounts/contract/portal-door.ts'
import { accounts } from '../../apps/accounts/server/index.ts'

const body = { username: 'john', email: 'john@example.com', password: 'Peepal-tree-7' }
async function on(environment: Record<string, string>, work: (t: TestSite) => Promise<void>) {
  const t = await testSite([accounts], { environment })
  try {
    await work(t)
  } finally {
    await t.end()
  }
}

test('/dev/mail is empty at first, then shows each mail once, newest first, and its HTML in a sandbox', () =>
  on({}, async (t) => {
    expect(await (await t.visitor().request('/dev/mail')).text()).toContain('No mail yet.')
    for (const username of ['john', 'jane']) await t.visitor().call(register, { body: { ...body, username, email: `${username}@example.com` } })
    expect(await t.worker.drain()).toBe(2)
    const response = await t.visitor().request('/dev/mail/')
    const html = await response.text()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(html.match(/<h2>Confirm your e-mail address/g)).toHaveLength(2)
    expect(html).toContain('To john@example.com')
    expect(html).toContain('Namaste jane,')
    const id = /\/dev\/mail\/([0-9a-f-]{36})/.exec(html)?.[1]
    const part = await t.visitor().request(`/dev/mail/${id}`)
    expect(part.status).toBe(200)
    expect(part.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
    expect(await part.text()).toMatch(/<p class="code">\d{6}<\/p>/)
  }))

test('what is no mail is not found', () =>
  on({}, async (t) => {
    for (const id of ['-'.repeat(36), 'x', '00000000-0000-7000-8000-000000000000', '%00', `${'0'.repeat(35)}'`, '..', '__proto__'])
      expect(`${id} ${(await t.visitor().request(`/dev/mail/${id}`)).status}`).toBe(`${id} 404`)
  }))

test('a name in a mail is text on the page', () =>
  on({}, async (t) => {
    await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
      tx
        .insertInto('sent_mails')
        .values({
          id: Bun.randomUUIDv7(),
          recipient: '<img src=x onerror=alert(1)>',
          subject: '</h2><script>alert(1)</script>',
          text: '</pre><script>',
          html: '',
          created_at: tx.now,
        })
        .execute(),
    )
    const html = await (await t.visitor().request('/dev/mail')).text()
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<img')
  }))

test('there is no inbox in production, nor where mails are really sent', async () => {
  await on({ EMAIL_URL: 'smtp://127.0.0.1:1' }, async (t) => expect((await t.visitor().request('/dev/mail')).status).toBe(404))
  const production = { BANYAN_ENV: 'production', RATE_LIMITS: 'on', ALLOWED_HOSTS: 'localhost' }
  await on(production, async (t) => {
    expect((await t.visitor().request('/dev/mail')).status).toBe(404)
    // A mail without a server to send it waits: it is neither lost nor shown.
    await t.visitor().call(register, { body })
    await t.worker.drain()
    const job = await t.site.store.db.selectFrom('jobs').select(['state', 'last_error']).executeTakeFirstOrThrow()
    expect(job).toEqual({ state: 'queued', last_error: 'EMAIL_URL is not set: the mail waits' })
    expect(await t.site.store.db.selectFrom('sent_mails').selectAll().execute()).toEqual([])
  })
})
