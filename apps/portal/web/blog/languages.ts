import type { Language } from '#contract/render.ts'
import type { PostLanguage } from '../../contract/fields.ts'

/** Each language by its own name: whoever reads it knows that one. */
export const language_names: Record<PostLanguage, string> = {
  en: 'English',
  hi: 'हिन्दी',
  as: 'অসমীয়া',
  bn: 'বাংলা',
  gu: 'ગુજરાતી',
  kn: 'ಕನ್ನಡ',
  ml: 'മലയാളം',
  mr: 'मराठी',
  or: 'ଓଡ଼ିଆ',
  pa: 'ਪੰਜਾਬੀ',
  ta: 'தமிழ்',
  te: 'తెలుగు',
  ur: 'اردو',
}

/** `lang` and `dir` of a text that somebody wrote. */
export const textIn = (language: string): { lang: string; dir: 'ltr' | 'rtl' } => ({ lang: language, dir: language === 'ur' ? 'rtl' : 'ltr' })

/** The frame that a text belongs into: its own language where the frame speaks it. */
export const frameOf = (language: string): Language => (language === 'hi' ? 'hi' : 'en')
