import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

export const book: Book<typeof en> = { name: 'portal', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
/** The portal's sentences in the language of the page. */
export const useT = wordsOf<typeof en>(book.name)
