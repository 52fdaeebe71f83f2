import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The sentences of those who write. */
export const book: Book<typeof en> = { name: 'portal.write', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
export type T = ReturnType<typeof useT>
