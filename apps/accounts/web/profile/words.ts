import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** One's own profile: picture, fields, preferences. */
export const book: Book<typeof en> = { name: 'accounts.profile', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
