import type { Language } from '#contract/render.ts'
import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Preferences } from '../contract/fields.ts'

/** Whom a mail goes to, and the language that it speaks to them. */
export interface Reader {
  username: string
  email: string
  language: Language
}

interface Person {
  username: string
  email: string
  /** As the row holds them, or read already. */
  preferences: string | null | Preferences
}

/**
 * The language that somebody has chosen on their profile, else the one that the request which causes the mail was made in. What a stranger may
 * cause, and what happens without a request, has English for the latter.
 */
export function readerOf({ username, email, preferences }: Person, otherwise: Language = 'en'): Reader {
  const { language = otherwise } = typeof preferences === 'string' ? (JSON.parse(preferences) as Preferences) : (preferences ?? {})
  return { username, email, language }
}

/** What a mail says between its greeting and its foot; `action` is what its link is called. */
export interface Wording {
  subject: string
  paragraphs: string[]
  action?: string
}

/** The words of one mail in every language, beside each other: one that lacks a language does not compile. */
export type Wordings<About extends unknown[] = []> = Record<Language, (...about: About) => Wording>

const namaste: Record<Language, string> = { en: 'Namaste', hi: 'नमस्ते' }

interface Enclosed {
  code?: string
  /** Without an address there is no link. */
  url?: string | undefined
}

/** Who has no account is greeted without a name. */
export function writeTo(reader: Omit<Reader, 'username'> & { username?: string }, wording: Wording, { code, url }: Enclosed = {}): Mail {
  const { username, email: to, language } = reader
  const { action, ...words } = wording
  return letter({
    to,
    language,
    greeting: username === undefined ? `${namaste[language]},` : `${namaste[language]} ${username},`,
    ...words,
    ...(code !== undefined && { code }),
    ...(action !== undefined && url !== undefined && { action: { label: action, url } }),
  })
}

const locales: Record<Language, string> = { en: 'en-IN', hi: 'hi-IN-u-nu-latn' }

/** Such as `21 November 2026` or `21 नवंबर 2026`. */
export const dayIn = (language: Language, iso: string, timeZone: 'Asia/Kolkata' | 'UTC') =>
  new Date(iso).toLocaleDateString(locales[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone })
