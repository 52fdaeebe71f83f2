import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { openPostOffice, type PostOffice } from '../apps/accounts/tests/post-office.ts'
import { sendContact } from '../apps/portal/contract/contact.ts'
import { getNoticeSettings } from '../apps/portal/contract/notices.ts'
import { good, person, settle } from '../apps/portal/tests/people.ts'
import { newPost, said } from '../apps/portal/tests/talk.ts'
import { apps } from '../apps/server.ts'

setDefaultTimeout(60_000)
let office: PostOffice
let t: TestSite
beforeAll(async () => {
  office = await openPostOffice()
  t = await testSite(apps, { environment: { EMAIL_URL: office.url, EMAIL_FROM: 'Pocket India <post@banyan.test>', PUBLIC_URL: 'https://banyan.test' } })
})
afterAll(async () => {
  await t.end()
  await office.close()
})

const headersOf = (mail: { headers: { key: string; value: string }[] } | undefined) =>
  Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? [])

test('a notice carries the headers by which mail programs end such mails with one click; a contact goes back to its sender', async () => {
  const [admin, asha] = [await person(t, 'admin'), await person(t, 'asha')]
  await settle(t)
  office.mails.length = 0
  const { id } = await newPost(admin)
  await said(asha, id, 'A word')
  t.pass(61_000)
  await settle(t)
  expect(office.mails.map(({ recipients, mail }) => [recipients[0], mail.subject])).toEqual([['admin@example.com', 'News on Pocket India']])
  const headers = headersOf(office.mails[0]?.mail)
  expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
  const link = /^<https:\/\/banyan\.test(\/api\/notices\/unsubscribe\?token=[\w.-]+)>$/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? ''
  expect((await t.visitor().request(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(200)
  expect(good(await admin.call(getNoticeSettings, {})).mail).toBe('never')

  office.mails.length = 0
  const body = { name: 'Bcc: x@example.org', email: 'ravi@example.net', subject: 'Subject: a "quoted" <one>', message: 'Bcc: y@example.org\n\nHello' }
  good(await t.visitor().call(sendContact, { body }), 201)
  await settle(t)
  expect(office.mails.map(({ recipients }) => recipients)).toEqual([['admin@example.com'], ['ravi@example.net']])
  expect(office.mails[0]?.mail.replyTo?.map(({ address }) => address)).toEqual(['ravi@example.net'])
  for (const { raw } of office.mails) expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im)
})
