import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { sendMail } from '#server/mail/mail.ts'
import { type TestSite, testSite } from '#server/testing.ts'
import { requestPasswordReset, verifyOtp } from '../contract/codes.ts'
import { register } from '../contract/portal-door.ts'
import { accounts } from '../server/index.ts'
import { nobody, password, person, signedUp } from './people.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

setDefaultTimeout(60_000)
let office: PostOffice
let t: TestSite
beforeAll(async () => {
  office = await openPostOffice()
  t = await testSite([accounts], { environment: { EMAIL_URL: office.url, EMAIL_FROM: 'Pocket India <post@banyan.test>', PUBLIC_URL: 'https://banyan.test' } })
})
afterAll(async () => {
  await t.end()
  await office.close()
})
beforeEach(() => {
  office.mails.length = 0
  office.answers.length = 0
})

const jobs = () => t.site.store.db.selectFrom('jobs').selectAll().where('name', '=', 'kernel.send_mail').orderBy('id').execute()
const lastJob = async () => (await jobs()).at(-1)

for (const door of ['portal', 'session'] as const)
  test(`${door} door: a sign-up sends one mail with a code, the confirmation the welcome, once, and nothing else`, async () => {
    const before = (await jobs()).length
    if (door === 'portal') await t.visitor().call(register, { body: { ...person('anu'), email: 'Anu.Rao@Example.com' } })
    else await signedUp(t, 'balu')
    expect(await jobs()).toHaveLength(before + 1)
    expect(office.mails).toEqual([])
    expect(await t.worker.drain()).toBe(1)
    expect(await t.worker.drain()).toBe(0)
    expect(office.mails).toHaveLength(1)
    const [{ mail, recipients } = { mail: undefined, recipients: [] }] = office.mails
    expect(recipients).toEqual([door === 'portal' ? 'Anu.Rao@example.com' : 'balu@example.com'])
    expect(mail?.from).toMatchObject({ name: 'Pocket India', address: 'post@banyan.test' })
    expect(mail?.subject).toBe('Confirm your e-mail address')
    const code = /^\d{6}$/m.exec(mail?.text ?? '')?.[0] ?? ''
    const visitor = await t.visitor().withCsrf()
    expect((await visitor.call(verifyOtp, { body: { email: recipients[0] ?? '', code } })).status).toBe(200)
    await t.worker.drain()
    expect(office.mails).toHaveLength(2)
    const welcome = office.mails[1]?.mail
    expect(office.mails[1]?.recipients).toEqual(recipients)
    expect(welcome?.subject).toBe('Welcome to Pocket India')
    expect(mail?.text).toContain(`Namaste ${door === 'portal' ? 'anu' : 'balu'},`)
    expect(welcome?.text).toContain('Explore the map: https://banyan.test/')
    expect(welcome?.html).toContain('href="https://banyan.test/"')
    expect(welcome?.messageId).toBe(`<${(await lastJob())?.id}@banyan.test>`)
    expect(welcome?.attachments).toEqual([])
    expect((await lastJob())?.state).toBe('done')
  })

test('a refused sign-up sends nothing', async () => {
  const before = (await jobs()).length
  expect((await t.visitor().call(register, { body: { ...person('anu'), email: 'new@example.com' } })).status).toBe(409)
  expect((await t.visitor().call(register, { body: { ...person('weak'), password: 'password' } })).status).toBe(400)
  expect(await jobs()).toHaveLength(before)
})

test('a mail server that is busy (421, 450) is tried again later, with the same Message-ID', async () => {
  office.answers.push({ code: 421, text: 'closing' }, { code: 450, text: 'greylisted' })
  await t.visitor().call(register, { body: person('retry') })
  expect(await t.worker.drain()).toBe(1)
  expect(await lastJob()).toMatchObject({ state: 'queued', attempts: 1 })
  expect(await t.worker.drain()).toBe(0)
  t.pass(10_000)
  await t.worker.drain()
  t.pass(10_000)
  await t.worker.drain()
  expect(await lastJob()).toMatchObject({ state: 'done', attempts: 3 })
  expect(office.mails).toHaveLength(3)
  expect(new Set(office.mails.map(({ mail }) => mail.messageId)).size).toBe(1)
})

test('one that refuses for good (550) is not asked again: the job waits for a person', async () => {
  office.answers.push({ code: 550, text: 'no such box' })
  await t.visitor().call(register, { body: person('bounced') })
  await t.worker.drain()
  t.pass(86_400_000)
  expect(await t.worker.drain()).toBe(0)
  expect(office.mails).toHaveLength(1)
  expect(await lastJob()).toMatchObject({ state: 'dead', attempts: 1, last_error: 'the mail server said 550' })
})

test('with no mail server to be reached the sign-up succeeds and the mail waits', async () => {
  const away = await testSite([accounts], { environment: { EMAIL_URL: 'smtp://127.0.0.1:1' } })
  try {
    expect((await away.visitor().call(register, { body: person('early') })).status).toBe(201)
    expect(await away.worker.drain()).toBe(1)
    const row = await away.site.store.db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ state: 'queued', attempts: 1 })
    expect(row.last_error).toContain('ECONNREFUSED')
  } finally {
    await away.end()
  }
})

test('no text becomes a header: line breaks are refused before they are enqueued', async () => {
  const mail = { to: 'a@example.com', subject: 'Hello', text: 'text', html: '<p>text</p>' }
  const enqueue = (payload: typeof mail) => t.site.store.write(nobody, (tx) => tx.enqueue(sendMail, payload))
  for (const evil of ['x\r\nBcc: victim@example.com', 'x\nBcc: victim@example.com', 'x\rBcc: y@example.com', 'x\0'])
    for (const field of ['to', 'subject'] as const) expect(enqueue({ ...mail, [field]: `${mail[field]}${evil}` })).rejects.toThrow('no line breaks')
  await enqueue({ ...mail, subject: '=?utf-8?q?x=0d=0aBcc:_victim@example.com?=', text: 'Bcc: victim@example.com\r\n.\r\nMAIL FROM:<x@y.z>' })
  await t.worker.drain()
  expect(office.mails).toHaveLength(1)
  expect(office.mails[0]?.recipients).toEqual(['a@example.com'])
  const head = office.mails[0]?.raw.split('\r\n\r\n')[0] ?? ''
  expect(head.split('\r\n').some((line) => /^bcc:/i.test(line))).toBe(false)
})

test('one address is one recipient: nothing that reads as a list, a group or a name with an address', async () => {
  for (const email of ['a@b.test,c@d.test', 'a@b.test;c@d.test', 'x:a@b.test;', 'A <a@b.test>', '<a@b.test>', 'a@b.test (c)', '"c@d.test,"@b.test']) {
    const { status } = await t.visitor().call(register, { body: { username: 'lister', email, password } })
    expect(`${status} ${email}`).toBe(`400 ${email}`)
  }
  await t.worker.drain()
  expect(office.mails).toEqual([])
})

test('a name is text in the mail, not markup', async () => {
  const html = (await import('../server/mail.ts')).welcome(t.site, '', { username: '<b>x</b>"\'&', email: 'a@example.com', language: 'en' }).html
  expect(html).toContain('Namaste &#60;b&#62;x&#60;/b&#62;&#34;&#39;&#38;,')
})

test('without PUBLIC_URL links go to the host of the call, which ALLOWED_HOSTS has checked', async () => {
  const own = await testSite([accounts], { environment: { ALLOWED_HOSTS: 'banyan.test' } })
  try {
    const post = (host: string, name: string) =>
      own.visitor({ headers: { host, 'x-forwarded-host': 'evil.example' } }).request('/api/auth/register', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(person(name)),
      })
    expect((await post('evil.example', 'spoofed')).status).toBe(400)
    expect((await post('banyan.test', 'honest')).status).toBe(201)
    const visitor = await own.visitor({ headers: { host: 'banyan.test', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' } }).withCsrf()
    expect((await visitor.call(requestPasswordReset, { body: { email: 'honest@example.com' } })).status).toBe(200)
    await own.worker.drain()
    const mails = await own.site.store.db.selectFrom('sent_mails').selectAll().execute()
    expect(mails).toHaveLength(2)
    expect(JSON.stringify(mails)).toContain('Choose a new password: http://banyan.test/reset?token=')
    expect(JSON.stringify(mails)).not.toContain('evil')
  } finally {
    await own.end()
  }
})
