import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The open sessions of an account. */
export const book: Book<typeof en> = { name: 'accounts.devices', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
export type T = ReturnType<typeof useT>
