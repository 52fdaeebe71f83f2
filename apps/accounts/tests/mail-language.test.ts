import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Language } from '#contract/render.ts'
import type { Mail } from '#server/mail/mail.ts'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { changeEmail, changePassword, confirmPasswordReset, requestPasswordReset, resendOtp, verifyOtp } from '../contract/codes.ts'
import { requestDeletion, requestExport, undoDeletion } from '../contract/data.ts'
import { obtainPair, refreshPair } from '../contract/pair-door.ts'
import { register } from '../contract/portal-door.ts'
import { changeProfileV1 } from '../contract/profile.ts'
import { signIn, signUp } from '../contract/session-door.ts'
import { confirmTotp, startTotp, turnTotpOff } from '../contract/totp.ts'
import * as codeMails from '../server/code-mails.ts'
import * as dataMails from '../server/data-mail.ts'
import * as factorMails from '../server/factor-mail.ts'
import * as identityMails from '../server/identity-mail.ts'
import { accounts } from '../server/index.ts'
import * as otherMails from '../server/mail.ts'
import { deviceInWords } from '../server/new-devices.ts'
import { codeFor, withAuthenticatorApp } from './authenticator-app.ts'
import { codeTo, linkTo, mailsTo } from './mails.ts'
import { password, person } from './people.ts'

setDefaultTimeout(60_000)
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
let t: TestSite
beforeAll(async () => {
  t = await testSite([accounts], { environment: { PUBLIC_URL: 'https://banyan.test' } })
})
afterAll(() => t.end())

describe('the words', () => {
  const at = '2026-11-21T20:00:00.000Z'
  const home = 'https://banyan.test'
  const everyMail = (language: Language): Record<string, Mail[]> => {
    const to = { username: 'asha', email: 'asha@example.com', language }
    const { site } = t
    return {
      confirmMail: [codeMails.confirmMail(to, '123456')],
      addressInUseMail: [codeMails.addressInUseMail(home, to)],
      alreadyConfirmedMail: [codeMails.alreadyConfirmedMail(home, to)],
      noAccountMail: [codeMails.noAccountMail(home, to)],
      resetMail: [codeMails.resetMail(home, to, '123456', 'secret')],
      passwordChangedMail: [codeMails.passwordChangedMail(home, to)],
      newAddressMail: [codeMails.newAddressMail(to, '123456')],
      addressChangeMail: [codeMails.addressChangeMail(home, to, 'new@example.com', 'secret')],
      newDeviceMail: ['', firefox].map((user_agent) =>
        codeMails.newDeviceMail(home, to, deviceInWords({ user_agent, address: '203.0.113.9' }, language), '09:00 UTC', 'secret'),
      ),
      exportReady: [dataMails.exportReady(site, home, to, 'id', 'secret', at)],
      accountLeaving: [dataMails.accountLeaving(site, home, to, at, 'secret')],
      accountKept: [dataMails.accountKept(site, to)],
      totpTurned: (['on', 'off'] as const).map((turned) => factorMails.totpTurned(site, to, turned)),
      recoveryCodeUsed: [0, 1, 5].map((left) => factorMails.recoveryCodeUsed(site, to, left)),
      passkeyChanged: (['added', 'removed'] as const).map((change) => factorMails.passkeyChanged(site, to, '7', change)),
      identityLinked: ['asha@google.test', null].map((identity) => identityMails.identityLinked(site, to, 'Google', identity)),
      claimEnded: [identityMails.claimEnded(site, to, 'Google')],
      identityUnlinked: [identityMails.identityUnlinked(site, to, 'Google')],
      welcome: [otherMails.welcome(site, home, to)],
      stolenRefresh: [otherMails.stolenRefresh(site, to)],
    }
  }

  test('are checked of every mail that the app has', () => {
    const made = [codeMails, dataMails, factorMails, identityMails, otherMails].flatMap((mails) => Object.keys(mails))
    expect(Object.keys(everyMail('en')).sort()).toEqual(made.sort())
  })

  /** What has no Hindi spelling of its own in a mail: names, addresses and abbreviations. */
  const names = /https?:\/\/\S+|\S+@\S+|“asha”|नमस्ते asha,|\b(Google|Firefox|Linux|JSON|UTC)\b/g
  const visible = (html: string) => html.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]+>/g, ' ')

  test('in Hindi hold no word in Latin letters, and none of the English ones is missing', () => {
    const english = everyMail('en')
    for (const [name, mails] of Object.entries(everyMail('hi')))
      mails.forEach((mail, n) => {
        const other = english[name]?.[n]
        for (const part of [mail.subject, mail.text, visible(mail.html)])
          expect(`${name}: ${part.replace(names, '').match(/[A-Za-z]+/g) ?? 'none'}`).toBe(`${name}: none`)
        expect(mail.html).toContain('<html lang="hi">')
        expect(mail.subject).toMatch(/\p{Script=Devanagari}/u)
        // As many paragraphs, the same codes; in English no Hindi.
        expect([name, mail.text.split('\n\n').length]).toEqual([name, other?.text.split('\n\n').length ?? 0])
        expect(mail.text.includes('123456')).toBe(other?.text.includes('123456') ?? false)
        expect(other?.text).not.toMatch(/\p{Script=Devanagari}/u)
        expect(other?.html).toContain('<html lang="en">')
      })
  })

  test('lead to the page in the same language', () => {
    const links = (language: Language) =>
      Object.values(everyMail(language))
        .flat()
        .flatMap(({ text }) => text.match(/https:\/\/\S+/g) ?? [])
    expect(links('hi')).toEqual(links('en').map((link) => link.replace(home, `${home}/hi`).replace(/\/$/, '')))
  })

  test('tell days and devices in the language too', () => {
    const { exportReady: [ready] = [], newDeviceMail: [unknown, known] = [] } = everyMail('hi')
    expect(ready?.text).toContain('22 नवंबर 2026 तक')
    expect(unknown?.text).toContain('एक अनजान प्रोग्राम, नेटवर्क 203.0.113.0/24 से')
    expect(known?.text).toContain('Linux पर Firefox, नेटवर्क 203.0.113.0/24 से')
    expect(everyMail('en')['exportReady']?.[0]?.text).toContain('until 22 November 2026')
  })
})

describe('the language', () => {
  const from_hindi = { referer: 'https://banyan.test/hi/signup', 'accept-language': 'en-US' }
  const visitor = (headers: Record<string, string> = {}) => t.visitor({ address: '198.51.100.7', headers: { 'user-agent': firefox, ...headers } })
  const to = (name: string) => `${name}@example.com`
  const lastTo = async (name: string) => (await mailsTo(t, to(name))).at(-1)?.subject
  const signedUp = async (name: string, headers: Record<string, string>, chosen?: Language): Promise<Visitor> => {
    const somebody = await visitor(headers).withCsrf()
    expect((await somebody.call(signUp, { body: person(name) })).status).toBe(201)
    const { status } = await (await somebody.withCsrf()).call(verifyOtp, { body: { email: to(name), code: await codeTo(t, to(name)) } })
    expect(status).toBe(200)
    await somebody.withCsrf()
    if (chosen) expect((await somebody.call(changeProfileV1, { body: { preferences: { language: chosen } } })).status).toBe(200)
    return somebody.withCsrf()
  }

  test('of a sign-up and its welcome is that of the page, else of the browser, else English', async () => {
    const expected = { hi: ['अपने ई-मेल पते की पुष्टि करें', 'पॉकेट इंडिया में आपका स्वागत है'], en: ['Confirm your e-mail address', 'Welcome to Pocket India'] }
    for (const [name, language, headers] of [
      ['page', 'hi', from_hindi],
      ['browser', 'hi', { 'accept-language': 'hi-IN,en;q=0.5' }],
      ['neither', 'en', {}],
      ['forged', 'en', { referer: 'https://evil.example/hi/signup' }],
    ] as const) {
      await signedUp(name, headers)
      expect((await mailsTo(t, to(name))).map(({ subject }) => subject)).toEqual(expected[language])
    }
    await visitor({ 'accept-language': 'hi' }).call(register, { body: person('program') })
    expect(await lastTo('program')).toBe(expected.hi[0] ?? '')
  })

  test('of codes that anybody may ask for is that of the request, whoever has the address and whatever they have chosen', async () => {
    await signedUp('known', {}, 'en')
    for (const [headers, subjects] of [
      [from_hindi, ['नया पासवर्ड चुनें', 'आपके पते की पुष्टि हो चुकी है', 'इस पते से कोई खाता नहीं है', 'इस पते से कोई खाता नहीं है', 'आपका खाता पहले से है']],
      [
        {},
        [
          'Choose a new password',
          'Your address is confirmed',
          'There is no account with this address',
          'There is no account with this address',
          'You have an account already',
        ],
      ],
    ] as const) {
      const heard: (string | undefined)[] = []
      for (const name of ['known', 'unknown'])
        for (const endpoint of [requestPasswordReset, resendOtp]) {
          await (await visitor(headers).withCsrf()).call(endpoint, { body: { email: to(name) } })
          heard.push(await lastTo(name))
        }
      await visitor(headers).call(register, { body: { username: `claims${heard.length}${subjects[0].length}`, email: to('known'), password } })
      heard.push(await lastTo('known'))
      expect(heard).toEqual([...subjects])
    }
  })

  test('of what somebody signed in does is the one they have chosen, else that of the page', async () => {
    for (const [name, headers, chosen, subjects] of [
      ['chose', {}, 'hi', ['आपका पासवर्ड बदल गया', 'आपका ई-मेल पता बदलने वाला है', 'अब साइन इन के लिए कोड भी चाहिए', 'अब साइन इन के लिए कोड नहीं चाहिए']],
      [
        'chose-english',
        from_hindi,
        'en',
        ['Your password was changed', 'Your e-mail address is about to change', 'Signing in now takes a code', 'Signing in takes no code any more'],
      ],
      ['reads', from_hindi, undefined, ['आपका पासवर्ड बदल गया', 'आपका ई-मेल पता बदलने वाला है', 'अब साइन इन के लिए कोड भी चाहिए', 'अब साइन इन के लिए कोड नहीं चाहिए']],
    ] as const) {
      const somebody = await signedUp(name, headers, chosen)
      const before = (await mailsTo(t, to(name))).length
      const changed = 'Banyan-roots-8'
      expect((await somebody.call(changePassword, { body: { current_password: password, new_password: changed } })).status).toBe(200)
      await somebody.withCsrf()
      await somebody.call(changeEmail, { body: { email: to(`${name}2`), current_password: changed } })
      const { data } = await somebody.call(startTotp, {})
      expect((await somebody.call(confirmTotp, { body: { code: codeFor(t, data.secret) } })).status).toBe(200)
      expect((await somebody.call(turnTotpOff, {})).status).toBe(204)
      expect((await mailsTo(t, to(name))).slice(before).map(({ subject }) => subject)).toEqual([...subjects])
      expect(await lastTo(`${name}2`)).toBe(chosen === 'en' ? 'Confirm your new e-mail address' : 'अपने नए ई-मेल पते की पुष्टि करें')
    }
  })

  test('of a password that was set by mail is the chosen one', async () => {
    await signedUp('resets', {}, 'hi')
    const stranger = await visitor().withCsrf()
    await stranger.call(requestPasswordReset, { body: { email: to('resets') } })
    expect(await lastTo('resets')).toBe('Choose a new password')
    const token = await linkTo(t, to('resets'), 'reset')
    expect((await stranger.call(confirmPasswordReset, { body: { token, new_password: 'Banyan-roots-8' } })).status).toBe(200)
    expect(await lastTo('resets')).toBe('आपका पासवर्ड बदल गया')
  })

  test('of a warning is the chosen one, and never that of who signed in', async () => {
    for (const [name, headers, chosen, words] of [
      ['warned', {}, 'hi', /^\d+ [\p{L}\p{M}]+ \d{4} को \d\d:\d\d UTC पर किसी ने आपके खाते “warned” में .*: iOS पर Safari, नेटवर्क 203\.0\.113\.0\/24 से।$/mu],
      ['warned-english', from_hindi, undefined, /: Safari on iOS, from the network 203\.0\.113\.0\/24, on \d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d UTC\.$/m],
    ] as const) {
      await signedUp(name, {}, chosen)
      const before = (await mailsTo(t, to(name))).length
      const thief = await t.visitor({ address: '203.0.113.9', headers: { 'user-agent': safari, ...headers } }).withCsrf()
      expect((await thief.call(signIn, { body: { username: name, password } })).status).toBe(200)
      const told = (await mailsTo(t, to(name))).slice(before)
      expect(told).toHaveLength(1)
      expect(told[0]?.text).toMatch(words)
    }
  })

  test('of a recovery code and of a token that was used twice is the chosen one', async () => {
    const somebody = await signedUp('loses', {}, 'hi')
    const { recovery_codes } = await withAuthenticatorApp(t, somebody)
    const pair = (await visitor().call(obtainPair, { body: { username: 'loses', password, otp: recovery_codes[0] ?? '' } })).data
    expect(await lastTo('loses')).toBe('एक रिकवरी कोड इस्तेमाल हुआ')
    await visitor().call(refreshPair, { body: { refresh: pair.refresh } })
    t.pass(11_000)
    expect((await visitor().call(refreshPair, { body: { refresh: pair.refresh } })).status).toBe(401)
    expect(await lastTo('loses')).toBe('आपका एक साइन इन ख़त्म किया गया')
  })

  test('of an export and a deletion is the chosen one, else that of who asks', async () => {
    for (const [name, headers, chosen, subjects] of [
      ['leaves', {}, 'hi', ['आपका डेटा तैयार है', 'आपका खाता बंद है', 'आपका खाता बना रहेगा']],
      ['leaves-reading', from_hindi, undefined, ['आपका डेटा तैयार है', 'आपका खाता बंद है', 'आपका खाता बना रहेगा']],
      ['leaves-english', from_hindi, 'en', ['Your data is ready', 'Your account is closed', 'Your account is kept']],
    ] as const) {
      const somebody = await signedUp(name, headers, chosen)
      const before = (await mailsTo(t, to(name))).length
      await somebody.call(requestExport, { body: { current_password: password } })
      await mailsTo(t, to(name))
      await somebody.call(requestDeletion, { body: { username: name, current_password: password } })
      const [, token = ''] = /undo-deletion\?token=(\S+)/.exec((await mailsTo(t, to(name))).at(-1)?.text ?? '') ?? []
      await (await visitor(headers).withCsrf()).call(undoDeletion, { body: { token } })
      expect((await mailsTo(t, to(name))).slice(before).map(({ subject }) => subject)).toEqual([...subjects])
    }
  })
})
