import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The sentences around posts: lists, the post itself, what is said to it. */
export const book: Book<typeof en> = { name: 'portal.blog', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
export type T = ReturnType<typeof useT>
