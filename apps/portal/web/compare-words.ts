import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './compare-words/en.ts'

/** The sentences of the page that compares. */
export const compare_book: Book<typeof en> = { name: 'portal.compare', en: () => import('./compare-words/en.ts'), hi: () => import('./compare-words/hi.ts') }
export const useCompareT = wordsOf<typeof en>(compare_book.name)
