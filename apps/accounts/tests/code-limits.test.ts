import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import { everyRow } from '#server/testing-rows.ts'
import { changeEmail, confirmPasswordReset, requestPasswordReset, resendOtp, verifyOtp } from '../contract/codes.ts'
import { signUp } from '../contract/session-door.ts'
import { accounts } from '../server/index.ts'
import { password, signedUp } from './people.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

setDefaultTimeout(60_000)
/** Counters in Redis outlive a test: each takes addresses of its own. */
const own = (name: string) => `${name}-${crypto.randomUUID().slice(0, 8)}`
const elsewhere = () => `10.${[0, 0, 0].map(() => 1 + Math.floor(Math.random() * 250)).join('.')}`
let office: PostOffice
let t: TestSite
beforeAll(async () => {
  office = await openPostOffice()
  // Counted in memory on either database: Redis has a clock of its own, which no test can move.
  t = await testSite([accounts], { environment: { RATE_LIMITS: 'on', REDIS_URL: '', EMAIL_URL: office.url, PUBLIC_URL: 'https://banyan.test' } })
})
afterAll(async () => {
  await t.end()
  await office.close()
})

const asVisitor = () => t.visitor({ address: elsewhere() }).withCsrf()
const sentTo = async (email: string) => {
  while ((await t.worker.drain()) > 0);
  return office.mails.filter(({ recipients }) => recipients.includes(email))
}
const codeTo = async (email: string) => /^\d{6}$/m.exec((await sentTo(email)).at(-1)?.mail.text ?? '')?.[0] ?? ''
const askReset = async (email: string) => (await asVisitor()).call(requestPasswordReset, { body: { email } })
const askCode = async (email: string) => (await asVisitor()).call(resendOtp, { body: { email } })

test('a minute between two mails of one kind, told with the seconds to wait, known or not', async () => {
  const known = own('paced')
  const { status } = await (await asVisitor()).call(signUp, { body: { username: known, email: `${known}@example.com`, password } })
  expect(status).toBe(201)
  const unknown = `${own('unknown')}@example.com`
  await askCode(unknown)
  for (const email of [`${known}@example.com`, unknown]) {
    const refused = await askCode(email)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await sentTo(email)).toHaveLength(1)
  }
})

test('in other case and form it is the same address', async () => {
  const name = own('Spelled')
  expect((await askReset(`${name}@example.com`)).status).toBe(200)
  expect((await askReset(`${name.toUpperCase()}@EXAMPLE.com`)).status).toBe(429)
})

test('five mails an hour for an address over all kinds, from wherever they are asked for', async () => {
  const email = `${own('flooded')}@example.com`
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) {
    statuses.push((await (n % 2 ? askReset(email) : askCode(email))).status)
    t.pass(61_000)
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(5)
  expect(await sentTo(email)).toHaveLength(5)
  // Nobody is kept from signing up; the mail waits for a later hour.
  const late = await (await asVisitor()).call(signUp, { body: { username: own('late'), email, password } })
  expect(late.status).toBe(201)
  expect(await sentTo(email)).toHaveLength(5)
  t.pass(3_600_000)
  expect((await askCode(email)).status).toBe(200)
  expect(await sentTo(email)).toHaveLength(6)
})

test('guessing spread over resends, kinds and client addresses: 25 tries a day, then only the link is left', async () => {
  const name = own('guessed')
  const email = `${name}@example.com`
  await (await asVisitor()).call(signUp, { body: { username: name, email, password } })
  let compared = 0
  const tried: number[] = []
  for (let n = 0; n < 60; n++) {
    if (n % 5 === 0) {
      t.pass(15 * 60_000)
      await (n % 2 ? askReset(email) : askCode(email))
    }
    const visitor = await asVisitor()
    const body = { email, code: '000000' }
    const { status } = await (n % 2
      ? visitor.call(confirmPasswordReset, { body: { ...body, new_password: 'Banyan-roots-8' } })
      : visitor.call(verifyOtp, { body }))
    tried.push(status)
    if (status !== 429) compared++
  }
  expect(compared).toBe(25)
  expect(tried.slice(25)).toEqual(new Array(35).fill(429))
  t.pass(3_600_000)
  await askReset(email)
  const token = /token=([\w-]+)/.exec((await sentTo(email)).at(-1)?.mail.text ?? '')?.[1] ?? ''
  const by_link = await (await asVisitor()).call(confirmPasswordReset, { body: { token, new_password: 'Banyan-roots-8' } })
  expect(by_link.status).toBe(200)
})

test('a signed-in person cannot have mails sent to somebody over and over', async () => {
  const name = own('sender')
  const visitor = await asVisitor()
  await visitor.call(signUp, { body: { username: name, email: `${name}@example.com`, password } })
  await visitor.withCsrf()
  const email = `${own('target')}@example.com`
  const ask = () => visitor.call(changeEmail, { body: { email, current_password: password } })
  expect((await ask()).status).toBe(200)
  expect((await ask()).status).toBe(429)
  expect(await sentTo(email)).toHaveLength(1)
})

describe('a code and a link are secrets', () => {
  test('they stand nowhere: not in the database, the log, the audit log or an answer', async () => {
    const name = own('secretive')
    const email = `${name}@example.com`
    await (await asVisitor()).call(signUp, { body: { username: name, email, password } })
    const code = await codeTo(email)
    const visitor = await asVisitor()
    const reset = await visitor.call(requestPasswordReset, { body: { email } })
    const mail = (await sentTo(email)).at(-1)?.mail.text ?? ''
    const secrets = [code, /^\d{6}$/m.exec(mail)?.[0] ?? '', /token=([\w-]+)/.exec(mail)?.[1] ?? '']
    const rows = await everyRow(t.site)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5)
      // Six digits may stand by chance inside a number or a hash.
      const alone = new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`)
      for (const text of [rows, t.logged.join('\n'), JSON.stringify(reset.body)]) expect(alone.test(text)).toBe(false)
    }
  })

  test('no field of these calls becomes a header', async () => {
    const before = office.mails.length
    for (const evil of [
      'a@example.com\r\nBcc: victim@example.com',
      'a@example.com\nBcc:x@example.com',
      'a@example.com\0',
      'a@example.com,victim@example.com',
      'a@example.com%0aBcc:x',
    ]) {
      for (const endpoint of [resendOtp, requestPasswordReset]) {
        const { status } = await (await asVisitor()).call(endpoint, { body: { email: evil } })
        if (!evil.includes('%')) expect(`${status} ${JSON.stringify(evil)}`).toBe(`400 ${JSON.stringify(evil)}`)
      }
      const named = await (await asVisitor()).call(resendOtp, { body: { email: 'plain@example.com', username: evil } })
      if (!/[%,]/.test(evil)) expect(named.status).toBe(400)
    }
    while ((await t.worker.drain()) > 0);
    for (const { raw, recipients } of office.mails.slice(before)) {
      expect(recipients).toHaveLength(1)
      expect(recipients).not.toContain('victim@example.com')
      expect(
        raw
          .split('\r\n\r\n')[0]
          ?.split('\r\n')
          .some((line) => /^(bcc|cc):/i.test(line)),
      ).toBe(false)
    }
  })
})

test('nobody who is signed in is needed to see that the six digits are evenly drawn', async () => {
  const off = await testSite([accounts], { environment: {} })
  try {
    await signedUp(off, 'digits')
    const { issueCode } = await import('../server/codes.ts')
    const codes = await off.site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
      const drawn: string[] = []
      for (let n = 0; n < 500; n++) drawn.push((await issueCode(tx, off.site, { purpose: 'verify', subject: 'same', user_id: undefined })).code)
      return drawn
    })
    for (const code of codes) expect(code).toMatch(/^\d{6}$/)
    expect(new Set(codes).size).toBeGreaterThan(490)
    const by_first = Object.groupBy(codes, (code) => code[0] ?? '')
    for (const digit of '0123456789') expect(by_first[digit]?.length ?? 0).toBeGreaterThan(20)
    expect(await off.site.store.db.selectFrom('codes').select('id').where('subject', '=', 'same').execute()).toHaveLength(1)
  } finally {
    await off.end()
  }
})
