import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import type { Reader, Wordings } from './mail-reader.ts'
import { waysInMail } from './ways-in-mail.ts'

const totp: Record<'on' | 'off', Wordings> = {
  on: {
    en: () => ({
      subject: 'Signing in now takes a code',
      paragraphs: [
        'Your account asks for a code of your authenticator app after the password from now on. Keep the recovery codes where you find them without your phone.',
      ],
    }),
    hi: () => ({
      subject: 'अब साइन इन के लिए कोड भी चाहिए',
      paragraphs: ['अब से पासवर्ड के बाद आपका खाता ऑथेंटिकेटर ऐप का कोड माँगेगा। रिकवरी कोड ऐसी जगह रखें जहाँ फ़ोन के बिना भी मिल जाएँ।'],
    }),
  },
  off: {
    en: () => ({
      subject: 'Signing in takes no code any more',
      paragraphs: ['Your account does not ask for a code of an authenticator app any more: the password alone is enough.'],
    }),
    hi: () => ({
      subject: 'अब साइन इन के लिए कोड नहीं चाहिए',
      paragraphs: ['आपका खाता अब ऑथेंटिकेटर ऐप का कोड नहीं माँगेगा: सिर्फ़ पासवर्ड काफ़ी है।'],
    }),
  },
}

export const totpTurned = (site: Site, to: Reader, turned: 'on' | 'off'): Mail => waysInMail(site, to, totp[turned][to.language]())

const codeUsed: Wordings<[left: number]> = {
  en: (left) => {
    const rest = left === 0 ? 'That was the last one: make new ones now.' : left === 1 ? 'One is left.' : `${left} are left.`
    return {
      subject: 'A recovery code was used',
      paragraphs: [`Somebody signed in to your account with your password and one of your recovery codes. ${rest}`],
    }
  },
  hi: (left) => {
    const rest = left === 0 ? 'वह आख़िरी कोड था: अभी नए बना लें।' : left === 1 ? 'अब एक कोड बचा है।' : `अब ${left} कोड बचे हैं।`
    return {
      subject: 'एक रिकवरी कोड इस्तेमाल हुआ',
      paragraphs: [`किसी ने आपके पासवर्ड और आपके एक रिकवरी कोड से आपके खाते में साइन इन किया। ${rest}`],
    }
  },
}

export const recoveryCodeUsed = (site: Site, to: Reader, left: number): Mail => waysInMail(site, to, codeUsed[to.language](left))

const passkey: Record<'added' | 'removed', Wordings<[name: string]>> = {
  added: {
    en: (name) => ({ subject: 'A passkey was added', paragraphs: [`The passkey “${name}” opens your account from now on.`] }),
    hi: (name) => ({ subject: 'एक पासकी जोड़ी गई', paragraphs: [`अब से पासकी “${name}” से आपका खाता खुलेगा।`] }),
  },
  removed: {
    en: (name) => ({ subject: 'A passkey was removed', paragraphs: [`The passkey “${name}” does not open your account any more.`] }),
    hi: (name) => ({ subject: 'एक पासकी हटाई गई', paragraphs: [`पासकी “${name}” से अब आपका खाता नहीं खुलेगा।`] }),
  },
}

export const passkeyChanged = (site: Site, to: Reader, name: string, change: 'added' | 'removed'): Mail =>
  waysInMail(site, to, passkey[change][to.language](name))
