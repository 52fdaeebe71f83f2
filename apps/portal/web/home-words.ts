import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './home-words/en.ts'

/** The sentences of the map and the list beside it. */
export const home_book: Book<typeof en> = { name: 'portal.home', en: () => import('./home-words/en.ts'), hi: () => import('./home-words/hi.ts') }
export const useHomeT = wordsOf<typeof en>(home_book.name)
