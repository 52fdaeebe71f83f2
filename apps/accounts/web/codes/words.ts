import { type Book, wordsOf } from '#web/i18n.ts'
import type { en } from './words/en.ts'

/** The pages of codes and links: confirming an address, a new password, a new address. */
export const book: Book<typeof en> = { name: 'accounts.codes', en: () => import('./words/en.ts'), hi: () => import('./words/hi.ts') }
export const useT = wordsOf<typeof en>(book.name)
