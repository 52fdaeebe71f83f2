import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

export const book: Book<typeof en> = { name: 'portal.staff', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
