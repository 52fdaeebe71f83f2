import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The button for an outside provider, what can go wrong with it, and the list of what is linked. */
export const book: Book<typeof en> = { name: 'accounts.google', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
