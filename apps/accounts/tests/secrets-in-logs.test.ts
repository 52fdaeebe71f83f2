import { afterAll, beforeAll, expect, spyOn, test } from 'bun:test'
import { type TestSite, testSite } from '#server/testing.ts'
import * as codes from '../contract/codes.ts'
import { requestDeletion, requestExport, undoDeletion } from '../contract/data.ts'
import { login, register } from '../contract/portal-door.ts'
import { confirmTotp, startTotp } from '../contract/totp.ts'
import { loginV1, refreshV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { codeFor } from './authenticator-app.ts'
import { password, person, signedUp, through, ways } from './people.ts'

let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts], { environment: { LOG_REQUESTS: 'all', DEBUG: 'on' } })
})
afterAll(() => t.end())

/** As it is, and in every form that somebody might have brought it into. */
const formsOf = (text: string) => [text, encodeURIComponent(text), ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(text).toString(form))]

function expectUnsaid(secrets: string[]): void {
  const log = t.logged.join('\n')
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5)
    for (const form of formsOf(secret)) expect(log.includes(form)).toBe(false)
  }
}

test('with every request logged, no secret of any way in stands in the log, whatever the address or the body carried', async () => {
  await signedUp(t, 'asha')
  const secrets = [password]
  for (const way of ways) {
    const visitor = await through(t, way, 'asha')
    secrets.push(...(visitor.token ? [visitor.token] : []), ...visitor.cookies.values())
    expect((await visitor.request('/auth/me')).status).toBe(200)
    // Where programs put secrets that belong into a header.
    const wrong = `Wrong-place-${way}-1`
    secrets.push(wrong)
    await visitor.request(`/auth/me?token=${wrong}&access_token=${wrong}`)
    await visitor.request(`/nowhere/${way}?password=${wrong}`, {
      headers: { authorization: `Basic ${wrong}`, cookie: `sessionid=${wrong}`, 'x-csrftoken': wrong },
    })
  }
  const { data } = await t.visitor().call(loginV1, { body: { username: 'asha', password } })
  secrets.push(data.access, data.refresh)
  const renewed = await t.visitor().call(refreshV1, { body: { refresh: data.refresh } })
  secrets.push(renewed.data.access, renewed.data.refresh ?? data.refresh)
  expect(t.logged.filter((line) => line.includes('"path":"/auth/me')).length).toBeGreaterThanOrEqual(ways.length * 2)
  expectUnsaid(secrets)
})

test('codes and links of mails stand in no log, used or guessed', async () => {
  const visitor = await t.visitor().withCsrf()
  await visitor.call(codes.requestPasswordReset, { body: { email: 'asha@example.com' } })
  await t.worker.drain()
  const mails = await t.site.store.db.selectFrom('sent_mails').select('text').execute()
  const text = mails.map((mail) => mail.text).join('\n')
  const sent = [...text.matchAll(/^\d{6}$/gm), ...text.matchAll(/(?<=token=)[\w.-]+/g)].map(([secret]) => secret)
  expect(sent.length).toBeGreaterThanOrEqual(2)
  const new_password = 'A-new-Banyan-8'
  for (const token of sent.filter((one) => one.length > 6)) await visitor.request(`/reset?token=${token}`)
  await visitor.call(codes.confirmPasswordReset, { body: { email: 'asha@example.com', code: '135790', new_password } })
  expectUnsaid([...sent.filter((one) => one.length > 6), new_password])
  // Six digits may stand in any number by chance, so they are looked for alone.
  const log = t.logged.join('\n')
  for (const code of [...sent.filter((one) => one.length === 6), '135790']) expect(log).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`))
})

test('what an authenticator app, an export, a closed account and the set-up are opened by stands in no log', async () => {
  const meera = await signedUp(t, 'meera')
  const { secret, uri } = (await meera.call(startTotp, {})).data
  const { recovery_codes } = (await meera.call(confirmTotp, { body: { code: codeFor(t, secret, -1) } })).data
  const [used = '', guessed = ''] = [recovery_codes[0], 'ABCDE-12345']
  for (const otp of [used, guessed]) await t.visitor().call(login, { body: { username: 'meera', password, otp } })
  const asked = (await meera.call(requestExport, { body: {} })).data
  await t.worker.drain()
  const download = `/auth/exports/${asked.id}/download/?token=`
  expect((await meera.request(`${download}${asked.token}`)).status).toBe(200)
  const wrong = `${asked.token.slice(0, -4)}zzzz`
  expect((await meera.request(`${download}${wrong}`)).status).toBe(404)
  expect((await meera.call(requestDeletion, { body: { username: 'meera' } })).status).toBe(200)
  await t.worker.drain()
  const { text } = await t.site.store.db.selectFrom('sent_mails').select('text').where('subject', '=', 'Your account is closed').executeTakeFirstOrThrow()
  const undo = /undo-deletion\?token=(\S+)/.exec(text)?.[1] ?? ''
  await t.visitor().request(`/undo-deletion?token=${undo}`)
  expect((await (await t.visitor().withCsrf()).call(undoDeletion, { body: { token: undo } })).status).toBe(200)
  const setup = 'A-made-up-set-up-token'
  await t.visitor().request(`/signup?setup=${setup}`)
  await t.visitor({ headers: { 'x-setup-token': setup } }).call(register, { body: person('setter') })
  expectUnsaid([secret, uri, ...recovery_codes, guessed, asked.token, wrong, undo, setup])
})

test('a call that fails on our side is logged with its cause, without what the caller sent', async () => {
  await signedUp(t, 'ravi')
  const typed = 'Failing-mango-tree-5'
  const write = spyOn(t.site.store, 'write').mockImplementation(() => {
    throw new Error('the disk has gone')
  })
  const visitor = t.visitor()
  const answer = await visitor.request('/api/auth/login', {
    method: 'POST',
    body: JSON.stringify({ username: 'ravi', password: typed }),
    headers: { 'content-type': 'application/json', cookie: `sessionid=${typed}-cookie` },
  })
  write.mockRestore()
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('disk')
  expect(t.logged.some((line) => line.includes('"level":"error"') && line.includes('the disk has gone'))).toBe(true)
  expectUnsaid([typed, password])
})
