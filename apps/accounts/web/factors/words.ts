import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** What proves who somebody is beside the password: at the sign-in, and again before sensitive changes. */
export const book: Book<typeof en> = { name: 'accounts.factors', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
