import { afterAll, beforeAll, expect, test } from 'bun:test'
import { apps } from '#apps'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import * as contract from '../contract/contact.ts'
import { good, mailsTo, operator, type Person, person, settle } from './people.ts'

let t: TestSite
let admin: Person
let ravi: Person
beforeAll(async () => {
  t = await testSite(apps)
  admin = await person(t, 'admin')
  ravi = await person(t, 'ravi')
  await settle(t)
})
afterAll(() => t.end())

const fields = (email: string, more: object = {}) => ({ name: 'Asha', email, subject: 'A wrong date', message: 'Nagaland was formed in 1963.', ...more })
const sendAs = (who: Visitor, email: string, more: object = {}) => who.call(contract.sendContact, { body: fields(email, more) })
const rowOf = (reference: string) => t.site.store.db.selectFrom('portal_contacts').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow()
const proofFor = async (who: Visitor) => good(await who.call(contract.getContactForm, {})).proof

test('four fields are enough: stored, told to the admin whole, and to the sender without a word of theirs', async () => {
  const { reference } = good(await sendAs(t.visitor(), 'asha@example.net'), 201)
  expect(reference).toMatch(/^PI-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
  expect(await rowOf(reference)).toMatchObject({ ...fields('asha@example.net'), status: 'new', proven: 0, user_id: null })
  const [told] = (await mailsTo(t, 'admin@example.com')).filter(({ subject }) => subject.includes(reference))
  expect(told?.subject).toBe(`[${reference}] A wrong date`)
  expect(told?.text).toContain('Nagaland was formed in 1963.')
  const answers = await mailsTo(t, 'asha@example.net')
  expect(answers.map(({ subject }) => subject)).toEqual([`We have your message: ${reference}`])
  expect(answers[0]?.text).not.toMatch(/Asha|Nagaland|wrong date/)
})

test('an admin whose address is not confirmed learns of a message, not what stands in it', async () => {
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx.updateTable('users').set({ role: 'admin', email_verified_at: null }).where('id', '=', ravi.id).execute(),
  )
  const { reference } = good(await sendAs(t.visitor(), 'other@example.net'), 201)
  const [told] = (await mailsTo(t, 'ravi@example.com')).filter(({ subject }) => subject.includes(reference))
  expect(told?.subject).toBe(`A message has arrived: ${reference}`)
  expect(told?.text).not.toContain('Nagaland')
  await t.site.store.write({ actor_id: null, ip: null, request_id: null }, (tx) =>
    tx.updateTable('users').set({ role: 'user' }).where('id', '=', ravi.id).execute(),
  )
})

test('the same id at once ten times is one message with one reference and one answer', async () => {
  const id = Bun.randomUUIDv7()
  const sent = await Promise.all(Array.from({ length: 10 }, () => sendAs(t.visitor(), 'twice@example.net', { id })))
  expect(new Set(sent.map((one) => good(one, 201).reference)).size).toBe(1)
  expect(await mailsTo(t, 'twice@example.net')).toHaveLength(1)
})

test('whoever fills in the hidden field hears that all is well; it is kept as spam and nobody is mailed', async () => {
  const before = (await mailsTo(t, 'admin@example.com')).length
  const { reference } = good(await sendAs(t.visitor(), 'bot@example.net', { website: 'https://spam.example' }), 201)
  expect((await rowOf(reference)).status).toBe('spam')
  expect(await mailsTo(t, 'bot@example.net')).toEqual([])
  expect(await mailsTo(t, 'admin@example.com')).toHaveLength(before)
})

test('a proof is good from two seconds to a day, once, and only as we made it', async () => {
  const proven = async (proof: string) => (await rowOf(good(await sendAs(t.visitor(), `p${Bun.randomUUIDv7()}@example.net`, { proof }), 201).reference)).proven
  const young = await proofFor(t.visitor())
  expect(await proven(young)).toBe(0)
  t.pass(3000)
  expect(await Promise.all([proven(young), proven(young), proven(young)]).then((all) => all.sort())).toEqual([0, 0, 1])
  const forged = await proofFor(t.visitor())
  const old = await proofFor(t.visitor())
  t.pass(3000)
  expect(await proven(forged.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBe(0)
  expect(await proven(forged.replace(/^./, '1'))).toBe(0)
  t.pass(86_400_000)
  expect(await proven(old)).toBe(0)
})

test('no address gets more than five mails an hour, however often it is named', async () => {
  for (let i = 0; i < 7; i++) good(await sendAs(t.visitor(), 'victim@example.net'), 201)
  // The counters of this site are off; of the next they are on.
  const limited = await testSite(apps, { environment: { RATE_LIMITS: 'on' } })
  const from = (n: number) => limited.visitor({ address: `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.${n}` })
  const victim = `victim-${Bun.randomUUIDv7()}@example.net`
  for (let i = 0; i < 7; i++) good(await sendAs(from(i), victim), 201)
  expect(await mailsTo(limited, victim)).toHaveLength(5)
  const flood = from(200)
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push((await sendAs(flood, `f${i}@example.net`)).status)
  expect(statuses).toEqual([201, 201, 201, 429, 429])
  const proofs = [await proofFor(flood), await proofFor(flood)]
  limited.pass(3000)
  for (const proof of proofs) expect((await sendAs(flood, 'g@example.net', { proof })).status).toBe(201)
  await limited.end()
})

test('line breaks reach no header: refused in every field that becomes one', async () => {
  const hostile = ['x\r\nBcc: victim@example.org', 'x\nBcc: victim@example.org', 'x\u2028Bcc: v', 'x\u0085y', 'x\0y']
  for (const field of ['name', 'subject', 'email'])
    for (const text of hostile) {
      const value = field === 'email' ? `a@example.net${text.slice(1)}` : text
      expect(`${field} ${(await sendAs(t.visitor(), 'h@example.net', { [field]: value })).status}`).toBe(`${field} 400`)
    }
  for (const email of ['a@b.example, c@d.example', 'a@b.example <c@d.example>', '"a@b"@example.net', 'a;b@example.net'])
    expect((await sendAs(t.visitor(), email)).status).toBe(400)
})

test('staff read the inbox page by page and mark messages; others do not see it', async () => {
  const list = (who: Visitor, query: object) => who.call(contract.listContactMessages, { query })
  expect((await list(ravi, {})).status).toBe(403)
  expect((await list(t.visitor(), {})).status).toBe(401)
  const first = good(await list(admin, { limit: 3, status: 'new' }))
  expect(first.items).toHaveLength(3)
  const second = good(await list(admin, { limit: 3, status: 'new', cursor: first.next ?? '' }))
  const back = good(await list(admin, { limit: 3, status: 'new', cursor: second.previous ?? '' }))
  expect(back.items).toEqual(first.items)
  const [message] = first.items
  const mark = (who: Visitor, status: 'answered' | 'new') => who.call(contract.changeContactMessage, { params: { id: message?.id ?? '' }, body: { status } })
  expect((await mark(ravi, 'answered')).status).toBe(403)
  expect(good(await mark(admin, 'answered')).handled_at).not.toBeNull()
  good(await mark(admin, 'answered'))
  expect(good(await mark(admin, 'new')).handled_at).toBeNull()
  const audited = await t.site.store.db.selectFrom('audit_entries').select('changes').where('action', '=', 'portal.contact_changed').execute()
  expect(audited).toHaveLength(2)
})

test('a site without admins takes messages all the same', async () => {
  const alone = await testSite(apps)
  good(await sendAs(alone.visitor(), 'early@example.net'), 201)
  expect(await mailsTo(alone, 'early@example.net')).toHaveLength(1)
  await alone.end()
})

test('beyond five an hour an admin gets one mail of all the others, and each message is told once', async () => {
  const busy = await testSite(apps, { environment: { RATE_LIMITS: 'on' } })
  // The counters may be shared with other runs: an admin of its own has none.
  const name = `boss${Math.floor(Math.random() * 1e9)}`
  await person(busy, name)
  const from = () => busy.visitor({ address: `10.${Array.from({ length: 3 }, () => Math.floor(Math.random() * 250)).join('.')}` })
  const references: string[] = []
  const send = async (n: number) => references.push(good(await sendAs(from(), `w${n}-${name}@example.net`, { subject: `Matter ${n}` }), 201).reference)
  for (let n = 0; n < 9; n++) {
    await send(n)
    await settle(busy)
  }
  const about = async () => (await mailsTo(busy, `${name}@example.com`)).filter(({ text }) => text.includes('/moderation/contact'))
  expect(await about()).toHaveLength(5)
  busy.pass(3_600_000)
  if (process.env['TEST_REDIS_URL']) {
    // Redis counts by its own clock: there the hour is not over, and the mail waits for another.
    expect(await about()).toHaveLength(5)
    const waiting = await busy.site.store.db
      .selectFrom('jobs')
      .select('payload')
      .where('name', '=', 'portal.sum_up_contacts')
      .where('state', '=', 'queued')
      .execute()
    expect(waiting).toHaveLength(1)
    return busy.end()
  }
  const all = await about()
  expect(all).toHaveLength(6)
  expect(all[5]?.subject).toBe('4 more messages have arrived')
  for (const [n, reference] of references.entries()) {
    const told = all.filter(({ text, subject }) => text.includes(reference) || subject.includes(reference))
    expect([n, told.length]).toEqual([n, 1])
  }
  expect(all[5]?.text).toContain('Matter 8 (Asha, w8-')
  busy.pass(3 * 3_600_000)
  expect(await about()).toHaveLength(6)
  await busy.end()
})

test('each reads in their own language: the sender in that of the page or of their profile, the admin in that of theirs', async () => {
  const prefer = (who: Person, language: 'en' | 'hi') =>
    t.site.store.write(operator, (tx) =>
      tx
        .updateTable('profiles')
        .set({ preferences: JSON.stringify({ language }) })
        .where('user_id', '=', who.id)
        .execute(),
    )
  const sent = async (who: Visitor, more: object = {}) => {
    const email = `l${Bun.randomUUIDv7()}@example.net`
    const { reference } = good(await sendAs(who, email, more), 201)
    const [receipt] = await mailsTo(t, email)
    const told = (await mailsTo(t, 'admin@example.com')).find(({ subject }) => subject.includes(reference))
    return { reference, receipt, told }
  }
  const english = await sent(t.visitor(), { language: 'en' })
  expect(english.receipt?.subject).toBe(`We have your message: ${english.reference}`)
  expect(english.told?.text).toContain('Namaste admin,')

  const hindi = await sent(t.visitor(), { language: 'hi' })
  expect(hindi.receipt?.subject).toBe(`आपका संदेश मिल गया: ${hindi.reference}`)
  expect(hindi.receipt?.html).toContain('<html lang="hi">')
  expect(hindi.receipt?.text).not.toMatch(/Namaste|Thank|message/)
  // Somebody else's language is not theirs.
  expect(hindi.told?.text).toContain('Open the inbox: http://localhost/moderation/contact')

  await prefer(ravi, 'hi')
  await prefer(admin, 'hi')
  const both = await sent(ravi)
  expect(both.receipt?.subject).toBe(`आपका संदेश मिल गया: ${both.reference}`)
  expect(both.told?.text).toContain('Asha (')
  expect(both.told?.text).toContain('संदेश खोलें: http://localhost/hi/moderation/contact')
  expect((await sent(ravi, { language: 'en' })).receipt?.text).toContain('Thank you')
  expect((await sendAs(t.visitor(), 'x@example.net', { language: 'ta' })).status).toBe(400)
  await prefer(admin, 'en')
})

test('a plain form of somebody who is signed in carries the token of that session; nobody else’s form speaks for them', async () => {
  const asked = good(await ravi.call(contract.getContactForm, {}))
  const again = good(await ravi.call(contract.getContactForm, {}))
  expect(asked.csrf).not.toBe(again.csrf)
  expect(good(await t.visitor().call(contract.getContactForm, {})).csrf).toBeUndefined()
  const foreign = good(await admin.call(contract.getContactForm, {})).csrf ?? ''
  const own = asked.csrf ?? ''
  // As a browser sends it: its cookies, and no header that a script would set.
  const cookie = [...ravi.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const post = (given: Record<string, string>, headers: Record<string, string> = {}) =>
    t.visitor().request('/api/contact/form', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams({ ...fields('ravi@example.com'), language: 'en', ...given }).toString(),
    })
  const count = async () => (await t.site.store.db.selectFrom('portal_contacts').select('id').execute()).length
  const before = await count()
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  for (const [given, headers] of [
    [{}, {}],
    [{ csrf: '' }, {}],
    [{ csrf: foreign }, {}],
    [{ csrf: own.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }, {}],
    [{ csrf: own.slice(0, -1) }, {}],
    [{ csrf: own }, evil],
    [{ csrf: own }, { origin: 'null' }],
    [{}, evil],
    [{ csrf: own }, { 'x-csrftoken': 'made up' }],
  ] as [Record<string, string>, Record<string, string>][]) {
    const response = await post(given, headers)
    expect([given, headers, response.status]).toEqual([given, headers, 403])
    expect(await response.json()).toEqual({ error: expect.any(String) })
  }
  expect(await count()).toBe(before)
  const response = await post({ csrf: own })
  expect([response.status, response.headers.get('location')]).toEqual([302, expect.stringMatching(/^\/contact\?sent=PI-/)])
  expect((await rowOf(response.headers.get('location')?.split('sent=')[1] ?? '')).user_id).toBe(ravi.id)
})

test('a plain form does the same: one message for a proof, the hidden field, the limits, and words for what is wrong', async () => {
  const limited = await testSite(apps, { environment: { RATE_LIMITS: 'on' } })
  const visitor = limited.visitor({ address: `10.${Array.from({ length: 3 }, () => Math.floor(Math.random() * 250)).join('.')}` })
  const post = async (given: Record<string, string>) => {
    const response = await visitor.request('/api/contact/form', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields(`plain-${Bun.randomUUIDv7()}@example.net`), ...given }).toString(),
    })
    return [response.status, response.headers.get('location') ?? ''] as const
  }
  const row = (location: string) =>
    limited.site.store.db
      .selectFrom('portal_contacts')
      .selectAll()
      .where('reference', '=', location.split('sent=')[1] ?? '')
      .executeTakeFirst()
  const proof = await proofFor(visitor)
  limited.pass(3000)
  const [[status, first], [, again]] = [await post({ proof, website: '' }), await post({ proof, website: '' })]
  expect([status, first]).toEqual([302, expect.stringMatching(/^\/contact\?sent=PI-/)])
  expect(again).toBe(first)
  expect(await row(first)).toMatchObject({ status: 'new', proven: 1, message: 'Nagaland was formed in 1963.' })
  expect(await post({ name: ' ' })).toEqual([302, '/contact?problem=name'])
  expect(await post({ email: 'nowhere', language: 'hi' })).toEqual([302, '/hi/contact?problem=email'])
  expect(await post({ evil: 'x' })).toEqual([302, '/contact?problem=failed'])
  const [, spam] = await post({ website: 'https://spam.example' })
  expect(await row(spam)).toMatchObject({ status: 'spam', proven: 0 })
  await post({})
  await post({})
  expect(await post({})).toEqual([302, '/contact?problem=often'])
  await limited.end()
})
