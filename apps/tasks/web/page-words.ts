import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './page-words/en.ts'

/** The sentences of lists, todos and their queue. */
export const book: Book<typeof en> = { name: 'tasks.pages', en: () => import('./page-words/en.ts'), hi: () => import('./page-words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
export type T = ReturnType<typeof useT>
