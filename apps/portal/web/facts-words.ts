import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './facts-words/en.ts'

/** The sentences of what is said of a state: its own page and comparison. */
export const facts_book: Book<typeof en> = { name: 'portal.facts', en: () => import('./facts-words/en.ts'), hi: () => import('./facts-words/hi.ts') }
export const useFactsT = wordsOf<typeof en>(facts_book.name)
