import type { Language } from '#contract/render.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Site } from '#server/site.ts'
import { type Reader, type Wording, writeTo } from './mail-reader.ts'
import { pageIn } from './own-looks.ts'

const ending: Record<Language, { not_you: string; look_there: string }> = {
  en: {
    not_you: 'If this was not you, sign in, change your password and look through your ways to sign in at once.',
    look_there: 'Ways to sign in',
  },
  hi: {
    not_you: 'अगर यह आपने नहीं किया, तो तुरंत साइन इन करें, अपना पासवर्ड बदलें और अपने साइन इन के तरीक़े जाँचें।',
    look_there: 'साइन इन के तरीक़े',
  },
}

/** A mail about a way into the account: says at its end what to do when that was somebody else, and leads to the page that lists them. */
export function waysInMail(site: Site, to: Reader, { subject, paragraphs }: Wording): Mail {
  const { PUBLIC_URL } = site.config
  const { not_you, look_there } = ending[to.language]
  const url = PUBLIC_URL && `${PUBLIC_URL}${pageIn(to.language, '/profile/ways-in')}`
  return writeTo(to, { subject, paragraphs: [...paragraphs, not_you], action: look_there }, { url })
}
