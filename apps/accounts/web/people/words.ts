import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** What everybody sees of somebody. */
export const book: Book<typeof en> = { name: 'accounts.people', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
