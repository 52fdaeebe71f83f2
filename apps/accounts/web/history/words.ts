import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** What happened to an account. */
export const book: Book<typeof en> = { name: 'accounts.history', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
