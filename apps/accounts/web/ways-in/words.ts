import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The page with the ways to sign in. */
export const book: Book<typeof en> = { name: 'accounts.ways_in', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
