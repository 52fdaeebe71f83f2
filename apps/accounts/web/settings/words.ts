import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The frame of the account's pages and the profile. */
export const book: Book<typeof en> = { name: 'accounts.settings', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
